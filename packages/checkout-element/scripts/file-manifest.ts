/** Writes `manifest.json`: size and SRI hash of every built file, so that a shop can pin what it loads. */
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

/** One built file. `imports` are the files it loads at once; lazily loaded ones are not in it. */
export type ManifestFile = { integrity: string; bytes: number; gzip: number; imports: string[] }
export type Manifest = { version: string; files: Record<string, ManifestFile> }

const describe = (bytes: Buffer, imports: string[]): ManifestFile => ({
  integrity: `sha384-${createHash('sha384').update(bytes).digest('base64')}`,
  bytes: bytes.length,
  gzip: gzipSync(bytes, { level: 9 }).length,
  imports,
})

export const fileManifest = (): Plugin => ({
  name: 'file-manifest',
  writeBundle({ dir = '' }, bundle) {
    const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
      version: string
    }
    const files: Manifest['files'] = {}
    for (const [name, file] of Object.entries(bundle)) {
      if (file.type === 'chunk') files[name] = describe(readFileSync(join(dir, name)), file.imports)
    }
    writeFileSync(join(dir, 'manifest.json'), `${JSON.stringify({ version, files }, null, 2)}\n`)
  },
})
