/** What moves while a checkout loads, is declined and succeeds: in the page and in the frame, real BFF and emulator. */
import type { Browser, Frame, Page } from 'puppeteer-core'
import { openForm, pay, typeCard } from './card-form.ts'
import { openVisit } from './chromium.ts'
import type { LayoutShift } from './findings.ts'

const DECLINED = '4000000000000002'
const SUCCEEDS = '4242424242424242'

export async function measureLayoutShift(browser: Browser, address: string): Promise<LayoutShift> {
  const visit = await openVisit(browser, {})
  try {
    await visit.page.evaluateOnNewDocument(watchShifts)
    const { frame } = await openForm(visit.page, address)
    await typeCard(frame, DECLINED)
    await pay(visit.page, 'declined')
    await typeCard(frame, SUCCEEDS)
    const inside = await readShifts(frame)
    await pay(visit.page, 'paid')
    // Later shifts, if any, are those of an animation: the longest takes half a second.
    await new Promise((resolve) => setTimeout(resolve, 1000))
    const outside = await readShifts(visit.page)
    return { cls: inside.cls + outside.cls, all: inside.all + outside.all }
  } finally {
    await visit.close()
  }
}

function watchShifts(): void {
  const shifts: { value: number; hadRecentInput: boolean }[] = []
  Object.assign(globalThis, { shifts })
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) shifts.push(entry.toJSON())
  }).observe({ type: 'layout-shift', buffered: true })
}

async function readShifts(place: Page | Frame): Promise<LayoutShift> {
  const shifts = await place.evaluate(
    () => (globalThis as unknown as { shifts: { value: number; hadRecentInput: boolean }[] }).shifts,
  )
  const sum = (list: typeof shifts) => list.reduce((total, { value }) => total + value, 0)
  return { cls: sum(shifts.filter(({ hadRecentInput }) => !hadRecentInput)), all: sum(shifts) }
}
