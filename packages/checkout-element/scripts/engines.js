/** The browsers of the test suite, by name. The environment names the paths of Firefox and WebKit. */
import { existsSync } from 'node:fs'
import { chromeLauncher } from '@web/test-runner'

const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
  '--disable-gpu',
]

const firstOf = (places) => places.find((place) => place && existsSync(place))

/** `executablePath`, or nothing: then the launcher searches. */
const at = (place) => (place ? { executablePath: place } : {})

function chromium() {
  const place = firstOf([
    process.env.CHROME_PATH,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ])
  return chromeLauncher({
    launchOptions: { ...at(place), args: CHROMIUM_FLAGS },
    createPage: pageInOwnWindow,
  })
}

/** Two tabs of one window would block each other: a hidden tab gets no animation frame. */
const pageInOwnWindow = async ({ browser }) => (await browser.createBrowserContext()).newPage()

async function firefox() {
  const { puppeteerLauncher } = await import('@web/test-runner-puppeteer')
  const place = firstOf([process.env.FIREFOX_PATH, '/usr/bin/firefox-esr', '/usr/bin/firefox'])
  return puppeteerLauncher({
    launchOptions: { browser: 'firefox', ...at(place), extraPrefsFirefox: QUIET_FIREFOX },
    // Only one page at a time has the keyboard focus: a second one would lose typed keys.
    concurrency: 1,
  })
}

/** The browser may load nothing but the tests. */
const QUIET_FIREFOX = {
  'app.normandy.enabled': false,
  'browser.safebrowsing.downloads.enabled': false,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
}

async function webkit() {
  const { WEBKIT_DRIVER_PORT: port, WEBKIT_BROWSER: binary } = process.env
  if (!port || !binary)
    throw new Error('WebKit needs its driver running: use `npm run test:engines` at the root.')
  const { webdriverLauncher } = await import('@web/test-runner-webdriver')
  const { actLikePlaywright } = await import('./webdriver-page.js')
  const launcher = webdriverLauncher({
    hostname: '127.0.0.1',
    port: Number(port),
    path: '/',
    capabilities: {
      browserName: 'MiniBrowser',
      'webkitgtk:browserOptions': { binary, args: ['--automation'] },
      // Its driver supports the classic protocol only.
      'wdio:enforceWebDriverClassic': true,
    },
  })
  return actLikePlaywright(launcher)
}

const launchers = { chromium, firefox, webkit }

/** @param {string} names comma-separated */
export function browsersNamed(names) {
  return Promise.all(
    names.split(',').map((name) => {
      const launch = launchers[name.trim()]
      if (launch) return launch()
      throw new Error(`BROWSERS: no launcher for "${name}"; known: ${Object.keys(launchers).join(', ')}`)
    }),
  )
}
