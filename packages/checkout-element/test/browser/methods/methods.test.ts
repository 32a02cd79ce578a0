/** The picker: several ways to pay, one permission, one request to the BFF. */
import { sendKeys, setViewport } from '@web/test-runner-commands'
import { expect } from 'chai'
import type { PublicCheckout } from '../../../src/checkout/wire.ts'
import { PaykkaCheckout } from '../../../src/elements/paykka-checkout.ts'
import type { PaykkaAvailabilityEvent } from '../../../src/events.ts'
import { expectAccessible } from '../../support/a11y.ts'
import { checkout, payment } from '../../support/checkout.ts'
import { FakeMethod, googlePay } from '../../support/fake-method.ts'
import { answered, FakeWorld } from '../../support/fake-world.ts'
import { collectWarnings } from '../../support/warnings.ts'

if (!customElements.get('paykka-checkout')) customElements.define('paykka-checkout', PaykkaCheckout)

const BOTH: PublicCheckout['methods'] = [
  { type: 'card', available: true },
  { type: 'google_pay', available: true },
]

let world: FakeWorld
let element: PaykkaCheckout
let warnings: { stop(): unknown[] }

async function show(method: FakeMethod, change: Partial<PublicCheckout> = {}): Promise<void> {
  world.checkout = checkout({ cardEntry: 'inline', methods: BOTH, ...change })
  world.methodLoaders = { google_pay: method.load }
  element = document.createElement('paykka-checkout')
  element.cardEntry = 'inline'
  element.bffUrl = 'https://pay.shop.example'
  element.clientSecret = 'secret'
  document.body.append(element)
  await element.whenReady
  await settled()
}

async function settled(): Promise<void> {
  await world.settle()
  await element.updateComplete
}

const all = <T extends HTMLElement>(selector: string): T[] => [
  ...(element.shadowRoot?.querySelectorAll<T>(selector) ?? []),
]
const radios = () => all<HTMLInputElement>('input[type=radio]')
const status = () => all('[part=base]')[0]?.dataset.status
const payButton = () => all<HTMLButtonElement>('[part=pay-button]')[0] ?? expect.fail('no pay button')
const card = () => all('[part=card]')[0] ?? expect.fail('no card')

async function choose(index: number): Promise<void> {
  radios()[index]?.click()
  await settled()
}

