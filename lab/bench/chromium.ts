/** The one Chromium of a run: no cache between visits, no foreign byte, and one process for page and frame. */
import type { Browser, CDPSession, Page } from 'puppeteer-core'
import puppeteer from 'puppeteer-core'

/** A slow network: the usual "fast 3G" of browser tools. */
export const SLOW_NETWORK = {
  offline: false,
  latency: 150,
  downloadThroughput: 200_000,
  uploadThroughput: 93_750,
}
export const CPU_SLOWDOWN = 4

export type Throttle = { cpu?: number; network?: typeof SLOW_NETWORK }
export type Visit = { page: Page; cdp: CDPSession; close(): Promise<void> }

const FLAGS = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
  '--disable-gpu',
  // Page and frame share the slowed-down process, as on phones; otherwise the frame would run at full speed beside it.
  '--disable-site-isolation-trials',
  '--disable-features=IsolateOrigins,site-per-process,OriginKeyedProcessesByDefault,OriginIsolationHeader',
  // A frame is drawn when there is something to draw, not at the next tick of a screen that is not there.
  '--disable-frame-rate-limit',
  '--disable-gpu-vsync',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
]

export function launchChromium(): Promise<Browser> {
  const executablePath = process.env.CHROME_PATH ?? '/usr/bin/chromium'
  return puppeteer.launch({ executablePath, args: FLAGS, defaultViewport: { width: 800, height: 900 } })
}

/** A page in its own context: its cache is empty, as at a shopper's first visit, and works within the visit. */
export async function openVisit(browser: Browser, throttle: Throttle): Promise<Visit> {
  const context = await browser.createBrowserContext()
  const page = await context.newPage()
  const cdp = await page.createCDPSession()
  await cdp.send('Network.enable')
  if (throttle.network) await cdp.send('Network.emulateNetworkConditions', throttle.network)
  if (throttle.cpu) await cdp.send('Emulation.setCPUThrottlingRate', { rate: throttle.cpu })
  return { page, cdp, close: () => context.close() }
}

/** A frame in a separate process would not be slowed down, and the figures would flatter us. */
export async function refuseOwnProcess({ cdp }: Visit): Promise<void> {
  const { targetInfos } = await cdp.send('Target.getTargets')
  if (targetInfos.some(({ type }) => type === 'iframe'))
    throw new Error('The card frame runs in a separate process, which the slowdown does not affect.')
}
