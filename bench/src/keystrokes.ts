/**
 * The work from the key going down to the frame being painted, in the card number field, slowed down. The wait in
 * between for the screen's next tick is left out: it is the screen's, is the same for every page, and hides the rest.
 */
import type { Browser, Frame, Page } from 'puppeteer-core'
import type { CardNumberField } from './card-form.ts'
import { CPU_SLOWDOWN, openVisit, refuseOwnProcess } from './chromium.ts'

const NUMBER = '4242424242424242'

/** Shows a form and finds its card number field. */
export type OpenField = (page: Page) => Promise<CardNumberField>

/** Milliseconds of every key pressed; the first number warms up and is not counted. */
export async function measureKeystrokes(
  browser: Browser,
  open: OpenField,
  numbers: number,
): Promise<number[]> {
  const visit = await openVisit(browser, { cpu: CPU_SLOWDOWN })
  try {
    const { frame, input } = await open(visit.page)
    await refuseOwnProcess(visit)
    await watchKeys(frame)
    for (let count = 0; count <= numbers; count++) {
      await input.evaluate((element) => {
        element.focus()
        element.select()
      })
      for (const digit of NUMBER) await pressKey(frame, digit)
    }
    const times = await frame.evaluate(() => (globalThis as unknown as { keyTimes: number[] }).keyTimes)
    return times.slice(NUMBER.length)
  } finally {
    await visit.close()
  }
}

/** One key at a time, each painted before the next goes down. */
async function pressKey(frame: Frame, digit: string): Promise<void> {
  const before = await frame.evaluate(() => (globalThis as unknown as { keyTimes: number[] }).keyTimes.length)
  await frame.page().keyboard.press(digit as '4')
  await frame.waitForFunction(
    (count) => (globalThis as unknown as { keyTimes: number[] }).keyTimes.length > count,
    { polling: 'raf' },
    before,
  )
}

/** A task posted while a key is handled runs right after; one posted from an animation frame right after its painting. */
const watchKeys = (frame: Frame) =>
  frame.evaluate(() => {
    const keyTimes: number[] = []
    Object.assign(globalThis, { keyTimes })
    const { port1, port2 } = new MessageChannel()
    const waiting: (() => void)[] = []
    port1.onmessage = () => waiting.shift()?.()
    const soon = (act: () => void) => {
      waiting.push(act)
      port2.postMessage(null)
    }
    let start = 0
    const onInput = () => {
      let handled = Number.POSITIVE_INFINITY
      soon(() => {
        handled = performance.now()
      })
      requestAnimationFrame(() => {
        const frameStart = performance.now()
        const before = Math.min(handled, frameStart) - start
        soon(() => keyTimes.push(before + performance.now() - frameStart))
      })
    }
    addEventListener('keydown', () => (start = performance.now()), true)
    addEventListener('input', onInput, true)
  })
