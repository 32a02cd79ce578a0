/** The receipt of a paid checkout: amount, date, method, order, what happens next, and the code for support. */
import { expect } from 'chai'
import type { PublicCheckout, PublicPayment } from '../../../src/checkout/wire.ts'
import { PaykkaCheckout } from '../../../src/elements/paykka-checkout.ts'
import { useLocale } from '../../../src/locales/localization.ts'
import { expectAccessible } from '../../support/a11y.ts'
import { checkout, payment } from '../../support/checkout.ts'
import { FakeWorld } from '../../support/fake-world.ts'

if (!customElements.get('paykka-checkout')) customElements.define('paykka-checkout', PaykkaCheckout)

let element: PaykkaCheckout

async function show(
  status: 'succeeded' | 'authorized' | 'processing',
  change: Partial<PublicPayment> = {},
  facts: Partial<PublicCheckout> = {},
  locale = 'en',
): Promise<void> {
  const world = new FakeWorld()
  world.checkout = checkout({ status, lastPayment: payment(status, change), ...facts })
  world.surround(PaykkaCheckout)
  element = document.createElement('paykka-checkout')
  Object.assign(element, { bffUrl: location.origin, clientSecret: 'secret', locale })
  document.body.append(element)
  await element.whenReady
  await world.settle()
  await element.updateComplete
}

const text = (part: string): string =>
  element.shadowRoot?.querySelector(`[part~="${part}"]`)?.textContent?.replaceAll(/\s+/g, ' ').trim() ?? ''

describe('the receipt', () => {
  afterEach(async () => {
    element.remove()
    await useLocale('en')
  })

  it('shows what was paid, when, how, for which order, and what happens next', async () => {
    await show('succeeded')
    expect(text('panel-text')).to.equal('You paid €49.99.')
    expect(text('receipt')).to.match(
      /^Paid with ?Visa ending in 4242 Date ?Nov 2[234], 2026, .* Order ?order-1001$/,
    )
    expect(text('receipt-next')).to.contain('continues with your order')
    expect(text('support-code')).to.contain('7QK4-M2XD')
    await expectAccessible(element)
  })

  it('of an authorization says that nothing is charged yet', async () => {
    await show('authorized')
    expect(text('receipt-next')).to.contain('Nothing is charged yet')
  })

  const METHODS: [Partial<PublicPayment>, string][] = [
    [{ method: 'apple_pay' }, 'Apple Pay, Visa ending in 4242'],
    [{ method: 'saved_card' }, 'Visa ending in 4242'],
    [{ method: 'hosted', way: { code: 'ideal', name: 'iDEAL' } }, 'iDEAL'],
    [{ method: 'hosted' }, 'PayKKa'],
  ]
  for (const [change, name] of METHODS)
    it(`names the method ${name}`, async () => {
      await show('succeeded', change)
      expect(text('card-used')).to.equal(name)
    })

  it('shows the mark of the merchant, and no order where the BFF sends none', async () => {
    await show('succeeded', {}, { marks: { visa: '/marks/visa.0.svg' }, orderReference: '' })
    const picture = element.shadowRoot?.querySelector<HTMLImageElement>('[part="receipt"] img')
    expect(picture?.src).to.equal(`${location.origin}/marks/visa.0.svg`)
    expect(text('receipt')).not.to.contain('Order')
  })

  it('is in the language of the shopper', async () => {
    await useLocale('de')
    await show('succeeded', {}, {}, 'de')
    expect(text('receipt')).to.match(/^Bezahlt mit ?.* Datum ?\d\d\.11\.2026, .* Bestellung ?order-1001$/)
  })

  it('is not there while a payment is under way', async () => {
    await show('processing')
    expect(text('receipt')).to.equal('')
  })
})
