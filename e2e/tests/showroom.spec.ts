/** The showroom: the switcher in the footer, test cards, the receipt, and the total on a phone. */
import { CARDS } from '../support/cards.ts'
import { expect, test } from '../support/test.ts'

test('the footer changes theme, colors, layout, language and currency of the payment page', async ({
  shopper,
  page,
  books,
}) => {
  await shopper.startCheckout()
  await page.getByLabel('Theme').selectOption('Ink')
  await page.getByLabel('Colors').selectOption('Dark')
  await page.getByLabel('Ways to pay').selectOption('Accordion')
  await page.getByLabel('Language of the form').selectOption('Deutsch')
  await page.getByLabel('Currency').selectOption('USD')
  await page.getByRole('button', { name: 'Apply' }).click()
  await page.waitForURL('**/checkout')
  await expect(shopper.payButton).toContainText('12,99')
  await expect(shopper.payButton).toContainText('bezahlen')
  await expect(page.locator('paykka-checkout [part="methods"]')).toHaveAttribute('data-layout', 'accordion')
  const look = await page.locator('paykka-checkout').evaluate((node) => {
    const style = getComputedStyle(node)
    return [style.getPropertyValue('--paykka-radius').trim(), style.colorScheme]
  })
  expect(look).toEqual(['0px', 'dark'])
  const checkout = await books.checkoutIdOn(page)
  await shopper.payWith(CARDS.succeeds)
  await shopper.expectOrder('succeeded')
  await books.expectOneCharge(checkout)
})

test('a tapped test card fills the form, and the order page is a receipt', async ({
  shopper,
  page,
  books,
}) => {
  const checkout = await shopper.startCheckout()
  await shopper.checkout.waitForForm()
  await page.getByText('Test cards').click()
  await page.getByRole('button', { name: '4242 4242 4242 4242' }).click()
  await expect(shopper.field('number')).toHaveValue('4242 4242 4242 4242')
  await shopper.pay()
  await shopper.expectOrder('succeeded')
  const receipt = page.getByRole('region', { name: 'Receipt' })
  await expect(receipt).toContainText('€11.99')
  await expect(receipt).toContainText('Visa ending in 4242')
  await expect(receipt).toContainText('What happens next')
  await page.emulateMedia({ media: 'print' })
  await expect(receipt).toBeVisible()
  await expect(page.locator('.site-footer')).toBeHidden()
  await books.expectOneCharge(checkout)
})

test('no other number is taken from the page', async ({ shopper, page }) => {
  await shopper.startCheckout()
  await shopper.checkout.waitForForm()
  const ask = (number: string) =>
    page.locator('paykka-checkout').evaluate((node, text) => {
      const frame = node.shadowRoot?.querySelector<HTMLIFrameElement>('[part="card-frame"]')
      frame?.contentWindow?.postMessage({ type: 'paykka:test-card', number: text }, '*')
    }, number)
  await ask('4111111111111111')
  await ask(CARDS.doNotHonor)
  await expect(shopper.field('number')).toHaveValue('4000 0000 0000 0002')
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } })

  test('the total stays in view, and leads to the order', async ({ shopper, page }) => {
    await shopper.startCheckout()
    await shopper.checkout.waitForForm()
    const bar = page.getByRole('link', { name: /Your order/ })
    await shopper.payButton.scrollIntoViewIfNeeded()
    await expect(bar).toBeInViewport()
    await expect(bar).toContainText('€11.99')
    await bar.press('Enter')
    await expect(page.getByRole('heading', { name: 'Your order' })).toBeInViewport()
  })
})
