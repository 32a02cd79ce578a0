/** `npm run bench:element`: the element beside @adyen/adyen-web and a bare Lit form, in one Chromium, from this machine only. */
import { parseArgs } from 'node:util'
import type { Browser } from 'puppeteer-core'
import { buildPage } from './built-pages.ts'
import { addBytes, bytesOfEntry, bytesOfPage } from './bytes.ts'
import { openBareForm, openForm } from './card-form.ts'
import type { CheckoutStack } from './checkout-stack.ts'
import { startCheckoutStack } from './checkout-stack.ts'
import { CPU_SLOWDOWN, launchChromium, SLOW_NETWORK } from './chromium.ts'
import { measureKeystrokes } from './keystrokes.ts'
import { measureLayoutShift } from './layout-shift.ts'
import type { Candidate } from './load-time.ts'
import { measureLoads } from './load-time.ts'
import type { Findings } from './report.ts'
import { broken, NAMES, reportOf } from './report.ts'
import { writeResults } from './results.ts'
import type { Shop } from './shop.ts'
import { html, startShop } from './shop.ts'

const KEYED_NUMBERS = 20

/** The README's rules. */
const PLACE = `paykka-checkout:not(:defined) { display: block; box-sizing: border-box; min-block-size: 422px; padding: 21px 21px 0 }
paykka-checkout > iframe { display: block; inline-size: 100%; block-size: 288px; border: 0 }`

const { values } = parseArgs({
  options: { check: { type: 'boolean' }, rounds: { type: 'string', default: '9' } },
})

process.exitCode = await main(Number(values.rounds), values.check ?? false)

async function main(rounds: number, check: boolean): Promise<number> {
  const findings = await measure(rounds)
  const report = reportOf(findings)
  process.stdout.write(writeResults('element', report))
  const failures = broken(report)
  for (const failure of failures) process.stdout.write(`Limit: ${failure}\n`)
  return check && failures.length > 0 ? 1 : 0
}

async function measure(rounds: number): Promise<Findings> {
  const theirs = await buildPage('adyen')
  const floor = await buildPage('bare-lit')
  const shop = await startShop([theirs, floor])
  const frames = await startShop([floor])
  addFramedFloor(shop, frames)
  const stack = await startCheckoutStack(shop.url)
  const browser = await launchChromium()
  try {
    addOurPage(shop, stack)
    const define = bytesOfEntry('define.js')
    const frame = bytesOfEntry('card-frame.js')
    const bytes = {
      [`${NAMES.ours}: element`]: define,
      [`${NAMES.ours}: element and frame`]: addBytes(define, frame),
      [NAMES.theirs]: bytesOfPage(theirs),
      [NAMES.floor]: bytesOfPage(floor),
    }
    return { ...(await inBrowser(browser, shop, stack, rounds)), bytes }
  } finally {
    await browser.close()
    await stack.stop()
    await frames.close()
    await shop.close()
  }
}

async function inBrowser(browser: Browser, shop: Shop, stack: CheckoutStack, rounds: number) {
  const ours = async () => `${shop.url}/ours?secret=${encodeURIComponent(await stack.newSecret())}`
  const candidates: Candidate[] = [
    {
      name: NAMES.ours,
      address: ours,
      framed: { path: '/card-frame', host: 'paykka-card-form', field: '#number' },
      last: 'whole',
    },
    { name: NAMES.theirs, address: async () => `${shop.url}/adyen` },
    { name: NAMES.floor, address: async () => `${shop.url}/bare-lit` },
    {
      name: NAMES.framedFloor,
      address: async () => `${shop.url}/framed-bare-lit`,
      framed: { path: '/bare-lit', host: 'bare-form', field: '[name="number"]' },
    },
  ]
  const cpu = await measureLoads(browser, candidates, { cpu: CPU_SLOWDOWN }, rounds)
  const network = await measureLoads(browser, candidates, { network: SLOW_NETWORK }, rounds)
  const secret = await ours()
  const keystrokes = {
    ours: await measureKeystrokes(browser, (page) => openForm(page, secret), KEYED_NUMBERS),
    floor: await measureKeystrokes(
      browser,
      (page) => openBareForm(page, `${shop.url}/bare-lit`),
      KEYED_NUMBERS,
    ),
  }
  const shift = await measureLayoutShift(browser, await ours())
  return {
    loads: { cpu: cpu.stands, network: network.stands },
    painted: { cpu: cpu.painted, network: network.painted },
    whole: { cpu: cpu.whole, network: network.whole },
    keystrokes,
    shift,
  }
}

/** The bare form in a frame of another origin that is in the page from its first byte: what isolation itself costs. */
function addFramedFloor(shop: Shop, frames: Shop): void {
  const watch = `<script>addEventListener('message', () => performance.mark('field'), { once: true })</script>`
  const frame = `<iframe sandbox="allow-scripts allow-same-origin" src="${frames.url}/bare-lit"></iframe>`
  shop.pages['/framed-bare-lit'] = () => html(watch, frame)
}

/** As in our README: the frame in the tag, its space reserved, the script beside it. */
function addOurPage(shop: Shop, { bffUrl }: CheckoutStack): void {
  const watch = `<script>document.addEventListener('paykka-ready', ({ target }) => target.updateComplete.then(() => performance.mark('whole')))</script>`
  const place = `<style>${PLACE}</style>`
  const script = `<script type="module" src="${bffUrl}/element/v1/define.js"></script>`
  const frame = `<iframe slot="card-frame" src="${bffUrl}/card-frame?locale=en" title="Card details" sandbox="allow-scripts allow-same-origin allow-forms" allow="payment"></iframe>`
  shop.pages['/ours'] = (query) => {
    const secret = encodeURIComponent(query.get('secret') ?? '')
    return html(
      watch + place + script,
      `<paykka-checkout bff-url="${bffUrl}" client-secret="${decodeURIComponent(secret)}">${frame}</paykka-checkout>`,
    )
  }
}
