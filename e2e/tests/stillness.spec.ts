/** Nothing on the payment page of the demo shop moves that a shopper may be about to touch. */
import { CARDS } from '../support/cards.ts'
import { sumOf, takeShifts, watchShifts } from '../support/shifts.ts'
import { expect, test } from '../support/test.ts'

/** A tenth of what the web calls good. */
const LIMIT = 0.02

for (const width of [320, 390, 1280])
  test(`the payment page stays still at ${width} px`, async ({ page, shopper }) => {
    await page.setViewportSize({ width, height: width < 500 ? 844 : 800 })
    await watchShifts(page)
    await shopper.startCheckout()
    await expect(page.locator('paykka-checkout [part="express"]')).toBeVisible()
    await shopper.checkout.waitForForm()
    expect.soft(sumOf(await takeShifts(page)), 'load').toBeLessThanOrEqual(LIMIT)

    await shopper.payButton.click()
    await expect(shopper.field('number')).toBeFocused()
    expect.soft(sumOf(await takeShifts(page)), 'mistakes').toBeLessThanOrEqual(0.001)

    await shopper.checkout.fillCard({ number: CARDS.doNotHonor })
    await takeShifts(page)
    await shopper.pay()
    await page.locator('paykka-checkout [part~="notice"]').waitFor()
    expect.soft(sumOf(await takeShifts(page)), 'decline').toBeLessThanOrEqual(LIMIT)
  })
