/** Reads the manifest of the element's build. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export type Manifest = {
  version: string
  files: Record<string, { integrity: string; bytes: number; gzip: number; imports: string[] }>
}

/** @param directory folder of the built element */
export function readManifest(directory: string): Manifest {
  return JSON.parse(readFileSync(join(directory, 'manifest.json'), 'utf8')) as Manifest
}
