/** The browser's own score of what moves on a page (Layout Instability): https://web.dev/articles/cls */
import type { Page } from '@playwright/test'

export type Shift = { value: number; at: number; sources: string[] }

/** Collects every shift from the first paint on, those right after an input too. Call it before the page is opened. */
export async function watchShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const shifts: Shift[] = []
    Object.assign(globalThis, { shifts })
    const nameOf = (node: Node | null) =>
      node instanceof Element ? `${node.localName}[${node.getAttribute('part') ?? node.className}]` : 'text'
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & {
        value: number
        sources: { node: Node | null; previousRect: DOMRect; currentRect: DOMRect }[]
      })[])
        shifts.push({
          value: entry.value,
          at: entry.startTime,
          sources: entry.sources.map(
            ({ node, previousRect, currentRect }) =>
              `${nameOf(node)} ${previousRect.top}+${previousRect.height} → ${currentRect.top}+${currentRect.height}`,
          ),
        })
    }).observe({ type: 'layout-shift', buffered: true })
  })
}

/** All shifts since the page began, or since the last call. */
export async function takeShifts(page: Page): Promise<Shift[]> {
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  )
  return await page.evaluate(() => (globalThis as unknown as { shifts: Shift[] }).shifts.splice(0))
}

export const sumOf = (shifts: readonly Shift[]): number => shifts.reduce((sum, { value }) => sum + value, 0)
