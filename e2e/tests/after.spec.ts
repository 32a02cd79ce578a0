/** After the payment: capture and refund by the shop's staff, a subscription, a saved card, and paying without a script. */
import { DatabaseSync } from 'node:sqlite'
import type { Payment } from '../../packages/shared-types/src/payment.ts'
import type { Books } from '../support/books.ts'
import { CARDS } from '../support/cards.ts'
import { expect, test } from '../support/test.ts'

/** Each is several payments' worth of pages. */
test.describe.configure({ timeout: 120_000 })

test('what was reserved is captured, part of it given back after a review, and a dispute reported', async ({
  shopper,
  books,
  page,
  stack,
}) => {
  await shopper.addToBasket('Pour-over kettle')
  const id = await shopper.goToCheckout()
  await shopper.payWith(CARDS.succeeds)
  await shopper.expectOrder('authorized')
  const office = page.locator('#back-office')
  await office.getByRole('button', { name: 'Capture' }).click()
  await expect(office.locator('[data-payment-status]')).toHaveAttribute('data-payment-status', 'succeeded')

  const { transId } = await paymentOf(books, id)
  const match = { path: '/v3/payment/acq/refund', transId }
  await books.script({ match, fault: { type: 'review', ms: 500 } })
  await office.getByLabel('Give money back').fill('5.00')
  await office.getByRole('button', { name: 'Refund' }).click()
  await expect(office.locator('[data-refund]')).toContainText('€5.00')
  const refund = async () => (await paymentOf(books, id)).operations.find(({ type }) => type === 'refund')
  await expect.poll(async () => (await refund())?.status).toBe('succeeded')
  expect((await books.ledger()).requests['/v3/payment/acq/refund/query']).toBeGreaterThan(0)
  await page.reload()
  await expect(office.locator('[data-balance="refunded"]')).toHaveText('€5.00')
  await expect(office.locator('[data-refund="succeeded"]')).toContainText('€5.00')
  expect((await books.ordersOf(id)).map(({ status, charges }) => [status, charges])).toEqual([
    ['PARTIALLY_REFUNDED', 1],
  ])

  await books.dispute(transId)
  for (const notice of ['PAYMENT.AUTHORIZATION', 'REFUND.SUCCESS', 'DISPUTE'])
    await books.expectNotification(transId, notice)
  const { id: paymentId } = await paymentOf(books, id)
  await expect.poll(() => deliveredEvents(stack.databaseFile, paymentId)).toContain('dispute.reported')
})

test('a reservation is given up, and nothing is charged', async ({ shopper, books, page }) => {
  await shopper.addToBasket('Pour-over kettle')
  const id = await shopper.goToCheckout()
  await shopper.payWith(CARDS.succeeds)
  await shopper.expectOrder('authorized')
  const office = page.locator('#back-office')
  await office.getByRole('button', { name: 'Void' }).click()
  await expect(office.locator('[data-payment-status]')).toHaveAttribute('data-payment-status', 'canceled')
  expect((await books.ordersOf(id)).map(({ status }) => status)).toEqual(['CANCELED'])
})

test('a subscription is charged for the next month, and ended by the shopper', async ({
  shopper,
  books,
  page,
  stack,
}) => {
  await page.goto(`${stack.shopUrl}/account`)
  await page.getByRole('button', { name: 'Subscribe' }).click()
  await page.waitForURL('**/orders/**')
  const first = await books.checkoutIdOn(page)
  await shopper.payWith(CARDS.succeeds)
  await shopper.expectOrder('succeeded')
  await books.expectOneCharge(first)
  await page.reload()
  const office = page.locator('#back-office')
  await office.getByRole('button', { name: 'Charge' }).click()
  await expect(office.locator('[data-charge="succeeded"]')).toHaveCount(1)
  await page.goto(`${stack.shopUrl}/account`)
  const account = page.locator('paykka-saved-cards')
  await account.getByRole('button', { name: 'End: Subscription' }).click()
  await account.getByRole('button', { name: 'End payments' }).click()
  await expect(account.getByText('The recurring payments were ended.')).toHaveCount(1)
  expect((await paymentOf(books, first)).agreementId).toMatch(/^agr_/)
  const [order] = await books.ordersOf(first)
  const agreement = (await books.ledger()).agreements.find(({ id }) => id === order?.agreementId)
  expect(agreement).toMatchObject({ active: false })
})

