/**
 * Page translators replace text nodes by their own elements. Lit's later changes of the old node are lost: a button would
 * still show a price that is no longer charged.
 */
import { expect } from 'chai'
import { html, render } from 'lit'
import type { PublicCheckout, StoredCard } from '../../../src/checkout/wire.ts'
import { PaykkaCheckout } from '../../../src/elements/paykka-checkout.ts'
import { loaders } from '../../../src/methods/registry.ts'
import { checkout, payment } from '../../support/checkout.ts'
import { answered, FakeWorld, problem } from '../../support/fake-world.ts'
import { makeKeys } from '../../support/keys.ts'
import { readIn, translate } from '../../support/translator.ts'
import { fill, input } from '../../support/typing.ts'
import { collectWarnings } from '../../support/warnings.ts'

if (!customElements.get('paykka-checkout')) customElements.define('paykka-checkout', PaykkaCheckout)

const sum = (value: number) => ({ value, currency: 'EUR', display: `€${(value / 100).toFixed(2)}` })
const VISA: StoredCard = { id: 'card_1', brand: 'visa', last4: '4242', expMonth: '12', expYear: '2030' }
const AMEX: StoredCard = { ...VISA, id: 'card_2', brand: 'amex', last4: '0005' }

describe('a translated page', () => {
  let world: FakeWorld
  let element: PaykkaCheckout
  let view: PublicCheckout
  let warnings: { stop(): unknown[] }

  beforeEach(async () => {
    warnings = collectWarnings()
    const { cardKey } = await makeKeys()
    view = checkout({ cardEntry: 'inline', cardKey, amount: sum(1099) })
    world = new FakeWorld()
    world.checkout = view
    world.surround(PaykkaCheckout)
    element = document.createElement('paykka-checkout')
    Object.assign(element, { cardEntry: 'inline', bffUrl: 'https://pay.shop.example', clientSecret: 's' })
  })
  afterEach(() => {
    warnings.stop()
    element.remove()
  })

  const part = (name: string) => element.shadowRoot?.querySelector<HTMLElement>(`[part~="${name}"]`)
  const read = (name: string) => readIn(part(name))
  const form = () => element.shadowRoot?.querySelector('paykka-card-form') ?? expect.fail('no form')
  const kept: string[] = []

  async function settled(): Promise<void> {
    await world.settle()
    await element.updateComplete
  }

  async function show(change: Partial<PublicCheckout> = {}): Promise<void> {
    view = { ...view, ...change }
    world.checkout = view
    document.body.append(element)
    await element.whenReady
    await settled()
    kept.length = 0
  }

  /** Translates the page, then changes the checkout. */
  async function move(change: Partial<PublicCheckout>): Promise<void> {
    translate(element.shadowRoot as ShadowRoot, kept)
    view = { ...view, ...change }
    world.checkout = view
    await element.refresh()
    await settled()
  }

  it('keeps what a template writes into a text node out of sight, which this is all about', () => {
    const place = document.createElement('div')
    const price = (text: string) => render(html`<b>Pay ${text}</b>`, place)
    price('€10.99')
    translate(place)
    price('€99.99')
    expect(readIn(place)).to.equal('Pay €10.99')
  })

  it('shows the price that is charged on the button', async () => {
    await show()
    for (const value of [9999, 500, 123456]) {
      await move({ amount: sum(value), version: view.version + 1 })
      expect(read('pay-button')).to.equal(`Pay ${sum(value).display}`)
      expect(kept, 'not to be translated').to.include.members(['Pay €10.99'])
    }
  })

  it('shows both prices of a change, and those of the next change', async () => {
    await show()
    for (const [shown, current] of [
      [1099, 9999],
      [9999, 120],
      [120, 5555],
    ] as const) {
      await fill(form())
      part('pay-button')?.click()
      const call = await world.call()
      view = { ...view, amount: sum(current), version: view.version + 1 }
      world.checkout = view
      const reported = { shown: sum(shown), current: sum(current), version: view.version }
      call.answer(409, problem(409, 'amount_changed', reported))
      await settled()
      expect(read('notice-text')).to.contain(
        `It was ${sum(shown).display} and is now ${sum(current).display}.`,
      )
      expect(read('pay-button')).to.equal(`Pay ${sum(current).display}`)
      translate(element.shadowRoot as ShadowRoot, kept)
    }
    expect(kept).to.include.members(['€10.99', '€99.99', '€1.20', '€55.55'])
  })

  for (const [status, title, text] of [
    ['succeeded', 'Payment successful', 'You paid €10.99.'],
    ['authorized', 'Payment confirmed', '€10.99 is reserved on your card.'],
  ] as const)
    it(`shows what became of a payment: ${status}`, async () => {
      await show()
      translate(element.shadowRoot as ShadowRoot)
      await fill(form())
      part('pay-button')?.click()
      const call = await world.call()
      translate(element.shadowRoot as ShadowRoot)
      call.answer(202, answered(payment('unknown')))
      await settled()
      expect(read('panel-title')).to.equal('Do not pay again')
      await move({ status: 'processing', lastPayment: payment('processing') })
      expect(read('panel-title')).to.equal('Your payment is being processed')
      await move({ status, lastPayment: payment(status) })
      expect(read('panel-title')).to.equal(title)
      expect(read('panel-text')).to.equal(text)
      expect(read('support-code'), 'ends the receipt').to.contain('7QK4-M2XD')
      translate(element.shadowRoot as ShadowRoot, kept)
      expect(kept).to.include('€10.99')
    })

  it('shows why the next payment was declined, and its support code', async () => {
    const declined = (retry: 'other-card' | 'later', number: number) => ({
      lastPayment: payment('declined', {
        id: `pay_${number}`,
        decline: { retry },
        supportCode: `C-${number}`,
      }),
    })
    await show(declined('other-card', 1))
    expect(read('notice-text')).to.contain('Try another card.')
    await move(declined('later', 2))
    expect(read('notice-text')).to.equal('Nothing was charged. Try again later, or use another card.')
    expect(read('support-code')).to.contain('C-2')
    await move({ lastPayment: payment('canceled', { id: 'pay_3' }) })
    expect(read('notice-title')).to.equal('You canceled the payment')
  })

  it('names the card of a row', async () => {
    world.methodLoaders = loaders
    await show({ cards: [VISA, AMEX], saveCard: 'ask', savedCardCode: false })
    await move({ cards: [AMEX] })
    expect(read('saved-card-name')).to.equal('American Express ending in 0005')
    expect(element.shadowRoot?.querySelector<HTMLInputElement>('[name="saved-card"]')?.value).to.equal(
      'card_2',
    )
  })

  it('says what is wrong with a field now', async () => {
    await show()
    await fill(form(), { number: '4242', expiry: '13/34' })
    await form().seal({ key: view.cardKey, checkout: view.id, now: () => 0 })
    await form().updateComplete
    const message = (field: string) => readIn(form().shadowRoot?.querySelector(`#${field}-message`))
    expect(message('number')).to.equal('The card number is too short.')
    translate(form())
    await fill(form(), { number: '4242424242424241', expiry: '12/20' })
    input(form(), 'expiry').dispatchEvent(new FocusEvent('blur'))
    input(form(), 'number').dispatchEvent(new FocusEvent('blur'))
    await form().updateComplete
    expect(message('number')).to.equal('Check the card number: it has a typo.')
    expect(message('expiry')).to.equal('This card has expired.')
  })
})
