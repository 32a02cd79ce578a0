/** Outcomes that cannot be proven at once: the page asks the shopper not to pay again until the gateway's answer. */
import { CARDS } from '../support/cards.ts'
import { expect, test } from '../support/test.ts'

test('charged, answer lost: “do not pay again”, then paid by itself, once', async ({ shopper, books }) => {
  const checkout = await shopper.startCheckout()
  await books.keepUnknownFor(5000)
  await shopper.payWith(CARDS.chargedNoAnswer)
  await shopper.checkout.waitForStatus('unknown')
  expect(await shopper.checkout.message()).toContain('Do not pay again')
  await expect(shopper.payButton).toBeHidden()
  await shopper.expectOrder('succeeded')
  const { payments } = await books.checkout(checkout)
  expect(payments.map((payment) => payment.history.map((step) => step.to))).toEqual([
    ['sending', 'unknown', 'succeeded'],
  ])
  await books.expectOneCharge(checkout)
})

test('not charged, answer lost: stays unknown, survives a reload, and cannot be paid again', async ({
  shopper,
  books,
  stack,
}) => {
  const checkout = await shopper.startCheckout()
  const secret = await shopper.checkout.element.getAttribute('client-secret')
  await shopper.payWith(CARDS.notChargedNoAnswer)
  await shopper.checkout.waitForStatus('unknown')

  // The payment page leads to the order while its outcome is open.
  await shopper.page.reload()
  await shopper.expectOrder('unknown')
  await shopper.checkout.waitForStatus('unknown')
  expect(await shopper.checkout.message()).toContain('Do not pay again')
  await expect(shopper.payButton).toBeHidden()
  await shopper.page.reload()
  await shopper.expectOrder('unknown')

  expect(await tryToPay(stack.bffUrl, secret ?? '')).toEqual([409, 'payment_in_progress'])
  expect((await books.checkout(checkout)).payments).toHaveLength(1)
  await books.expectNoCharge(checkout)
})

test('in process at the bank: said so, then paid when PayKKa knows', async ({ shopper, books }) => {
  const checkout = await shopper.startCheckout()
  await shopper.payWith(CARDS.processing)
  await shopper.checkout.waitForStatus('processing')
  expect(await shopper.checkout.message()).toContain('Your payment is being processed')
  await shopper.expectOrder('succeeded')
  await books.expectOneCharge(checkout)
  const [order] = await books.ordersOf(checkout)
  await books.expectNotification(order?.transId ?? '', 'PAYMENT.SUCCESS')
})

test('a reload after the payment shows the true state, and asks for nothing', async ({ shopper, books }) => {
  const checkout = await shopper.startCheckout()
  const orderUrl = await shopper.orderUrl()
  await shopper.payWith(CARDS.succeeds)
  await shopper.expectOrder('succeeded')
  await shopper.page.reload()
  await shopper.expectOrder('succeeded')
  await shopper.page.goto(`${orderUrl}?checkout=${checkout}`)
  await shopper.checkout.waitForStatus('paid')
  await expect(shopper.payButton).toBeHidden()
  await books.expectOneCharge(checkout)
})

/** A page that ignores the element: the BFF must refuse before it even looks at the card. */
async function tryToPay(bffUrl: string, secret: string): Promise<[number, string]> {
  const sealed = `${'A'.repeat(20)}..${'A'.repeat(16)}.${'A'.repeat(40)}.${'A'.repeat(22)}`
  const browser = {
    userAgent: 'test',
    language: 'en',
    colorDepth: 24,
    screenHeight: 900,
    screenWidth: 1180,
    timezoneOffset: 0,
    javaEnabled: false,
  }
  const response = await fetch(`${bffUrl}/client/v1/checkout/payments`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${secret}`,
      'content-type': 'application/json',
      'idempotency-key': crypto.randomUUID(),
    },
    body: JSON.stringify({ version: 1, method: { type: 'card', card: sealed }, browser }),
  })
  const { code } = (await response.json()) as { code: string }
  return [response.status, code]
}