test("a saved card pays a second time with its code and the bank's question, beside a form for another, and is removed", async ({
  shopper,
  books,
  page,
  stack,
}) => {
  const first = await shopper.startCheckout()
  await shopper.checkout.fillCard({ number: CARDS.challenge })
  await page.locator('paykka-checkout').getByRole('checkbox').check()
  await shopper.pay()
  await shopper.answerBank('Approve')
  await shopper.expectOrder('succeeded')
  const second = await shopper.startCheckout()
  await page.locator('paykka-checkout [part="saved-card"]').waitFor()
  const form = page.frameLocator('paykka-checkout iframe >> visible=true')
  const ways = page.locator('paykka-checkout [part="method"]')
  await ways.filter({ hasText: /^\s*Card\s*$/ }).click()
  await form.locator('#number').fill(CARDS.succeeds)
  await ways.filter({ hasText: 'Saved cards' }).click()
  await form.locator('#cvc').fill('123')
  await shopper.pay()
  await shopper.answerBank('Approve')
  await shopper.expectOrder('succeeded')
  await books.expectOneCharge(second)
  expect((await paymentOf(books, second)).method).toBe('saved_card')

  const [{ token } = { token: '' }] = await books.ordersOf(first)
  const kept = async () => (await books.ledger()).tokens.map((each) => each.token)
  expect(await kept()).toContain(token)
  await page.goto(`${stack.shopUrl}/account`)
  const account = page.locator('paykka-saved-cards')
  await account.getByRole('button', { name: /^Remove / }).click()
  await account.getByRole('button', { name: 'Remove card' }).click()
  await expect(account.getByText('No saved cards.')).toBeVisible()
  expect(await kept()).not.toContain(token)
  expect((await books.ledger()).requests['/v3/payment/acq/token/query']).toBeGreaterThan(0)
})

test("a local method is paid on PayKKa's page, and its result read by query", async ({
  shopper,
  books,
  page,
}) => {
  const checkout = await shopper.startCheckout()
  const element = page.locator('paykka-checkout')
  await element.getByRole('radio', { name: 'iDEAL, Alipay+' }).check()
  await element.getByRole('radio', { name: 'iDEAL', exact: true }).check()
  await shopper.pay()
  await page.getByRole('button', { name: /^Pay / }).click()
  await shopper.expectOrder('succeeded')
  await books.expectOneCharge(checkout)
})

test.describe('without a script', () => {
  test.use({ javaScriptEnabled: false })

  test("a link leads to PayKKa's page, and the order is paid after it", async ({ page, stack }) => {
    await page.goto(stack.shopUrl)
    await page.getByRole('button', { name: 'Add to basket House coffee' }).click()
    await page.goto(`${stack.shopUrl}/checkout`)
    await page.getByRole('link', { name: "Pay on PayKKa's page instead" }).click()
    await page.getByRole('button', { name: /^Pay / }).click()
    await page.waitForURL('**/orders/**')
    await expect(page.locator('[data-order-state]')).toHaveAttribute('data-order-state', 'succeeded')
  })
})

async function paymentOf(books: Books, checkoutId: string): Promise<Payment> {
  const [payment] = (await books.checkout(checkoutId)).payments
  if (!payment) throw new Error(`${checkoutId} has no payment`)
  return payment
}

/** The BFF's events about a payment that the shop accepted. */
function deliveredEvents(databaseFile: string, paymentId: string): string[] {
  const database = new DatabaseSync(databaseFile, { readOnly: true, timeout: 5000 })
  const rows = database
    .prepare("select type from shop_events where payment_id = ? and state = 'delivered'")
    .all(paymentId) as { type: string }[]
  database.close()
  return rows.map(({ type }) => type)
}
