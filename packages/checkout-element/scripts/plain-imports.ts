/** Keeps `import()` unchanged: Vite's helper would write `<link>` tags into the shop's page. */
import type { Plugin } from 'vite'

export const plainImports = (): Plugin => ({
  name: 'plain-imports',
  enforce: 'pre',
  load: (id) => (id.includes('vite/preload-helper') ? 'export const __vitePreload = (load) => load()' : null),
})
