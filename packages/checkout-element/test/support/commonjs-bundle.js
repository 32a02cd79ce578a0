/** Lets the dev server, which serves only ES modules, serve a CommonJS package that Vite bundles once. */
import { build } from 'vite'

/** @param {string[]} packages module names exactly as they are imported */
export function commonJsBundle(packages) {
  const cache = new Map()
  const pathOf = (source) => `/__commonjs/${encodeURIComponent(source)}.js`
  return {
    name: 'commonjs-bundle',
    resolveImport: ({ source }) => (packages.includes(source) ? pathOf(source) : undefined),
    async serve({ path }) {
      const source = packages.find((name) => pathOf(name) === path || path === `/__commonjs/${name}.js`)
      if (!source) return undefined
      if (!cache.has(source)) cache.set(source, bundle(source))
      return { body: await cache.get(source), type: 'js' }
    },
  }
}

/** @param {string} source */
async function bundle(source) {
  const entry = '\0entry'
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === entry ? id : null),
        load: (id) => (id === entry ? `export { default } from ${JSON.stringify(source)}` : null),
      },
    ],
    build: {
      write: false,
      minify: false,
      rolldownOptions: { input: entry, preserveEntrySignatures: 'strict' },
    },
  })
  return result.output[0].code
}
