/** The world moves while the shopper types: another amount, the end of the checkout, a server that is down. */
import { DatabaseSync } from 'node:sqlite'
import { CARDS } from '../support/cards.ts'
import { expect, test } from '../support/test.ts'

test('amount changed meanwhile: both amounts shown, the card kept, the new amount paid', async ({
  shopper,
  books,
}) => {
  const checkout = await shopper.startCheckout()
  await shopper.checkout.fillCard({ number: CARDS.succeeds })
  await expect(shopper.payButton).toHaveText('Pay €11.99')

  const second = await shopper.secondTab()
  await second.addToBasket('Stoneware mug')
  await shopper.pay()
  await shopper.checkout.waitForStatus('amount-changed')
  expect(await shopper.checkout.message()).toContain('It was €11.99 and is now €30.89. Nothing was charged.')
  await expect(shopper.field('number')).toHaveValue('4242 4242 4242 4242')
  await expect(shopper.page.locator('[data-summary-total]')).toHaveText('€30.89')
  await books.expectNoCharge(checkout)

  await expect(shopper.payButton).toHaveText('Pay €30.89')
  await shopper.pay()
  await shopper.expectOrder('succeeded')
  await books.expectOneCharge(checkout, 3089)
})

test('pressing pay after the end says that the checkout is over, and a new one can be started', async ({
  shopper,
  books,
  stack,
}) => {
  const checkout = await shopper.startCheckout()
  await shopper.checkout.fillCard({ number: CARDS.succeeds })
  endCheckout(stack.databaseFile, checkout)
  await shopper.pay()
  await shopper.checkout.waitForStatus('expired')
  expect(await shopper.checkout.message()).toContain('This checkout has expired')
  expect((await books.checkout(checkout)).payments).toEqual([])

  await shopper.page.getByRole('button', { name: 'Start again' }).click()
  await shopper.checkout.waitForForm()
  const next = await books.checkoutIdOn(shopper.page)
  expect(next).not.toBe(checkout)
  await shopper.payWith(CARDS.succeeds)
  await shopper.expectOrder('succeeded')
  await books.expectOneCharge(next)
})

test('a page left open detects the end by itself', async ({ shopper, stack }) => {
  await shopper.page.clock.install()
  const checkout = await shopper.startCheckout()
  await shopper.checkout.waitForForm()
  endCheckout(stack.databaseFile, checkout)
  // The code that waits for the end may come after the form: time that passes before does not count for it.
  await expect(async () => {
    await shopper.page.clock.fastForward('01:00:10')
    await shopper.checkout.waitForStatus('expired', { timeout: 1000 })
  }).toPass()
})

test('a BFF out of reach: the page says so, and a retry works', async ({ shopper, books, context }) => {
  await context.route('**/client/v1/checkout', (route) => route.abort('connectionrefused'))
  await shopper.addToBasket()
  const checkout = await shopper.goToCheckout()
  await shopper.checkout.waitForStatus('stopped')
  expect(await shopper.checkout.message()).toContain('The payment service cannot be reached')

  await context.unroute('**/client/v1/checkout')
  await shopper.page.getByRole('button', { name: 'Try again' }).click()
  await shopper.payWith(CARDS.succeeds)
  await shopper.expectOrder('succeeded')
  await books.expectOneCharge(checkout)
})

test('a card frame out of reach: its place says so, other ways still pay, and a retry works', async ({
  shopper,
  books,
  context,
}) => {
  await shopper.page.clock.install()
  await context.route('**/card-frame?*', (route) => route.abort('connectionrefused'))
  const checkout = await shopper.startCheckout()
  await shopper.checkout.waitForStatus('ready')
  await shopper.page.clock.fastForward('01:00')
  const element = shopper.page.locator('paykka-checkout')
  await expect(element.getByRole('alert')).toContainText('The card form could not be loaded')
  await expect(shopper.payButton).toHaveCount(0)
  await element.getByRole('radio', { name: 'iDEAL, Alipay+' }).check()
  await expect(shopper.payButton).toHaveText('Continue with iDEAL')
  await expect(shopper.payButton).toHaveAttribute('aria-disabled', 'false')
  await element.getByRole('radio', { name: 'Card' }).check()

  await context.unroute('**/card-frame?*')
  await shopper.page.clock.resume()
  await shopper.page.getByRole('button', { name: 'Try again' }).click()
  await shopper.payWith(CARDS.succeeds)
  await shopper.expectOrder('succeeded')
  await books.expectOneCharge(checkout)
})

test('an element that cannot be loaded: the shop says so', async ({ shopper, context }) => {
  await shopper.page.clock.install()
  await context.route('**/element/v1/**', (route) => route.abort('connectionrefused'))
  await shopper.startCheckout()
  await shopper.page.clock.fastForward('00:11')
  await expect(
    shopper.page.getByText('The payment form could not be loaded. Nothing was charged.'),
  ).toBeVisible()
})

/** Waiting for real would take a minute at least, so the end is moved in the database. */
function endCheckout(databaseFile: string, id: string): void {
  const database = new DatabaseSync(databaseFile, { timeout: 5000 })
  const change = database.prepare('update checkouts set expires_at = ? where id = ?')
  const { changes } = change.run(Date.now() - 1000, id)
  database.close()
  expect(changes).toBe(1)
}
