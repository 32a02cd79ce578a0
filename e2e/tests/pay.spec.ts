/** Paying by card without 3-D Secure: success, declines, and every way to press pay twice. */
import { CARDS } from '../support/cards.ts'
import { expect, test } from '../support/test.ts'

test("from the shop's first page to a paid order, once", async ({ shopper, books }) => {
  await shopper.addToBasket()
  const checkout = await shopper.goToCheckout()
  await shopper.payWith(CARDS.succeeds)
  await shopper.expectOrder('succeeded')
  await expect(shopper.page.getByRole('heading', { level: 1 })).toHaveText('Thank you, your order is paid')
  await books.expectOneCharge(checkout, 1199)
})

const ADVICE = [
  [CARDS.doNotHonor, 'Contact your bank, or use another card.'],
  [CARDS.insufficientFunds, 'Try another card.'],
  [CARDS.wrongCvc, 'Check the card details and try again.'],
] as const

test('each decline says what to do next; after three of them the checkout is over, and nothing was charged', async ({
  shopper,
  books,
}) => {
  const checkout = await shopper.startCheckout()
  for (const [index, [card, advice]] of ADVICE.entries()) {
    await shopper.payWith(card)
    // Once the BFF knows of this one, the page no longer shows the one before.
    await expect.poll(async () => (await books.checkout(checkout)).payments.length).toBe(index + 1)
    await shopper.checkout.waitForStatus('declined')
    const message = await shopper.checkout.message()
    expect(message).toContain('Your bank declined the payment')
    expect(message).toContain('Nothing was charged.')
    expect(message, card).toContain(advice)
  }
  await books.expectNoCharge(checkout)
  await shopper.page.goto(await shopper.orderUrl())
  await shopper.expectOrder('open')
})

test('after a decline the typed card is kept and another card pays', async ({ shopper, books }) => {
  const checkout = await shopper.startCheckout()
  await shopper.payWith(CARDS.expired)
  await shopper.checkout.waitForStatus('declined')
  await expect(shopper.field('number')).toHaveValue('4000 0000 0000 0069')
  await expect(shopper.field('holder')).toHaveValue('Alex Shopper')

  await shopper.field('number').fill(CARDS.succeeds)
  await shopper.pay()
  await shopper.expectOrder('succeeded')

  const { payments } = await books.checkout(checkout)
  expect(payments.map((payment) => payment.status)).toEqual(['declined', 'succeeded'])
  expect(new Set(payments.map((payment) => payment.transId)).size).toBe(2)
  await books.expectOneCharge(checkout)
})

test('a double click on pay is one attempt', async ({ shopper, books }) => {
  const checkout = await shopper.startCheckout()
  await shopper.checkout.fillCard({ number: CARDS.succeeds })
  await shopper.payButton.dblclick()
  await shopper.expectOrder('succeeded')
  expect((await books.checkout(checkout)).payments).toHaveLength(1)
  await books.expectOneCharge(checkout)
})

test('Enter and a click at the same moment are one attempt', async ({ shopper, books }) => {
  const checkout = await shopper.startCheckout()
  await shopper.checkout.fillCard({ number: CARDS.succeeds })
  await shopper.field('holder').focus()
  // Straight to the element, and once this call is over: the page may be left before a click could answer.
  await shopper.page.locator('paykka-checkout').evaluate((element) => {
    const button = element.shadowRoot?.querySelector<HTMLElement>('[part~="pay-button"]')
    setTimeout(() => button?.click())
  })
  await shopper.page.keyboard.press('Enter')
  await shopper.expectOrder('succeeded')
  expect((await books.checkout(checkout)).payments).toHaveLength(1)
  await books.expectOneCharge(checkout)
})

test('two tabs paying are one charge, and the second tab says so', async ({ shopper, books }) => {
  const checkout = await shopper.startCheckout()
  const second = await shopper.secondTab()
  expect(await second.goToCheckout()).toBe(checkout)
  await second.checkout.fillCard({ number: CARDS.succeeds })
  await books.keepUnknownFor(5000)
  await shopper.payWith(CARDS.chargedNoAnswer)
  await shopper.checkout.waitForStatus('paying')

  await second.pay()
  // Under way while the first tab waits for the answer, unknown once that answer is given up.
  await expect.poll(() => second.checkout.status()).toMatch(/^(processing|unknown)$/)
  expect(await second.checkout.message()).toMatch(/A payment is already under way|Do not pay again/)
  await expect(second.payButton).toBeHidden()

  await second.expectOrder('succeeded')
  await shopper.expectOrder('succeeded')
  expect((await books.checkout(checkout)).payments).toHaveLength(1)
  await books.expectOneCharge(checkout)
})

test('a payment works with the keyboard alone', async ({ shopper, books }) => {
  const checkout = await shopper.startCheckout()
  await shopper.checkout.waitForForm()
  const { keyboard } = shopper.page
  await tabUntil(shopper.page, () => isFocused(shopper.field('number')))
  for (const text of [CARDS.succeeds, '1234', '123', 'Alex Shopper']) {
    await keyboard.type(text)
    await keyboard.press('Tab')
  }
  // The consent to keep the card comes between; it is left as it is.
  await tabUntil(shopper.page, () => isFocused(shopper.payButton))
  await keyboard.press('Enter')
  await shopper.expectOrder('succeeded')
  await books.expectOneCharge(checkout)
})

type Focusable = { evaluate<T>(read: (node: Element) => T): Promise<T> }

const isFocused = (field: Focusable) =>
  field.evaluate((node) => document.hasFocus() && (node.getRootNode() as ShadowRoot).activeElement === node)

async function tabUntil(
  page: { keyboard: { press(key: string): Promise<void> } },
  reached: () => Promise<boolean>,
): Promise<void> {
  for (let press = 0; press < 30; press += 1) {
    await page.keyboard.press('Tab')
    if (await reached()) return
  }
  throw new Error('30 presses of Tab did not reach it')
}
