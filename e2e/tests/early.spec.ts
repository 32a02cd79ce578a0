/** The card typed before any script of ours has come is the card that pays. */
import { CARDS } from '../support/cards.ts'
import { expect, test } from '../support/test.ts'

test('digits typed before the scripts have come are paid with', async ({ shopper, books, context }) => {
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  let held = 0
  await context.route('**/element/v1/**', async (route) => {
    held++
    await released
    await route.continue()
  })
  // Its load event waits for the scripts; the page is there without them.
  const form = { product: 'house-coffee', quantity: '1' }
  await shopper.page.request.post(`${shopper.shopUrl}/basket/add`, { form, maxRedirects: 0 })
  await shopper.page.goto(`${shopper.shopUrl}/checkout`, { waitUntil: 'commit' })
  await shopper.field('number').click()
  await shopper.page.keyboard.type(CARDS.succeeds)
  await shopper.page.keyboard.press('Tab')
  await shopper.page.keyboard.type('1234')
  await shopper.field('cvc').click()
  await shopper.page.keyboard.type('12')
  await expect(shopper.field('number')).toHaveValue(CARDS.succeeds)
  expect(await shopper.page.evaluate(() => customElements.get('paykka-checkout'))).toBe(undefined)
  expect(held).toBeGreaterThan(1)

  release()
  await expect(shopper.field('number')).toHaveValue('4242 4242 4242 4242')
  await expect(shopper.field('expiry')).toHaveValue('12 / 34')
  await expect(shopper.field('cvc')).toBeFocused()
  await shopper.checkout.waitForForm()
  await shopper.page.keyboard.type('3')
  await shopper.field('holder').fill('Ada Lovelace')
  const checkout = await books.checkoutIdOn(shopper.page)
  await shopper.pay()
  await shopper.expectOrder('succeeded')
  await books.expectOneCharge(checkout)
})
