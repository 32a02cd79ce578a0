/** 3-D Secure: the shopper goes to the bank's page and comes back, in this tab, another one, or another browser. */
import { CARDS } from '../support/cards.ts'
import { Shopper } from '../support/shopper.ts'
import { expect, test } from '../support/test.ts'

test('approved at the bank: the order is paid, with a clean console', async ({ shopper, books, watch }) => {
  const checkout = await shopper.startCheckout()
  await shopper.payWith(CARDS.challenge)
  await shopper.answerBank('Approve')
  await shopper.expectOrder('succeeded')
  await expect(shopper.page).toHaveURL(/\/orders\/[\w-]+\?checkout=chk_[\w-]{22}$/)
  await shopper.checkout.waitForStatus('paid')
  await books.expectOneCharge(checkout)
  expect(watch.consoleErrors).toEqual([])
})

test('failed at the bank: declined with advice, and another card pays', async ({ shopper, books }) => {
  const checkout = await shopper.startCheckout()
  await shopper.payWith(CARDS.challenge)
  await shopper.answerBank('Fail')
  await shopper.expectOrder('open')
  await shopper.checkout.waitForStatus('declined')
  expect(await shopper.checkout.message()).toContain('The confirmation with your bank failed')
  await books.expectNoCharge(checkout)

  await shopper.payWith(CARDS.succeeds)
  await shopper.checkout.waitForStatus('paid')
  await shopper.expectOrder('succeeded')
  await books.expectOneCharge(checkout)
})

test('canceled at the bank: nothing is charged and the shopper may pay again', async ({ shopper, books }) => {
  const checkout = await shopper.startCheckout()
  await shopper.payWith(CARDS.challenge)
  await shopper.answerBank('Cancel')
  await shopper.expectOrder('open')
  await shopper.checkout.waitForStatus('canceled')
  expect(await shopper.checkout.message()).toContain('You canceled the payment')
  await books.expectNoCharge(checkout)

  await shopper.payWith(CARDS.challenge)
  await shopper.answerBank('Approve')
  await shopper.expectOrder('succeeded')
  await books.expectOneCharge(checkout)
})

test('a bank that returns by POST ends the same way', async ({ shopper, books }) => {
  const checkout = await shopper.startCheckout()
  await shopper.payWith(CARDS.challenge)
  await shopper.page.getByRole('button', { name: 'Approve' }).waitFor()
  const transId = (await books.checkout(checkout)).payments[0]?.transId ?? ''
  await books.script({ match: { transId }, fault: { type: 'return-method', method: 'POST' } })
  const posted = shopper.page.waitForRequest(
    (request) => request.method() === 'POST' && request.url().includes('/paykka/return/'),
  )
  await shopper.answerBank('Approve')
  await posted
  await shopper.expectOrder('succeeded')
  await shopper.checkout.waitForStatus('paid')
  await books.expectOneCharge(checkout)
})

test("another tab with only the order's address shows the open challenge, then the result", async ({
  shopper,
  books,
}) => {
  const checkout = await shopper.startCheckout()
  const orderUrl = await shopper.orderUrl()
  await shopper.payWith(CARDS.challenge)
  await shopper.page.getByRole('button', { name: 'Approve' }).waitFor()

  const second = await shopper.secondTab()
  await second.page.goto(orderUrl)
  await second.expectOrder('action_required')
  await second.checkout.waitForStatus('action')
  // The way on is offered, and the tab stays where it is: the challenge is open in the first one.
  await expect(second.page.getByRole('link', { name: 'Continue to your bank' })).toBeVisible()

  await shopper.answerBank('Approve')
  await second.expectOrder('succeeded')
  await second.checkout.waitForStatus('paid')
  await books.expectOneCharge(checkout)
})

test('a challenge answered in another browser counts, and shows a stranger nothing', async ({
  shopper,
  books,
  stack,
  browser,
}) => {
  const checkout = await shopper.startCheckout()
  const orderUrl = await shopper.orderUrl()
  await shopper.payWith(CARDS.challenge)
  await shopper.page.getByRole('button', { name: 'Approve' }).waitFor()

  const elsewhere = await browser.newContext()
  const bankApp = new Shopper(await elsewhere.newPage(), stack, books)
  await bankApp.page.goto(shopper.page.url())
  await bankApp.answerBank('Approve')
  await bankApp.expectOrder('succeeded')
  await expect(bankApp.page.locator('paykka-checkout')).toHaveCount(0)
  await expect(bankApp.page.locator('address')).toHaveCount(0)
  await elsewhere.close()

  await shopper.page.goto(orderUrl)
  await shopper.expectOrder('succeeded')
  await books.expectOneCharge(checkout)
})

test("in a dialog: the bank's page stays in the shop's, approved and failed", async ({
  shopper,
  books,
  watch,
}) => {
  const { page } = shopper
  const checkout = await shopper.startCheckout()
  const dialog = page.getByRole('dialog', { name: 'Confirm with your bank' })
  const bank = page.frameLocator('paykka-checkout [part="challenge-frame"]').frameLocator('iframe')
  await page.locator('paykka-checkout').evaluate((element) => element.setAttribute('challenge', 'modal'))

  await shopper.payWith(CARDS.challenge)
  await bank.getByRole('button', { name: 'Fail' }).click()
  await shopper.checkout.waitForStatus('declined')
  await expect(dialog).toHaveCount(0)
  await expect(page).toHaveURL(/\/checkout/)
  await books.expectNoCharge(checkout)

  await shopper.payWith(CARDS.challenge)
  await bank.getByRole('button', { name: 'Approve' }).click()
  await shopper.expectOrder('succeeded')
  await books.expectOneCharge(checkout)
  expect(watch.consoleErrors).toEqual([])
})
