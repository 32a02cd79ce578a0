/** A hundred hostile strings in every input from a page, a shop or the BFF: none of them runs. */
import { expect } from 'chai'
import type { PublicCheckout } from '../../../src/checkout/wire.ts'
import { PaykkaCheckout } from '../../../src/elements/paykka-checkout.ts'
import { checkout, payment } from '../../support/checkout.ts'
import { FakeWorld } from '../../support/fake-world.ts'
import { HOSTILE, MARK } from '../../support/hostile.ts'
import { collectWarnings } from '../../support/warnings.ts'

if (!customElements.get('paykka-checkout')) customElements.define('paykka-checkout', PaykkaCheckout)

const ATTRIBUTES = [
  'bff-url',
  'client-secret',
  'locale',
  'card-entry',
  'theme',
  'layout',
  'pay-button',
  'name',
  'lang',
  'dir',
]
const SLOTS = ['before', 'summary', 'footer', 'success', 'failure']
const MESSAGES = ['pay-amount', 'encrypted', 'declined-title', 'declined-text', 'support-code', 'paid-title']
const CARD_MESSAGES = [
  'card-number',
  'card-frame',
  'card-expiry-placeholder',
  'card-accepted',
  'card-cvc-hint-back',
]

describe('hostile strings', () => {
  let world: FakeWorld
  let element: PaykkaCheckout
  let warnings: { stop(): unknown[] }

  beforeEach(() => {
    warnings = collectWarnings()
    world = new FakeWorld()
    world.surround(PaykkaCheckout)
    element = document.createElement('paykka-checkout')
    Object.assign(element, {
      cardEntry: 'inline',
      bffUrl: 'https://pay.shop.example',
      clientSecret: 'secret',
    })
  })
  afterEach(async () => {
    await new Promise((resolve) => setTimeout(resolve, 50))
    element.remove()
    warnings.stop()
    const planted =
      'img, script, iframe:not([part=card-frame]), object, embed, svg [onload], style, [onerror], [onfocus]'
    expect(element.shadowRoot?.querySelector(planted)).to.equal(null)
    expect(MARK in window).to.equal(false)
    document.documentElement.removeAttribute('style')
  })

  const hundred = (test: (text: string) => Promise<void> | void) => async () => {
    expect(new Set(HOSTILE).size).to.be.at.least(90)
    expect(HOSTILE.length).to.equal(100)
    for (const text of HOSTILE) await test(text)
  }

  async function show(change: Partial<PublicCheckout> = {}): Promise<void> {
    world.checkout = checkout({ cardEntry: 'inline', ...change })
    document.body.append(element)
    await element.whenReady
    await world.settle()
  }

  for (const name of ATTRIBUTES) {
    it(
      `run in no attribute: ${name}`,
      hundred(async (text) => {
        if (!element.isConnected) await show()
        element.setAttribute(name, text)
        await element.updateComplete
      }),
    )
  }

  it(
    'run in no slot',
    hundred(async (text) => {
      if (!element.isConnected) await show({ lastPayment: payment('declined') })
      const slotted = SLOTS.map((slot) =>
        Object.assign(document.createElement('p'), { slot, textContent: text }),
      )
      element.replaceChildren(...slotted)
      await element.updateComplete
    }),
  )

  it(
    'run in no message',
    hundred(async (text) => {
      if (!element.isConnected) await show({ lastPayment: payment('declined') })
      element.messages = Object.fromEntries([...MESSAGES, ...CARD_MESSAGES].map((id) => [id, text]))
      await element.updateComplete
      await element.shadowRoot?.querySelector('paykka-card-form')?.updateComplete
    }),
  )

  it(
    'run in no token',
    hundred(async (text) => {
      if (!element.isConnected) await show()
      element.style.setProperty('--paykka-color-brand', text)
      element.style.setProperty('--paykka-font-family', text)
      element.requestUpdate()
      await element.updateComplete
    }),
  )

  it(
    'run in no answer of the BFF',
    hundred(async (text) => {
      world.checkout = checkout({
        cardEntry: 'inline',
        amount: { value: 1, currency: 'EUR', display: text },
        locale: text,
        lastPayment: payment('declined', { id: text, supportCode: text, card: { brand: text, last4: text } }),
      })
      if (!element.isConnected) await show(world.checkout)
      await element.refresh()
      await element.updateComplete
    }),
  )
})
