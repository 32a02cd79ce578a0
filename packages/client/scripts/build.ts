/** Builds one file for `import` and one for `require`; TypeScript writes the types beside each. */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const FOLDERS = { es: 'dist', cjs: 'dist/cjs' } as const

for (const format of ['es', 'cjs'] as const)
  await build({
    configFile: false,
    logLevel: 'warn',
    root: ROOT,
    build: {
      outDir: FOLDERS[format],
      emptyOutDir: false,
      target: 'es2022',
      // For a library of ES modules, Vite's own option leaves the white space.
      minify: false,
      lib: { entry: 'src/index.ts', formats: [format], fileName: () => 'index.js' },
      rolldownOptions: { external: ['standardwebhooks'], output: { minify: true } },
    },
  })
// The package's own type is "module".
writeFileSync(`${ROOT}/dist/cjs/package.json`, `${JSON.stringify({ type: 'commonjs' })}\n`)