describe('the ways to pay', () => {
  beforeEach(() => {
    world = new FakeWorld()
    world.surround(PaykkaCheckout)
    warnings = collectWarnings()
  })
  afterEach(async () => {
    warnings.stop()
    element.remove()
    await setViewport({ width: 800, height: 600 })
  })

  for (const layout of ['tabs', 'list'] as const) {
    it(`are native radios in a fieldset, reached and changed by keys (${layout})`, async () => {
      await show(new FakeMethod('Google Pay'))
      element.layout = layout
      await element.updateComplete
      const [group] = all('fieldset')
      expect(group?.matches('fieldset:has(> legend)')).to.equal(true)
      expect(all('[part=method]').map((label) => label.textContent.trim())).to.deep.equal([
        'Card',
        'Google Pay',
      ])
      expect(radios().map(({ checked }) => checked)).to.deep.equal([true, false])
      const form = element.shadowRoot?.querySelector('paykka-card-form')
      radios()[0]?.focus()
      await sendKeys({ press: 'ArrowDown' })
      await settled()
      expect(element.shadowRoot?.activeElement).to.equal(radios()[1])
      expect(card().hidden).to.equal(true)
      await sendKeys({ press: 'ArrowUp' })
      await settled()
      expect(card().hidden).to.equal(false)
      expect(element.shadowRoot?.querySelector('paykka-card-form')).to.equal(form)
      await expectAccessible(element)
      await setViewport({ width: 320, height: 600 })
      expect(document.documentElement.scrollWidth).to.be.at.most(320)
      for (const label of all('[part=method]'))
        expect(label.getBoundingClientRect().height).to.be.at.least(44)
    })
  }

  it('show no picker with one way alone', async () => {
    const method = new FakeMethod('Google Pay', {
      available: Promise.resolve({ available: false, reason: 'no-card' }),
    })
    const offers: PaykkaAvailabilityEvent[] = []
    const listener = (event: Event) => offers.push(event as PaykkaAvailabilityEvent)
    document.addEventListener('paykka-availability', listener)
    await show(method)
    document.removeEventListener('paykka-availability', listener)
    expect(radios()).to.deep.equal([])
    expect(offers.map(({ methods }) => methods)).to.deep.equal([
      [
        { type: 'card', available: true },
        { type: 'google_pay', available: false, reason: 'no-card' },
      ],
    ])
    method.context?.availabilityChanged({ available: true })
    await settled()
    expect(radios()).to.have.length(2)
  })

  it('tell a script that does not come, and go on with the card', async () => {
    const method = new FakeMethod('Google Pay')
    method.load = () => Promise.reject(new Error('offline'))
    const reported = new Promise<PaykkaAvailabilityEvent>((resolve) => {
      const listener = (event: Event) => resolve(event as PaykkaAvailabilityEvent)
      document.addEventListener('paykka-availability', listener, { once: true })
    })
    await show(method)
    expect((await reported).methods).to.deep.include({
      type: 'google_pay',
      available: false,
      reason: 'script-blocked',
    })
    expect(status()).to.equal('ready')
  })

  it('do not hold the form back for long', async () => {
    const method = new FakeMethod('Google Pay', { available: new Promise(() => undefined) })
    const shown = show(method)
    while (!method.context) await world.settle()
    await world.settle()
    expect(card().hasAttribute('data-ready')).to.equal(false)
    await world.tick()
    await shown
    expect(card().hasAttribute('data-ready')).to.equal(true)
  })

  it("pay inside the click and on the card's path", async () => {
    const method = new FakeMethod('Google Pay')
    await show(method)
    await choose(1)
    payButton().click()
    expect(method.calls).to.deep.equal(['collect'])
    expect(status()).to.equal('ready')
    const { body, headers, answer } = await world.call()
    expect(body).to.deep.include({ version: 1, ...googlePay })
    expect(headers.get('idempotency-key')).to.equal('key-000000000000-1')
    payButton().click()
    await settled()
    expect(status()).to.equal('paying')
    expect(radios().every(({ disabled }) => disabled)).to.equal(true)
    expect(method.calls).to.deep.equal(['collect'])
    answer(200, answered(payment('succeeded')))
    await settled()
    expect(status()).to.equal('paid')
  })

  it('give the permission back when there is nothing to send', async () => {
    const method = new FakeMethod('Google Pay', { collected: Promise.resolve(null) })
    await show(method)
    await choose(1)
    payButton().click()
    await settled()
    expect(status()).to.equal('ready')
    method.collected = Promise.reject(new Error('boom'))
    payButton().click()
    await settled()
    expect(status()).to.equal('failed')
    expect(world.posts).to.deep.equal([])
  })

  it('may bring their own button, above the form', async () => {
    const method = new FakeMethod('Google Pay', { place: 'express' })
    await show(method)
    expect(radios()).to.deep.equal([])
    expect(all('[part=express] .fake')).to.have.length(1)
    expect(method.context?.begin()).to.equal(true)
    expect(method.context?.begin()).to.equal(false)
    method.context?.giveBack()
    expect(method.context?.begin()).to.equal(true)
    const end = method.context?.pay(googlePay)
    const { answer } = await world.call()
    answer(200, answered(payment('declined')))
    expect(await end).to.equal('refused')
    await settled()
    expect(status()).to.equal('declined')
    await expectAccessible(element)
  })

  it('may send the shopper away, and be found again after the return', async () => {
    const method = new FakeMethod('PayKKa', { redirect: async () => 'https://paykka.example/CS1' })
    await show(method, { methods: BOTH.slice(1) })
    expect(card().hidden).to.equal(true)
    payButton().click()
    await settled()
    expect(world.visited).to.deep.equal(['https://paykka.example/CS1'])
    expect(Object.keys(localStorage)).to.deep.equal(['paykka-checkout:secret:chk_aaaaaaaaaaaaaaaaaaaaaa'])
    expect(status()).to.equal('ready')
    method.redirect = async () => 'javascript:alert(1)'
    payButton().click()
    await settled()
    expect(world.visited).to.have.length(1)
    expect(status()).to.equal('stopped')
  })

  it('stop where none can be used', async () => {
    const method = new FakeMethod('Google Pay', { available: Promise.reject(new Error('no')) })
    await show(method, { methods: BOTH.slice(1) })
    expect(status()).to.equal('stopped')
  })

  it('are focused, reset and let go with the element', async () => {
    const method = new FakeMethod('Google Pay')
    await show(method)
    await choose(1)
    element.focus()
    element.reset()
    element.remove()
    expect(method.calls).to.deep.equal(['focus', 'reset', 'disconnect'])
  })
})
