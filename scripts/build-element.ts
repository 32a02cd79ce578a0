/** Builds <paykka-checkout> when its sources have changed since the last build. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CACHE, CHECKOUT_ELEMENT, inRoot } from './paths.ts'
import { run } from './run.ts'

const STAMP = join(CACHE, 'element.stamp')
const DIST = join(CHECKOUT_ELEMENT, 'dist')

/** Answers whether there was something to build. */
export async function buildElement(options: { force?: boolean } = {}): Promise<boolean> {
  const hash = hashSources()
  if (!options.force && isBuilt(hash)) return false
  const script = join(CHECKOUT_ELEMENT, 'scripts', 'build.ts')
  const { code, output } = await run(process.execPath, [script], { cwd: CHECKOUT_ELEMENT })
  if (code !== 0) throw new Error(`${output.trimEnd()}\n\nBuilding the element failed.`)
  mkdirSync(CACHE, { recursive: true })
  writeFileSync(STAMP, hash)
  return true
}

function isBuilt(hash: string): boolean {
  const hasOutput = existsSync(DIST) && readdirSync(DIST).length > 0
  return hasOutput && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === hash
}

function hashSources(): string {
  const hash = createHash('sha256').update(readFileSync(inRoot('pnpm-lock.yaml')))
  for (const file of sourceFiles()) hash.update(file).update(readFileSync(file))
  return hash.digest('hex')
}

function sourceFiles(): string[] {
  const top = readdirSync(CHECKOUT_ELEMENT, { withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(json|ts|js|html)$/.test(entry.name))
    .map((entry) => join(CHECKOUT_ELEMENT, entry.name))
  return [
    ...top,
    ...['src', 'scripts'].flatMap((folder) => filesUnder(join(CHECKOUT_ELEMENT, folder))),
  ].sort()
}

function filesUnder(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}
