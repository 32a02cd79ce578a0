/**
 * Builds the modules for `import` and one file for `require`; TypeScript writes the types beside them. `events.js` is a
 * separate module: bundlers cannot drop standardwebhooks from the middle of a file.
 */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const FORMS = {
  es: {
    outDir: 'dist',
    entry: { index: 'src/index.ts', events: 'src/events.ts', problem: 'src/problem.ts' },
  },
  cjs: { outDir: 'dist/cjs', entry: { index: 'src/index.ts' } },
} as const

for (const format of ['es', 'cjs'] as const)
  await build({
    configFile: false,
    logLevel: 'warn',
    root: ROOT,
    build: {
      outDir: FORMS[format].outDir,
      emptyOutDir: false,
      target: 'es2022',
      // For a library of ES modules, Vite's own option leaves the white space.
      minify: false,
      lib: { entry: FORMS[format].entry, formats: [format], fileName: (_, name) => `${name}.js` },
      rolldownOptions: {
        external: ['standardwebhooks'],
        output: { minify: true, chunkFileNames: '[name].js' },
      },
    },
  })
// The package's own type is "module".
writeFileSync(`${ROOT}/dist/cjs/package.json`, `${JSON.stringify({ type: 'commonjs' })}\n`)
