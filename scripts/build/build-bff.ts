/** Builds the BFF as it is deployed, when its sources have changed since the last build. */
import { join } from 'node:path'
import { BFF, BFF_BUNDLE, inRoot } from '../paths.ts'
import { freshBuild } from './fresh-build.ts'

/** Answers whether there was something to build. */
export async function buildBff(options: { force?: boolean } = {}): Promise<boolean> {
  const script = join(BFF, 'scripts', 'bundle.ts')
  const build = {
    name: 'the BFF',
    folder: BFF,
    script,
    sources: [
      script,
      join(BFF, 'package.json'),
      join(BFF, 'src'),
      inRoot('packages', 'client', 'src'),
      inRoot('packages', 'emulator', 'src'),
      SHARED,
    ],
    output: BFF_BUNDLE,
  }
  return await freshBuild(build, options)
}

const SHARED = inRoot('packages', 'shared-types', 'src')
