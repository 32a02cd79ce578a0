/** A shopper types the address of the bill below the card, and it reaches the order of the shop's server. */
import { CARDS } from '../support/cards.ts'
import { expect, test } from '../support/test.ts'

/** As if the shop's HTML had the attribute. */
function askForBilling(): void {
  new MutationObserver((_, observer) => {
    const element = document.querySelector('paykka-checkout')
    if (!element) return
    element.setAttribute('billing-details', 'full')
    observer.disconnect()
  }).observe(document, { childList: true, subtree: true })
}

test('billing details are asked for, sent with the card, and read by the shop', async ({
  shopper,
  books,
}) => {
  const { page, checkout } = shopper
  await page.addInitScript(askForBilling)
  const id = await shopper.startCheckout()
  await checkout.fillCard({ number: CARDS.succeeds })
  // The demo shop has sent an address, so the form begins with it.
  await expect(page.getByLabel('City')).toHaveValue('Dublin')
  await checkout.billingField('city').fill('')
  await page.getByLabel('Country or region').selectOption('US')
  await page.getByLabel('ZIP code').fill('9501')
  await page.getByLabel('State').selectOption('California')
  await page.getByLabel('E-mail').fill('ada@mail.example')
  await page.getByLabel('First name').fill('Ada')
  await page.getByLabel('Last name').fill('Lovelace')
  await page.getByLabel('Street address').fill('1 Infinite Loop')
  await shopper.pay()
  await expect(page.getByLabel('City')).toBeFocused()
  await books.expectNoCharge(id)

  await page.getByLabel('City').fill('Cupertino')
  await page.getByLabel('ZIP code').fill('95014')
  await shopper.pay()
  await shopper.expectOrder('succeeded')
  await books.expectOneCharge(id)
  expect((await books.checkout(id)).billing).toMatchObject({
    firstName: 'Ada',
    lastName: 'Lovelace',
    line1: '1 Infinite Loop',
    city: 'Cupertino',
    state: 'CA',
    postalCode: '95014',
    country: 'US',
    email: 'ada@mail.example',
  })
})
