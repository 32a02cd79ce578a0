/** After the payment: capture and refund by the shop’s staff, a subscription, a saved card, and paying without a script. */
import { CARDS } from '../support/cards.ts'
import { expect, test } from '../support/test.ts'

test('what was reserved is captured, and part of it given back', async ({ shopper, books, page }) => {
  await shopper.addToBasket('Pour-over kettle')
  const id = await shopper.goToCheckout()
  await shopper.payWith(CARDS.succeeds)
  await shopper.expectOrder('authorized')
  const office = page.locator('#back-office')
  await office.getByRole('button', { name: 'Capture' }).click()
  await expect(office.locator('[data-payment-status]')).toHaveAttribute('data-payment-status', 'succeeded')
  await office.getByLabel('Give money back').fill('5.00')
  await office.getByRole('button', { name: 'Refund' }).click()
  await expect(office.locator('[data-balance="refunded"]')).toHaveText('€5.00')
  await expect(office.locator('[data-refund="succeeded"]')).toContainText('€5.00')
  expect((await books.ordersOf(id)).map(({ status, charges }) => [status, charges])).toEqual([
    ['PARTIALLY_REFUNDED', 1],
  ])
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
  const agreementId = (await books.checkout(first)).payments[0]?.agreementId
  expect(agreementId).toMatch(/^agr_/)
})

test('a saved card pays a second time with its security code', async ({ shopper, books, page }) => {
  await shopper.startCheckout()
  await shopper.checkout.fillCard({ number: CARDS.succeeds })
  await page.locator('paykka-checkout').getByRole('checkbox').check()
  await shopper.pay()
  await shopper.expectOrder('succeeded')
  const second = await shopper.startCheckout()
  await page.locator('paykka-checkout [part="saved-card"]').waitFor()
  await page.frameLocator('paykka-checkout iframe >> visible=true').locator('#cvc').fill('123')
  await shopper.pay()
  await shopper.expectOrder('succeeded')
  await books.expectOneCharge(second)
  expect((await books.checkout(second)).payments[0]?.method).toBe('saved_card')
})

test('a local method is paid on PayKKa’s page, and its result read by query', async ({
  shopper,
  books,
  page,
}) => {
  const checkout = await shopper.startCheckout()
  const element = page.locator('paykka-checkout')
  await element.getByRole('radio', { name: 'Other ways to pay' }).check()
  await element.getByRole('radio', { name: 'iDEAL' }).check()
  await shopper.pay()
  await page.getByRole('button', { name: /^Pay / }).click()
  await shopper.expectOrder('succeeded')
  await books.expectOneCharge(checkout)
})

test.describe('without a script', () => {
  test.use({ javaScriptEnabled: false })

  test('a link leads to PayKKa’s page, and the order is paid after it', async ({ page, stack }) => {
    await page.goto(stack.shopUrl)
    await page.getByRole('button', { name: 'Add to basket House coffee' }).click()
    await page.goto(`${stack.shopUrl}/checkout`)
    await page.getByRole('link', { name: 'Pay on PayKKa’s page instead' }).click()
    await page.getByRole('button', { name: /^Pay / }).click()
    await page.waitForURL('**/orders/**')
    await expect(page.locator('[data-order-state]')).toHaveAttribute('data-order-state', 'succeeded')
  })
})
