/** A 3-D Secure payment without a mouse and without a screen: by keyboard alone, and as the accessibility tree shows it. */
import type { Frame, Locator, Page } from '@playwright/test'
import { CARDS } from '../support/cards.ts'
import type { Shopper } from '../support/shopper.ts'
import { expect, test } from '../support/test.ts'

const MOST_STOPS = 40

test('a 3-D Secure payment by keyboard alone, both ways through the frame', async ({ shopper, books }) => {
  const { page } = shopper
  const checkout = await shopper.startCheckout()
  await shopper.checkout.waitForForm()
  await tabTo(page, shopper.field('number'))
  await press(page, 'Shift+Tab')
  await expect(shopper.field('number')).not.toBeFocused()
  await press(page, 'Tab')
  await expect(shopper.field('number')).toBeFocused()
  await typeCard(shopper, CARDS.challenge)
  await tabTo(page, shopper.payButton)
  await page.keyboard.press('Enter')

  const approve = page.getByRole('button', { name: 'Approve' })
  await approve.waitFor()
  await tabTo(page, approve)
  await page.keyboard.press('Enter')
  await shopper.expectOrder('succeeded')
  await shopper.checkout.waitForStatus('paid')
  await books.expectOneCharge(checkout)
})

test('a mistake by keyboard alone: the focus goes to the wrong field, and back into the form after a decline', async ({
  shopper,
}) => {
  const { page } = shopper
  await shopper.startCheckout()
  await shopper.checkout.waitForForm()
  await tabTo(page, shopper.field('number'))
  await page.keyboard.type('4242')
  await page.keyboard.press('Enter')
  await expect(shopper.field('number')).toBeFocused()
  await expect(shopper.field('number')).toHaveAccessibleDescription(/too short/)
  await page.keyboard.press('ControlOrMeta+A')
  await typeCard(shopper, CARDS.insufficientFunds)
  await page.keyboard.press('Enter')
  await shopper.checkout.waitForStatus('declined')
  await expect(shopper.field('number')).toBeFocused()
})

test('a 3-D Secure payment as a screen reader hears it', async ({ shopper, books }) => {
  const { page } = shopper
  const checkout = await shopper.startCheckout()
  await shopper.checkout.waitForForm()
  const element = page.locator('paykka-checkout')
  await expect(element).toMatchAriaSnapshot(`
    - button "Apple Pay"
    - button "Google Pay"
    - paragraph: Or pay another way
    - group "How would you like to pay?":
      - radio "Card" [checked]
      - iframe
      - checkbox /Save this card for my next purchases here/
      - radio "iDEAL, Alipay+"
    - button /Pay €\\d+\\.\\d\\d/
    - paragraph: Your card details are encrypted before they leave this form.
    - status
  `)
  await expect(page.frameLocator('paykka-checkout iframe').locator('paykka-card-form')).toMatchAriaSnapshot(`
    - text: Card number
    - textbox "Card number"
    - text: Expiry date
    - textbox "Expiry date"
    - text: Security code
    - textbox "Security code"
    - text: Name on card
    - textbox "Name on card"
  `)
  await shopper.payWith(CARDS.challenge)
  await expect(page.locator('body')).toMatchAriaSnapshot(`
    - heading "Confirm this payment" [level=1]
    - button "Approve"
    - button "Fail"
    - button "Cancel"
  `)
  await shopper.answerBank('Approve')
  await shopper.expectOrder('succeeded')
  await expect(element).toMatchAriaSnapshot(`
    - status:
      - heading "Payment successful" [level=2]
      - paragraph: /You paid €\\d+\\.\\d\\d/
  `)
  await books.expectOneCharge(checkout)
})

/** The four fields, each left by Tab and found by the focus it gives the next. */
async function typeCard(shopper: Shopper, number: string): Promise<void> {
  const { page } = shopper
  await page.keyboard.type(number)
  for (const [name, text] of [
    ['expiry', '1234'],
    ['cvc', '123'],
    ['holder', 'Ada Lovelace'],
  ] as const) {
    await page.keyboard.press('Tab')
    await expect(shopper.field(name)).toBeFocused()
    await page.keyboard.type(text)
  }
}

async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    await press(page, 'Tab')
    if (await target.evaluate(isFocused)) return
  }
  throw new Error(`${target} is not reached by Tab.`)
}

const isFocused = (element: Element): boolean =>
  (element.getRootNode() as Document | ShadowRoot).activeElement === element &&
  element.ownerDocument.hasFocus()

/** The focus may move into another process, so the next key waits until it is somewhere else. */
async function press(page: Page, key: 'Tab' | 'Shift+Tab'): Promise<void> {
  const before = await focusOf(page)
  await page.keyboard.press(key)
  await expect.poll(() => focusOf(page)).not.toBe(before)
}

/** Where the focus is: in the innermost frame that has it, by the place on the screen. */
async function focusOf(page: Page): Promise<string> {
  for (const frame of page.frames().toReversed()) {
    const place = await placeIn(frame)
    if (place) return `${page.frames().indexOf(frame)} ${place}`
  }
  return ''
}

const placeIn = (frame: Frame): Promise<string | null> =>
  frame.evaluate(() => {
    let active = document.activeElement
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement
    if (!active || !document.hasFocus() || active instanceof HTMLIFrameElement) return null
    const { x, y } = active.getBoundingClientRect()
    return `${active.localName} ${Math.round(x + scrollX)} ${Math.round(y + scrollY)}`
  })
