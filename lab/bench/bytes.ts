/** Bytes that each loads before its first card field exists. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import type { BuiltPage } from './built-pages.ts'
import type { Bytes } from './findings.ts'

const DIST = new URL('../../packages/checkout-element/dist/browser/', import.meta.url).pathname

type Manifest = { files: Record<string, { imports: string[] }> }

/** One of our entries and everything it imports at once. */
export function bytesOfEntry(entry: 'define.js' | 'card-frame.js'): Bytes {
  const { files } = JSON.parse(readFileSync(join(DIST, 'manifest.json'), 'utf8')) as Manifest
  const names = new Set([entry as string])
  for (const name of names) for (const next of files[name]?.imports ?? []) names.add(next)
  return sizesOf([...names].map((name) => readFileSync(join(DIST, name))))
}

export const bytesOfPage = (page: BuiltPage): Bytes => sizesOf(page.files.map(({ bytes }) => bytes))

export const addBytes = (a: Bytes, b: Bytes): Bytes => ({
  files: a.files + b.files,
  min: a.min + b.min,
  gzip: a.gzip + b.gzip,
  brotli: a.brotli + b.brotli,
})

function sizesOf(files: readonly Buffer[]): Bytes {
  const sum = (size: (file: Buffer) => number) => files.reduce((total, file) => total + size(file), 0)
  return {
    files: files.length,
    min: sum((file) => file.length),
    gzip: sum((file) => gzipSync(file, { level: 9 }).length),
    brotli: sum((file) => brotliCompressSync(file).length),
  }
}
