import { CheckoutPage } from '@paykka-checkout/element/testing'
import { expect, test } from '@playwright/test'

test('a shopper pays for a mug', async ({ page }) => {
  await page.goto('/')
  const checkout = new CheckoutPage(page)
  await checkout.fillCard({ number: '4242 4242 4242 4242' })
  await checkout.pay()
  await expect(page.getByRole('heading', { name: 'Thank you' })).toBeVisible()
})
