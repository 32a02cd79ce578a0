/** Time from navigation to the first card field, each page in turn, round after round. */
import type { Browser, Frame, Page } from 'puppeteer-core'
import type { Throttle } from './chromium.ts'
import { openVisit, refuseOwnProcess } from './chromium.ts'
import type { LoadTimes } from './findings.ts'

/** The location of a form in a frame: the frame's page, the element with the form, and its card number field. */
type Framed = { path: string; host: string; field: string }

/** Gives the address of one fresh visit. A page sets the mark `field` itself, ours excepted, and `last` as its last. */
export type Candidate = { name: string; address(): Promise<string>; framed?: Framed; last?: string }

/** For each visit: when the field existed, when it was painted (in a frame), and when our whole form was complete. */
export type Loads = { stands: LoadTimes; painted: LoadTimes; whole: number[] }

/** The first round warms up the servers and the disk, and is not counted. */
export async function measureLoads(
  browser: Browser,
  candidates: readonly Candidate[],
  throttle: Throttle,
  rounds: number,
): Promise<Loads> {
  const loads: Loads = { stands: {}, painted: {}, whole: [] }
  for (let turn = 0; turn <= rounds; turn++) {
    for (const candidate of candidates) {
      const times = await measureLoad(browser, candidate, throttle)
      if (turn > 0) keep(loads, candidate.name, times)
    }
  }
  return loads
}

type Times = { stands: number; painted?: number; whole?: number }

function keep({ stands, painted, whole }: Loads, name: string, times: Times): void {
  const add = (to: LoadTimes, time: number) => {
    to[name] = [...(to[name] ?? []), time]
  }
  add(stands, times.stands)
  if (times.painted !== undefined) add(painted, times.painted)
  if (times.whole !== undefined) whole.push(times.whole)
}

async function measureLoad(browser: Browser, candidate: Candidate, throttle: Throttle): Promise<Times> {
  const visit = await openVisit(browser, throttle)
  const { page } = visit
  const { framed, last = 'field' } = candidate
  try {
    const address = await candidate.address()
    if (framed) await page.evaluateOnNewDocument(markField, framed)
    await page.goto(address, { waitUntil: 'domcontentloaded' })
    await page.waitForFunction((name) => performance.getEntriesByName(name).length > 0, { polling: 50 }, last)
    await refuseOwnProcess(visit)
    if (!framed) return { stands: await markIn(page, 'field', page) }
    const frame = frameOf(page, framed.path)
    if (last !== 'whole') return await timesIn(frame, page)
    await assertUsable(page, frame)
    return { ...(await timesIn(frame, page)), whole: await markIn(page, 'whole', page) }
  } finally {
    await visit.close()
  }
}

async function timesIn(frame: Frame, page: Page): Promise<Times> {
  await frame.waitForFunction(() => performance.getEntriesByName('painted').length > 0, { polling: 50 })
  const stands = await markIn(frame, 'field', page)
  const drawn = await markIn(frame, 'drawn', page)
  // The browser's own time of painting, where the field was in what it painted first; else a task after the painting.
  const first = await markIn(frame, 'first-contentful-paint', page)
  return { stands, painted: drawn <= first ? first : await markIn(frame, 'painted', page) }
}

/**
 * Runs in every document before the document's own scripts. Marks the card number field's first markup (`field`, unless the
 * page does), the start of the first frame of the screen that has it (`drawn`), and a moment right after its painting
 * (`painted`).
 */
function markField({ path, host, field }: Framed): void {
  if (location.pathname !== path) return
  const root = () => document.querySelector(host)?.shadowRoot
  const observer = new MutationObserver(() => {
    const place = root()
    if (place) observer.observe(place, { childList: true, subtree: true })
    if (!place?.querySelector(field)) return
    observer.disconnect()
    if (performance.getEntriesByName('field').length === 0) performance.mark('field')
  })
  observer.observe(document, { childList: true, subtree: true })
  const painted = new MessageChannel()
  painted.port1.onmessage = () => performance.mark('painted')
  const look = () => {
    if (!root()?.querySelector(field)) return requestAnimationFrame(look)
    performance.mark('drawn')
    return painted.port2.postMessage(null)
  }
  requestAnimationFrame(look)
}

function frameOf(page: Page, path: string): Frame {
  const frame = page.frames().find((each) => new URL(each.url()).pathname === path)
  return frame ?? raise(`There is no frame ${path}.`)
}

export const cardFrameOf = (page: Page): Frame => frameOf(page, '/card-frame')

/** Milliseconds from the page's navigation; a frame counts from its own. */
const markIn = async (place: Page | Frame, name: string, page: Page): Promise<number> => {
  const origin = await page.evaluate(() => performance.timeOrigin)
  return await place.evaluate(
    (mark, start) => {
      const entry = performance.getEntriesByName(mark)[0]
      return entry ? performance.timeOrigin + entry.startTime - start : Number.NaN
    },
    name,
    origin,
  )
}

/** A field that something lies over, or that takes no keys, is not usable, whenever it was painted. */
async function assertUsable(page: Page, frame: Frame): Promise<void> {
  const outside = await page.evaluate(() => {
    const place = document.querySelector('paykka-checkout > iframe')
    const { x = 0, y = 0, width = 0 } = place?.getBoundingClientRect() ?? {}
    return place !== null && document.elementFromPoint(x + width / 2, y + 40) === place
  })
  const inside = await frame.evaluate(() => {
    const root = document.querySelector('paykka-card-form')?.shadowRoot
    const input = root?.querySelector<HTMLInputElement>('#number')
    const { x = 0, y = 0, width = 0, height = 0 } = input?.getBoundingClientRect() ?? {}
    return input?.readOnly === false && root?.elementFromPoint(x + width / 2, y + height / 2) === input
  })
  if (!outside || !inside) raise('The card number field cannot be used.')
}

function raise(message: string): never {
  throw new Error(message)
}
