/** PayKKa's own page: left, come back to, and paid when nobody expects it any more. */
import type { Page } from '@playwright/test'
import type { Books } from '../support/books.ts'
import { CARDS } from '../support/cards.ts'
import type { Shopper } from '../support/shopper.ts'
import { expect, test } from '../support/test.ts'

/** @returns the address of PayKKa's page, which the shopper has in front of them */
async function goToHostedPage({ page }: Shopper, shopUrl: string): Promise<string> {
  await page.goto(`${shopUrl}/checkout/hosted`)
  await page.getByRole('group', { name: 'Pay with' }).waitFor()
  return page.url()
}

const payThere = (page: Page) => page.getByRole('button', { name: /^Pay / }).click()

/** The shopper pays by card, then finds the page that was left in another tab and pays there too. */
async function payByCardThenLate(shopper: Shopper, page: string, shopUrl: string): Promise<void> {
  await shopper.payWith(CARDS.succeeds)
  await shopper.expectOrder('succeeded')
  const late = await shopper.secondTab()
  await late.page.goto(page)
  await payThere(late.page)
  await late.page.waitForURL(`${shopUrl}/**`)
}

/** Two charges: the first success is kept, and the other was given back whole, once. */
async function expectOneKept(books: Books, checkout: string): Promise<void> {
  const sums = async () =>
    (await books.ordersOf(checkout)).map(({ balances, refunds }) => [
      balances.captured_amount === balances.refunded_amount,
      refunds.length,
    ])
  await expect
    .poll(async () => (await sums()).sort(), { timeout: 30_000 })
    .toEqual([
      [false, 0],
      [true, 1],
    ])
}

test('left by its own link, then paid by card: paying the old page later is given back', async ({
  shopper,
  books,
  stack,
}) => {
  const checkout = await shopper.startCheckout()
  const old = await goToHostedPage(shopper, stack.shopUrl)
  await shopper.page.getByRole('button', { name: 'Cancel' }).click()
  await shopper.page.waitForURL(`${stack.shopUrl}/**`)

  expect(await shopper.goToCheckout()).toBe(checkout)
  await payByCardThenLate(shopper, old, stack.shopUrl)
  await expectOneKept(books, checkout)
})

test('"Pay another way" beside an open page: the card form comes back, and one charge is kept', async ({
  shopper,
  books,
  stack,
}) => {
  const checkout = await shopper.startCheckout()
  const old = await goToHostedPage(shopper, stack.shopUrl)
  await shopper.goToCheckout()
  await shopper.page.getByRole('button', { name: 'Pay another way' }).click()
  await shopper.checkout.waitForForm()
  await payByCardThenLate(shopper, old, stack.shopUrl)
  await expectOneKept(books, checkout)
})

test('come back without paying, then paid on the same page: the way back leads to the order', async ({
  shopper,
  books,
  stack,
}) => {
  const checkout = await shopper.startCheckout()
  const page = await goToHostedPage(shopper, stack.shopUrl)
  await shopper.page.goBack()
  await shopper.goToCheckout()
  await shopper.page.goto(page)
  await payThere(shopper.page)
  await shopper.expectOrder('succeeded')
  await books.expectOneCharge(checkout)
})
