/** The card typed before any script of ours has come is the card that pays. */
import { CheckoutPage } from '../../packages/checkout-element/src/testing/checkout-page.ts'
import { CARDS } from '../support/cards.ts'
import { expect, test } from '../support/test.ts'

test('digits typed before the scripts have come are paid with', async ({ page, context, stack, books }) => {
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  let held = 0
  for (const scripts of ['**/element/v1/**', '**/assets/*.js'])
    await context.route(scripts, async (route) => {
      held++
      await released
      await route.continue()
    })
  const field = (id: string) => page.frameLocator('paykka-checkout iframe').locator(`#${id}`)
  // Its load event waits for the scripts; the page is there without them.
  await page.goto(`${stack.frameworksUrl}/plain`, { waitUntil: 'commit' })
  // A frame that is in the page and not on the screen yet gets no click; a shopper clicks what is seen.
  await expect(async () => {
    await field('number').click()
    await expect(field('number')).toBeFocused({ timeout: 500 })
  }).toPass()
  await page.keyboard.type(CARDS.succeeds)
  await page.keyboard.press('Tab')
  await page.keyboard.type('1234')
  await field('cvc').click()
  await page.keyboard.type('12')
  await expect(field('number')).toHaveValue(CARDS.succeeds)
  expect(await page.evaluate(() => customElements.get('paykka-checkout'))).toBe(undefined)
  expect(held).toBeGreaterThan(1)

  release()
  await expect(field('number')).toHaveValue('4242 4242 4242 4242')
  await expect(field('expiry')).toHaveValue('12 / 34')
  await expect(field('cvc')).toBeFocused()
  await new CheckoutPage(page).waitForForm()
  await page.keyboard.type('3')
  await expect(field('cvc')).toHaveValue('123')
  await field('holder').fill('Ada Lovelace')
  const checkout = await books.checkoutIdOn(page)
  await page.getByRole('button', { name: 'Buy' }).click()
  await page.waitForURL('**/plain/orders')
  await expect(page.locator('output')).toHaveText('succeeded')
  await books.expectOneCharge(checkout)
})
