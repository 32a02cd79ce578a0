/** Tells whether a press of the pay button has reached it. */

type Heard = Element & { paykkaPressed?: boolean }

/** Runs in the page: listens for the next click on the pay button. */
export function listenForPress(host: Element): void {
  const heard = host as Heard
  if (heard.paykkaPressed === undefined)
    host.addEventListener(
      'click',
      (event) => {
        const isButton = (node: EventTarget) => node instanceof Element && node.part.contains('pay-button')
        if (event.composedPath().some(isButton)) heard.paykkaPressed = true
      },
      true,
    )
  heard.paykkaPressed = false
}

/** Runs in the page: whether it was heard. */
export const wasPressed = (host: Element): boolean => (host as Heard).paykkaPressed === true

/** Runs in the page: two pictures later, what was scrolled is where it is seen. */
export const twoPictures = (): Promise<unknown> =>
  new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))

const PRESSES = 5

/**
 * Presses until the button has heard it. Right after a scroll, Chromium sends a click by the last picture it has drawn of
 * the card frame, and the click goes there. A page that is left by the press cannot be asked: it has heard it.
 * @throws Error when five presses were not heard
 */
export async function pressSurely(page: {
  listen(): Promise<unknown>
  press(): Promise<unknown>
  settle(): Promise<unknown>
  heard(): Promise<boolean>
}): Promise<void> {
  await page.listen()
  for (let press = 0; press < PRESSES; press++) {
    await page.settle()
    await page.press()
    if (await page.heard().catch(() => true)) return
  }
  throw new Error(`The pay button heard none of ${PRESSES} presses: is something over it?`)
}
