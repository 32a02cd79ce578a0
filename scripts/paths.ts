/** Where things are, so that every script works from any folder. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('..', import.meta.url))
export const CACHE = join(ROOT, 'node_modules', '.cache', 'bootstrap')
export const inRoot = (...parts: string[]) => join(ROOT, ...parts)
export const CHECKOUT_ELEMENT = inRoot('packages', 'checkout-element')
export const BFF = inRoot('packages', 'bff')
/** What `build-bff.ts` builds: `paykka-bff`, as it is deployed. */
export const BFF_BUNDLE = inRoot('packages', 'bff', 'bundle', 'paykka-bff.js')
export const SHOP_SERVER = inRoot('examples', 'shop', 'src', 'server.ts')
