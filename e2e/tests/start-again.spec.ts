/** A shopper whose tries are used up starts again, and pays. */
import { CARDS } from '../support/cards.ts'
import { expect, test } from '../support/test.ts'

test('three declines of one card end the form at once, and "Start again" opens a new checkout that is paid', async ({
  shopper,
  page,
  books,
}) => {
  const first = await shopper.startCheckout()
  for (let count = 1; count <= 3; count++) {
    await shopper.payWith(CARDS.doNotHonor)
    await shopper.checkout.waitForStatus(count < 3 ? 'declined' : 'used-up')
  }
  await expect(page.locator('paykka-checkout iframe')).toHaveCount(0)
  await page.getByRole('button', { name: 'Start again' }).click()
  await shopper.checkout.waitForForm()
  const second = await books.checkoutIdOn(page)
  expect(second).not.toBe(first)
  await shopper.payWith(CARDS.succeeds)
  await shopper.expectOrder('succeeded')
  await books.expectOneCharge(second)
})
