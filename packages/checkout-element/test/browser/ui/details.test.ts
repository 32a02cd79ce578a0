/** Undo, foreign nodes, the error summary, reserved space, and a chunk that cannot be loaded. */
import { sendKeys, setViewport } from '@web/test-runner-commands'
import { expect } from 'chai'
import { PaykkaCardForm } from '../../../src/card/form/card-form.ts'
import type { PublicCheckout } from '../../../src/checkout/wire.ts'
import { PaykkaCheckout } from '../../../src/elements/paykka-checkout.ts'
import { expectAccessible } from '../../support/a11y.ts'
import { checkout, payment } from '../../support/checkout.ts'
import { answered, FakeWorld } from '../../support/fake-world.ts'
import type { Keys } from '../../support/keys.ts'
import { makeKeys } from '../../support/keys.ts'
import { fill, input, press, type } from '../../support/typing.ts'
import { collectWarnings } from '../../support/warnings.ts'

if (!customElements.get('paykka-checkout')) customElements.define('paykka-checkout', PaykkaCheckout)
if (!customElements.get('paykka-card-form')) customElements.define('paykka-card-form', PaykkaCardForm)

let keys: Keys
before(async () => {
  keys = await makeKeys()
})

describe('the card form', () => {
  let form: PaykkaCardForm
  beforeEach(async () => {
    form = new PaykkaCardForm()
    form.brands = ['visa', 'mastercard']
    document.body.append(form)
    await form.updateComplete
  })
  afterEach(() => form.remove())

  const seal = () => form.seal({ key: keys.cardKey, checkout: 'chk_a', now: Date.now })

  async function chord(key: string, ...more: string[]): Promise<void> {
    const held = ['Control', ...more]
    for (const down of held) await sendKeys({ down })
    await press(key)
    for (const up of held) await sendKeys({ up })
  }

  it('undoes and redoes what it has regrouped', async () => {
    input(form, 'number').focus()
    await type('42424')
    expect(input(form, 'number').value).to.equal('4242 4')
    await chord('z')
    expect(input(form, 'number').value).to.equal('4242')
    for (let count = 0; count < 9; count++) await chord('z')
    expect(input(form, 'number').value).to.equal('')
    await chord('z', 'Shift')
    await chord('y')
    expect(input(form, 'number').value).to.equal('42')
    form.reset()
    await chord('z')
    expect(input(form, 'number').value).to.equal('')
  })

  it('names every mistake as a link to its field, and moves nothing for it', async () => {
    const before = form.getBoundingClientRect().height
    await seal()
    await form.updateComplete
    const links = [
      ...(form.shadowRoot?.querySelectorAll<HTMLAnchorElement>('[part="error-summary"] a') ?? []),
    ]
    expect(links.map(({ textContent }) => textContent)).to.deep.equal([
      'Enter your card number.',
      'Enter the expiry date.',
      'Enter the security code.',
      'Enter the name on the card.',
    ])
    expect(form.getBoundingClientRect().height).to.equal(before)
    links[2]?.focus()
    expect(form.getBoundingClientRect().height).to.equal(before)
    await expectAccessible(form)
    links[2]?.click()
    expect(form.shadowRoot?.activeElement?.id).to.equal('cvc')
    await fill(form)
    await press('Tab')
    await form.updateComplete
    expect(form.shadowRoot?.querySelector('[part="error-summary"]')).to.equal(null)
  })

  it('is not broken by what password managers put into it', async () => {
    for (const box of form.shadowRoot?.querySelectorAll('.box') ?? []) {
      box.append(Object.assign(document.createElement('button'), { id: 'pm-icon', textContent: 'fill' }))
      box.prepend(Object.assign(document.createElement('input'), { type: 'hidden', value: 'x' }))
      box.querySelector('input[id]')?.setAttribute('data-pm', 'true')
    }
    form.append(document.createElement('div'))
    await fill(form)
    form.locked = true
    form.brands = ['visa']
    await form.updateComplete
    form.locked = false
    expect(form.status).to.include({ complete: true, last4: '4242' })
    expect((await seal()).kind).to.equal('sealed')
    form.reset()
    await seal()
    await form.updateComplete
    expect(form.shadowRoot?.querySelectorAll('.error').length).to.equal(4)
  })

  it('offers targets of at least 24 px', () => {
    for (const box of form.shadowRoot?.querySelectorAll('input') ?? [])
      expect(box.getBoundingClientRect().height).to.be.at.least(24)
  })
})

