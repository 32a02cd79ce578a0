/** Builds <paykka-checkout> when its sources have changed since the last build. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { CHECKOUT_ELEMENT } from '../paths.ts'
import { freshBuild } from './fresh-build.ts'

/** Answers whether there was something to build. */
export async function buildElement(options: { force?: boolean } = {}): Promise<boolean> {
  const top = readdirSync(CHECKOUT_ELEMENT).filter((name) => /\.(json|ts|js|html)$/.test(name))
  const build = {
    name: 'the element',
    folder: CHECKOUT_ELEMENT,
    script: join(CHECKOUT_ELEMENT, 'scripts', 'build.ts'),
    sources: [...top, 'src', 'scripts'].map((name) => join(CHECKOUT_ELEMENT, name)),
    output: join(CHECKOUT_ELEMENT, 'dist', 'browser', 'define.js'),
  }
  return await freshBuild(build, options)
}
