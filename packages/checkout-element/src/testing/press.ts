/** Presses the pay button until the press reaches it. */

type Pressed = Element & { paykkaPressed?: boolean }

/** Runs in the page: listens for the next click on the pay button. */
export function listenForPress(host: Element): void {
  const pressed = host as Pressed
  if (pressed.paykkaPressed === undefined)
    host.addEventListener(
      'click',
      (event) => {
        const isButton = (node: EventTarget) => node instanceof Element && node.part.contains('pay-button')
        if (event.composedPath().some(isButton)) pressed.paykkaPressed = true
      },
      true,
    )
  pressed.paykkaPressed = false
}

/** Runs in the page: whether it was pressed. */
export const wasPressed = (host: Element): boolean => (host as Pressed).paykkaPressed === true

/** Runs in the page: after two painted frames, a scroll has taken effect. */
export const twoFrames = (): Promise<unknown> =>
  new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))

const PRESSES = 5

/**
 * Presses until the button has received the press. Right after a scroll, Chromium may send a click to the card frame,
 * because it uses the last frame that it has painted. If the press leaves the page, the press was received.
 * @throws {Error} when the button received none of five presses
 */
export async function pressUntilReceived(page: {
  listen(): Promise<unknown>
  press(): Promise<unknown>
  settle(): Promise<unknown>
  received(): Promise<boolean>
}): Promise<void> {
  await page.listen()
  for (let press = 0; press < PRESSES; press++) {
    await page.settle()
    await page.press()
    if (await page.received().catch(() => true)) return
  }
  throw new Error(`The pay button received none of ${PRESSES} presses: is something over it?`)
}