describe('the checkout', () => {
  let world: FakeWorld
  let element: PaykkaCheckout
  let view: PublicCheckout
  let warnings: { stop(): unknown[] }

  beforeEach(() => {
    warnings = collectWarnings()
    localStorage.clear()
    sessionStorage.clear()
    world = new FakeWorld()
    view = checkout({ cardEntry: 'inline', cardKey: keys.cardKey })
    world.checkout = view
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
    warnings.stop()
    await setViewport({ width: 800, height: 600 })
  })

  const part = (name: string) => element.shadowRoot?.querySelector<HTMLElement>(`[part~="${name}"]`)
  const height = () => Math.round(part('base')?.getBoundingClientRect().height ?? 0)
  const text = () => part('base')?.textContent?.replace(/\s+/g, ' ') ?? ''
  /** From the receipt's rows to the support code, which ends it. */
  const receiptHeight = () =>
    (part('support-code')?.getBoundingClientRect().bottom ?? 0) -
    (part('receipt')?.getBoundingClientRect().top ?? 0)

  async function settled(): Promise<void> {
    await world.settle()
    await element.updateComplete
  }

  async function pay() {
    document.body.append(element)
    await element.whenReady
    await settled()
    await fill(element.shadowRoot?.querySelector('paykka-card-form') ?? expect.fail('no form'))
    part('pay-button')?.click()
    return await world.call()
  }

  for (const width of [800, 420, 320]) {
    it(`moves neither the button nor the content below when it is pressed, and no button by an answer (${width} px)`, async () => {
      await setViewport({ width, height: 800 })
      const below = document.createElement('p')
      const topOf = (node: Element | null | undefined) => Math.round(node?.getBoundingClientRect().top ?? 0)
      const button = () => topOf(part('pay-button')) - topOf(element)
      const end = () => topOf(below) - topOf(element)
      const call = await pay()
      element.after(below)
      const [first, empty] = [button(), end()]
      await settled()
      expect([button(), end()]).to.deep.equal([first, empty])
      call.answer(200, answered(payment('declined', { decline: { retry: 'later' } })))
      await settled()
      expect(button()).to.equal(first)
      const said = end()
      // The banner replaces the line about encryption and needs little more space.
      expect(said - empty).to.be.within(0, 90)
      part('pay-button')?.click()
      const second = await world.call()
      await settled()
      expect([button(), end()]).to.deep.equal([first, said])
      expect(getComputedStyle(part('notice') ?? below).visibility).to.equal('hidden')
      second.lose()
      await settled()
      expect(text()).to.contain('Do not pay again')
      expect(end()).to.equal(said)
      world.checkout = { ...view, status: 'succeeded', lastPayment: payment('succeeded') }
      await world.tick()
      await settled()
      expect(text()).to.contain('Payment successful')
      expect(end()).to.equal(said)
      // As tall as its content: the reserved space is outside of it. The receipt has its own height.
      expect(height() - receiptHeight()).to.be.below(280)
      below.remove()
    })
  }

  it('shows the true state by headlines when the rest cannot be loaded', async () => {
    world.deferredFails = true
    world.checkout = { ...view, status: 'unknown', lastPayment: payment('unknown') }
    document.body.append(element)
    await element.whenReady
    await settled()
    expect(text()).to.contain('Do not pay again').and.to.contain('7QK4-M2XD')
    await expectAccessible(element)
    world.checkout = { ...view, status: 'succeeded', lastPayment: payment('succeeded') }
    await world.tick()
    await settled()
    expect(text()).to.contain('Payment successful')
  })

  it('sends nothing and says that trying again is safe where the code for paying cannot be loaded', async () => {
    world.deferredFails = true
    document.body.append(element)
    await element.whenReady
    await settled()
    await fill(element.shadowRoot?.querySelector('paykka-card-form') ?? expect.fail('no form'))
    part('pay-button')?.click()
    for (let turn = 0; turn < 500 && part('base')?.dataset.status !== 'failed'; turn++)
      await new Promise((resolve) => setTimeout(resolve, 10))
    expect(world.posts.length).to.equal(0)
    expect(text()).to.contain('Nothing was charged. You can safely try again.')
  })

  it('names the way to pay in a list', async () => {
    element.layout = 'list'
    document.body.append(element)
    await element.whenReady
    await settled()
    expect(part('method-label')?.textContent).to.equal('Card')
    await expectAccessible(element)
    element.layout = 'tabs'
    await settled()
    expect(part('method-label')).to.equal(null)
  })

  it("shows a shop's own pieces where they belong", async () => {
    for (const slot of ['before', 'summary', 'footer', 'success', 'failure'])
      element.append(Object.assign(document.createElement('p'), { slot, textContent: slot }))
    document.body.append(element)
    await element.whenReady
    await settled()
    const shown = () =>
      [...element.children].filter((child) => child.checkVisibility()).map((child) => child.textContent)
    expect(shown()).to.deep.equal(['before', 'summary', 'footer'])
    world.checkout = { ...view, lastPayment: payment('declined') }
    await element.refresh()
    await settled()
    expect(shown()).to.include('failure')
    world.checkout = { ...view, status: 'succeeded', lastPayment: payment('succeeded') }
    await element.refresh()
    await settled()
    expect(shown()).to.include('success').and.not.to.include('failure')
  })
})
