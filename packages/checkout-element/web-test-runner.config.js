/** Browser tests. `BROWSERS` is a comma-separated list; engines other than Chromium bring their launcher with them. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { esbuildPlugin } from '@web/dev-server-esbuild'
import { chromeLauncher } from '@web/test-runner'
import { cardFramePage } from './test/support/card-frame-page.js'
import { commonJsBundle } from './test/support/commonjs-bundle.js'

const FLAGS = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
  '--disable-gpu',
]

const places = [
  process.env.CHROME_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
]
const executablePath = places.find((place) => place && existsSync(place))

const launchers = {
  chromium: () =>
    chromeLauncher({ launchOptions: { ...(executablePath ? { executablePath } : {}), args: FLAGS } }),
}

const browsers = (process.env.BROWSERS ?? 'chromium').split(',').map((name) => {
  const launch = launchers[name.trim()]
  if (!launch)
    throw new Error(`BROWSERS: no launcher for "${name}"; known: ${Object.keys(launchers).join(', ')}`)
  return launch()
})

export default {
  rootDir: fileURLToPath(new URL('../..', import.meta.url)),
  files: ['test/browser/**/*.test.ts'],
  browsers,
  concurrency: 2,
  nodeResolve: { exportConditions: ['browser', 'production'] },
  plugins: [
    cardFramePage(),
    commonJsBundle(['axe-core', 'card-validator']),
    esbuildPlugin({
      ts: true,
      target: 'es2022',
      tsconfig: fileURLToPath(new URL('./tsconfig.json', import.meta.url)),
    }),
  ],
  testFramework: { config: { timeout: 10_000 } },
}
