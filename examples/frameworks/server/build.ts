/** Builds every page: Angular's by its own compiler first, then all of them with Vite, then what the server renders. */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'

const FOLDER = join(import.meta.dirname, '..')
const ELEMENT = join(FOLDER, '../../packages/checkout-element')
const STAMP = join(FOLDER, 'dist', 'stamp')

/** Does nothing while the sources are those of the last build. */
export async function buildPages(): Promise<void> {
  const hash = hashSources()
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === hash) return
  compileAngular()
  const configFile = join(FOLDER, 'vite.config.ts')
  await build({ configFile, logLevel: 'warn' })
  await build({ configFile, logLevel: 'warn', build: { ssr: true } })
  writeFileSync(STAMP, hash)
}

/** Checks the template against the component too. */
function compileAngular(): void {
  const compiler = join(FOLDER, 'node_modules/@angular/compiler-cli/bundles/src/bin/ngc.js')
  execFileSync(process.execPath, [compiler, '-p', join(FOLDER, 'tsconfig-angular.json')], {
    stdio: 'inherit',
  })
}

function hashSources(): string {
  const own = globSync('{*.*,{angular,plain,react,server,shared,svelte,vue}/*.*}', { cwd: FOLDER })
  const files = [
    ...own.map((name) => join(FOLDER, name)),
    ...globSync('src/**/*.ts', { cwd: ELEMENT }).map((name) => join(ELEMENT, name)),
  ]
  const hash = createHash('sha256')
  for (const file of files.sort()) hash.update(file).update(readFileSync(file))
  return hash.digest('hex')
}

if (import.meta.main) await buildPages()
