/** Time from navigation to the first card field, each page in turn, round after round. */
import type { Browser, Frame, Page } from 'puppeteer-core'
import type { Throttle } from './chromium.ts'
import { openVisit, refuseOwnProcess } from './chromium.ts'
import type { LoadTimes } from './findings.ts'

/** Gives the address of one fresh visit. Without `inFrame` the page sets the mark `field` itself. */
export type Candidate = { name: string; address(): Promise<string>; inFrame?: boolean }

/** The first round warms up the servers and the disk, and is not counted. Ours also tells when all of it stood. */
export async function measureLoads(
  browser: Browser,
  candidates: readonly Candidate[],
  throttle: Throttle,
  rounds: number,
): Promise<{ field: LoadTimes; whole: number[] }> {
  const field: LoadTimes = Object.fromEntries(candidates.map(({ name }) => [name, []]))
  const whole: number[] = []
  for (let turn = 0; turn <= rounds; turn++) {
    for (const candidate of candidates) {
      const times = await measureLoad(browser, candidate, throttle)
      if (turn === 0) continue
      field[candidate.name]?.push(times.field)
      if (times.whole !== null) whole.push(times.whole)
    }
  }
  return { field, whole }
}

type Times = { field: number; whole: number | null }

async function measureLoad(browser: Browser, candidate: Candidate, throttle: Throttle): Promise<Times> {
  const visit = await openVisit(browser, throttle)
  const { page } = visit
  try {
    const address = await candidate.address()
    if (candidate.inFrame) await page.evaluateOnNewDocument(markField)
    await page.goto(address, { waitUntil: 'domcontentloaded' })
    const last = candidate.inFrame ? 'whole' : 'field'
    await page.waitForFunction((name) => performance.getEntriesByName(name).length > 0, { polling: 50 }, last)
    await refuseOwnProcess(visit)
    if (!candidate.inFrame) return { field: await markIn(page, 'field', page), whole: null }
    const frame = cardFrameOf(page)
    await assertUsable(page, frame)
    const stands = await markIn(frame, 'field', page)
    // The browser’s own time of painting, where the field was in what it painted first; else a task after the painting.
    const first = await markIn(frame, 'first-contentful-paint', page)
    const field = stands <= first ? first : await markIn(frame, 'painted', page)
    return { field, whole: await markIn(page, 'whole', page) }
  } finally {
    await visit.close()
  }
}

/**
 * Runs in every document before anything of its own: marks the start of the first frame of the screen that has the card
 * number field in it, and a moment right after its painting.
 */
function markField(): void {
  if (location.pathname !== '/card-frame') return
  const look = () => {
    const form = document.querySelector('paykka-card-form')
    if (!form?.shadowRoot?.querySelector('#number')) return requestAnimationFrame(look)
    performance.mark('field')
    return painted.port2.postMessage(null)
  }
  const painted = new MessageChannel()
  painted.port1.onmessage = () => performance.mark('painted')
  requestAnimationFrame(look)
}

export function cardFrameOf(page: Page): Frame {
  const frame = page.frames().find((each) => new URL(each.url()).pathname === '/card-frame')
  return frame ?? raise('The card frame is not there.')
}

/** Milliseconds from the page’s navigation; a frame counts from its own. */
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
