/** Writes `manifest.json`: size and SRI hash of every built file, so that a shop can pin what it loads. */
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'

/** One built file. `imports` are its static imports. */
export type ManifestFile = { integrity: string; bytes: number; gzip: number; imports: string[] }
export type Manifest = { version: string; files: Record<string, ManifestFile> }

const describe = (bytes: Buffer, imports: string[]): ManifestFile => ({
  integrity: `sha384-${createHash('sha384').update(bytes).digest('base64')}`,
  bytes: bytes.length,
  gzip: gzipSync(bytes, { level: 9 }).length,
  imports,
})

/** A file of the build, with its static imports. */
export type Built = { name: string; imports: string[] }

/** Also writes each file compressed beside it, so that the BFF need not compress the same bytes for every shopper. */
export function writeFileManifest(dir: string, built: readonly Built[]): void {
  const packageFile = new URL('../package.json', import.meta.url)
  const { version } = JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string }
  const files: Manifest['files'] = {}
  for (const { name, imports } of built) {
    const bytes = readFileSync(join(dir, name))
    files[name] = describe(bytes, imports)
    writeFileSync(join(dir, `${name}.gz`), gzipSync(bytes, { level: 9 }))
    writeFileSync(join(dir, `${name}.br`), brotliCompressSync(bytes))
  }
  writeFileSync(join(dir, 'manifest.json'), `${JSON.stringify({ version, files }, null, 2)}\n`)
}
