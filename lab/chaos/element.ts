/** A BFF needs the element's files to start: builds them once, on the first call. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** @throws Error when the element can't be built */
export async function ensureElement(): Promise<void> {
  const root = dirname(fileURLToPath(import.meta.resolve('@paykka-checkout/element/package.json')))
  if (existsSync(join(root, 'dist', 'browser', 'define.js'))) return
  // Vitest sets NODE_ENV to test, for which Vite takes the development builds.
  const env = { ...process.env, NODE_ENV: 'production' }
  await run(process.execPath, [join(root, 'scripts', 'build.ts')], { cwd: root, env })
}
