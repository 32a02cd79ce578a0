/** Builds a package when its sources have changed since the last build. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CACHE, inRoot } from '../paths.ts'
import { run } from '../processes/run.ts'

export type Build = {
  /** As in "Building the element failed." */
  name: string
  /** The package's folder, and what builds it there. */
  folder: string
  script: string
  /** What it is built from: files and folders. */
  sources: readonly string[]
  /** What is there once it is built. */
  output: string
}

/** Answers whether there was something to build. */
export async function freshBuild(build: Build, options: { force?: boolean } = {}): Promise<boolean> {
  const stamp = join(CACHE, `${build.name.replaceAll(' ', '-')}.stamp`)
  const hash = hashOf(build.sources)
  if (!options.force && existsSync(build.output) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash)
    return false
  // Vitest sets NODE_ENV to test, for which Vite would take development builds of libraries.
  const env = { NODE_ENV: 'production' }
  const { code, output } = await run(process.execPath, [build.script], { cwd: build.folder, env })
  if (code !== 0) throw new Error(`${output.trimEnd()}\n\nBuilding ${build.name} failed.`)
  mkdirSync(CACHE, { recursive: true })
  writeFileSync(stamp, hash)
  return true
}

function hashOf(sources: readonly string[]): string {
  const hash = createHash('sha256').update(readFileSync(inRoot('pnpm-lock.yaml')))
  for (const file of sources.flatMap(filesOf).sort()) hash.update(file).update(readFileSync(file))
  return hash.digest('hex')
}

function filesOf(source: string): string[] {
  if (!existsSync(source)) return []
  if (!statSync(source).isDirectory()) return [source]
  return readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}
