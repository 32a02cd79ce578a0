/** Browser tests. `BROWSERS` is a comma-separated list of chromium, firefox and webkit. */
import { fileURLToPath } from 'node:url'
import { esbuildPlugin } from '@web/dev-server-esbuild'
import { browsersNamed } from './scripts/engines.js'
import { cardFramePage } from './test/support/card-frame-page.js'
import { commonJsBundle } from './test/support/commonjs-bundle.js'

const names = process.env.BROWSERS ?? 'chromium'

export default {
  rootDir: fileURLToPath(new URL('../..', import.meta.url)),
  files: ['test/browser/**/*.test.ts'],
  browsers: await browsersNamed(names),
  // WebKit runs one page at a time, because two would share a window.
  concurrency: names.includes('webkit') ? 1 : 2,
  nodeResolve: { exportConditions: ['browser', 'production'] },
  plugins: [
    cardFramePage(),
    commonJsBundle(['axe-core', 'card-validator', 'card-validator/dist/luhn-10.js']),
    esbuildPlugin({
      ts: true,
      target: 'es2022',
      tsconfig: fileURLToPath(new URL('./tsconfig.json', import.meta.url)),
    }),
  ],
  // A busy machine may take a minute to start a browser and load all sources for the first file.
  browserStartTimeout: 120_000,
  testsStartTimeout: 120_000,
  testsFinishTimeout: 300_000,
  testFramework: { config: { timeout: 30_000 } },
}
