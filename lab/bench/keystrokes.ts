/**
 * The work of the page's main thread from a key going down in the card number field to the frame with it being painted,
 * slowed down: CPU time of every task in between, handlers, style, layout and paint. The waits between the tasks are the
 * screen's and the browser process's, and are not counted. Nothing of the bench runs in between either: the page records
 * both moments itself and marks them when the key is painted. The next key goes down after the page has reported the paint.
 */
import type { Browser, CDPSession, Frame, Page } from 'puppeteer-core'
import type { CardNumberField } from './card-form.ts'
import { CPU_SLOWDOWN, openVisit, refuseOwnProcess } from './chromium.ts'
import { CATEGORIES, workBetween } from './trace.ts'

const NUMBER = '4242424242424242'

/** Shows a form and finds its card number field. */
type OpenField = (page: Page) => Promise<CardNumberField>

/** Milliseconds of every key pressed; the first number warms up and is not counted. */
export async function measureKeystrokes(
  browser: Browser,
  open: OpenField,
  numbers: number,
): Promise<number[]> {
  const visit = await openVisit(browser, { cpu: CPU_SLOWDOWN })
  const { page, cdp } = visit
  try {
    const { frame, input } = await open(page)
    await refuseOwnProcess(visit)
    await cdp.send('Runtime.enable')
    await cdp.send('Runtime.addBinding', { name: 'keyPainted' })
    await markKeys(frame)
    await page.tracing.start({ categories: CATEGORIES })
    for (let count = 0; count <= numbers; count++) {
      await input.evaluate((element) => {
        element.focus()
        element.select()
      })
      for (const digit of NUMBER) await pressKey(cdp, digit)
    }
    const trace = Buffer.from((await page.tracing.stop()) ?? []).toString()
    const times = workBetween(trace, 'key-down', 'key-painted')
    const pressed = NUMBER.length * (numbers + 1)
    if (times.length !== pressed)
      throw new Error(`${pressed} keys went down, ${times.length} are in the trace.`)
    return times.slice(NUMBER.length)
  } finally {
    await visit.close()
  }
}

/** One key at a time, each painted before it goes up and the next goes down. */
async function pressKey(cdp: CDPSession, digit: string): Promise<void> {
  const key = { key: digit, code: `Digit${digit}`, windowsVirtualKeyCode: digit.charCodeAt(0) }
  const painted = new Promise<void>((resolve) => cdp.once('Runtime.bindingCalled', () => resolve()))
  await cdp.send('Input.dispatchKeyEvent', { ...key, type: 'keyDown', text: digit })
  await painted
  await cdp.send('Input.dispatchKeyEvent', { ...key, type: 'keyUp' })
}

/** A task posted from an animation frame runs right after that frame was painted. */
const markKeys = (frame: Frame) =>
  frame.evaluate(() => {
    const { keyPainted } = globalThis as unknown as { keyPainted(payload: string): void }
    const { port1, port2 } = new MessageChannel()
    let downAt = 0
    port1.onmessage = () => {
      // Reported later: a mark costs the page a millisecond here, which would count with the key.
      performance.mark('key-down', { startTime: downAt })
      performance.mark('key-painted')
      keyPainted('')
    }
    const onFrame = () => port2.postMessage(null)
    const onDown = () => {
      downAt = performance.now()
    }
    addEventListener('keydown', onDown, true)
    addEventListener('input', () => requestAnimationFrame(onFrame), true)
  })
