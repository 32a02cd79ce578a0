/** Locales at run time: loaded when needed, laid out in their direction, and overridden by a shop as plain text. */
import { expect } from 'chai'
import { PaykkaCheckout } from '../../../src/elements/paykka-checkout.ts'
import { registerLocale, useLocale } from '../../../src/locales/localization.ts'
import { expectAccessible } from '../../support/a11y.ts'
import { checkout, payment } from '../../support/checkout.ts'
import { FakeWorld } from '../../support/fake-world.ts'
import { collectWarnings } from '../../support/warnings.ts'

if (!customElements.get('paykka-checkout')) customElements.define('paykka-checkout', PaykkaCheckout)

describe('languages', () => {
  let world: FakeWorld
  let element: PaykkaCheckout
  let warnings: { stop(): unknown[] }

  beforeEach(() => {
    warnings = collectWarnings()
    world = new FakeWorld()
    world.checkout = checkout({ cardEntry: 'inline' })
    world.surround(PaykkaCheckout)
    element = document.createElement('paykka-checkout')
    Object.assign(element, {
      cardEntry: 'inline',
      bffUrl: 'https://pay.shop.example',
      clientSecret: 'secret',
    })
  })
  afterEach(async () => {
    element.remove()
    document.documentElement.removeAttribute('lang')
    await useLocale('en')
    warnings.stop()
  })

  const part = (name: string) => element.shadowRoot?.querySelector<HTMLElement>(`[part~="${name}"]`)
  const base = () => part('base') ?? expect.fail('no base')
  const label = () =>
    element.shadowRoot?.querySelector('paykka-card-form')?.shadowRoot?.querySelector('label')

  async function show(): Promise<void> {
    document.body.append(element)
    await element.whenReady
    for (let turn = 0; turn < 500 && !part('card')?.hasAttribute('data-ready'); turn++)
      await new Promise((resolve) => setTimeout(resolve, 10))
    await element.updateComplete
  }

  it('takes the attribute before the page, and the page before the checkout', async () => {
    document.documentElement.lang = 'fr-CA'
    world.checkout = checkout({ cardEntry: 'inline', locale: 'it' })
    await show()
    expect(base().lang).to.equal('fr')
    expect(part('pay-button')?.textContent?.trim()).to.equal('Payer €49.99')
    expect(label()?.textContent).to.equal('Numéro de carte')
    element.locale = 'de-AT'
    await element.updateComplete
    await world.settle()
    expect(base().lang).to.equal('de')
    document.documentElement.lang = 'tlh'
    element.locale = ''
    await element.updateComplete
    await world.settle()
    expect(base().lang).to.equal('it')
  })

  for (const locale of ['ar', 'he', 'fa']) {
    it(`reads ${locale} from right to left, digits from left to right`, async () => {
      element.locale = locale
      world.checkout = checkout({ cardEntry: 'inline', lastPayment: payment('declined') })
      await show()
      expect(base().dir).to.equal('rtl')
      const form = element.shadowRoot?.querySelector('paykka-card-form') ?? expect.fail('no form')
      const box = (id: string) => form.shadowRoot?.querySelector(id)?.getBoundingClientRect().left ?? 0
      expect(box('#expiry')).to.be.greaterThan(box('#cvc'))
      await expectAccessible(element)
    })
  }

  it('lets a shop rewrite a message, as text and nothing else', async () => {
    element.messages = {
      'pay-amount': 'Donate {0} <img src=x onerror="window.hacked=1">',
      'card-number': '<b>Number</b>',
    }
    await show()
    expect(part('pay-button')?.textContent?.trim()).to.equal(
      'Donate €49.99 <img src=x onerror="window.hacked=1">',
    )
    expect(label()?.textContent).to.equal('<b>Number</b>')
    expect(element.shadowRoot?.querySelector('img')).to.equal(null)
    let renders = 0
    element.updated = () => void renders++
    element.messages = { ...element.messages }
    await element.updateComplete
    expect(renders).to.equal(0)
  })

  it('lets a shop bring a locale', async () => {
    registerLocale('eo', { 'pay-amount': 'Pagi {0}', 'card-number': 'Kartnumero' })
    element.locale = 'eo'
    await show()
    expect(base().lang).to.equal('eo')
    expect(part('pay-button')?.textContent?.trim()).to.equal('Pagi €49.99')
    expect(label()?.textContent).to.equal('Kartnumero')
  })
})
