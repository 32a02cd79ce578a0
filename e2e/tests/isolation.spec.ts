/** The card frame against a page that is wholly somebody else's: what its scripts read, and what they can make it do. */
import { CARDS } from '../support/cards.ts'
import { answers, connectTruly, forge, forgeries } from '../support/forgeries.ts'
import { chooseInline, digitsStolen, skim } from '../support/isolation.ts'
import type { Shopper } from '../support/shopper.ts'
import { expect, test } from '../support/test.ts'

/** Read by `npm run scoreboard`. */
const report = (figure: string) => test.info().annotations.push({ type: 'figure', description: figure })

test('in the frame: patched functions, shadow roots and listeners read 0 of 16 digits, and the card pays', async ({
  shopper,
  books,
}) => {
  await skim(shopper.page)
  const checkout = await shopper.startCheckout()
  await shopper.checkout.waitForForm()
  await shopper.field('number').pressSequentially(CARDS.succeeds)
  await shopper.field('expiry').fill('12 / 34')
  await shopper.field('cvc').fill('123')
  await shopper.field('holder').fill('Ada Lovelace')
  const stolen = await stolenUntilPaid(shopper)
  report(`${Math.max(...Object.values(stolen))} of 16`)
  expect(stolen).toEqual({ keys: 0, values: 0, calls: 0, fields: 0 })
  await books.expectOneCharge(checkout)
})

test('inline: the same script reads 16 of 16 digits in each of its ways', async ({ shopper }) => {
  await skim(shopper.page)
  await chooseInline(shopper.page)
  await shopper.startCheckout()
  // Keys go to what has the focus, and a form that is still covered takes none.
  await shopper.checkout.waitForForm()
  const form = shopper.page.locator('paykka-checkout paykka-card-form')
  await form.locator('#number').pressSequentially(CARDS.succeeds)
  await form.locator('#expiry').fill('12 / 34')
  await form.locator('#cvc').fill('123')
  await form.locator('#holder').fill('Ada Lovelace')
  const stolen = await stolenUntilPaid(shopper)
  report(`${Math.min(...Object.values(stolen))} of 16`)
  expect(stolen).toEqual({ keys: 16, values: 16, calls: 16, fields: 16 })
})

/** Looks when the sealed card is on its way: everything was done with it, and the page is still there. */
async function stolenUntilPaid(shopper: Shopper): Promise<Record<string, number>> {
  let stolen: Record<string, number> = {}
  await shopper.page.route('**/client/v1/checkout/payments', async (route) => {
    stolen = await digitsStolen(shopper.page, CARDS.succeeds)
    await route.continue()
  })
  await shopper.pay()
  await shopper.expectOrder('succeeded')
  return stolen
}

test('200 forged messages do nothing; the true one is answered', async ({ shopper }) => {
  await shopper.startCheckout()
  await shopper.checkout.waitForForm()
  await shopper.field('number').pressSequentially(CARDS.succeeds)
  const handle = await shopper.page.locator('paykka-checkout iframe').elementHandle()
  const frame = await handle?.contentFrame()
  if (!frame) throw new Error('no card frame')
  expect(forgeries()).toHaveLength(200)

  await forge(shopper.page, frame)
  expect(await connectTruly(shopper.page)).toEqual({ type: 'ready' })
  const answered = await answers(shopper.page)
  report(`${200 - answered.length} of 200`)
  expect(answered).toEqual([])
  await expect(shopper.field('number')).toHaveValue('4242 4242 4242 4242')
  await expect(shopper.field('number')).toBeEditable()
})
