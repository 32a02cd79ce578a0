/** Time from navigation to the first card field, each page in turn, round after round. */
import type { Browser } from 'puppeteer-core'
import type { Throttle } from './chromium.ts'
import { openVisit, refuseOwnProcess } from './chromium.ts'
import type { LoadTimes } from './findings.ts'

/** Gives the address of one fresh visit. */
export type Candidate = { name: string; address(): Promise<string> }

/** The first round warms up the servers and the disk, and is not counted. */
export async function measureLoads(
  browser: Browser,
  candidates: readonly Candidate[],
  throttle: Throttle,
  rounds: number,
): Promise<LoadTimes> {
  const times: LoadTimes = Object.fromEntries(candidates.map(({ name }) => [name, []]))
  for (let turn = 0; turn <= rounds; turn++) {
    for (const { name, address } of candidates) {
      const time = await measureLoad(browser, await address(), throttle)
      if (turn > 0) times[name]?.push(time)
    }
  }
  return times
}

/** Every page sets the mark `field` itself, when its first card field stands. */
async function measureLoad(browser: Browser, address: string, throttle: Throttle): Promise<number> {
  const visit = await openVisit(browser, throttle)
  try {
    await visit.page.goto(address, { waitUntil: 'domcontentloaded' })
    await visit.page.waitForFunction(() => performance.getEntriesByName('field').length > 0, { polling: 50 })
    await refuseOwnProcess(visit)
    return await visit.page.evaluate(() => performance.getEntriesByName('field')[0]?.startTime ?? Number.NaN)
  } finally {
    await visit.close()
  }
}
