/** `npm run pack`: the tarballs a release publishes, in `packs/`. */
import { rmSync } from 'node:fs'
import { inRoot } from './paths.ts'
import { buildPackages, packPackages } from './release/packages.ts'

const PACKS = inRoot('packs')

rmSync(PACKS, { recursive: true, force: true })
await buildPackages()
for (const tarball of await packPackages(PACKS)) console.log(tarball)
