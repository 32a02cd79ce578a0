/** The element inside a form, inside other shadow roots, and over a server's skeleton. */
import { expect } from 'chai'
import type { PublicCheckout } from '../../../src/checkout/wire.ts'
import { PaykkaCheckout } from '../../../src/elements/paykka-checkout.ts'
import { renderSkeleton } from '../../../src/elements/skeleton.ts'
import { checkout, payment } from '../../support/checkout.ts'
import { answered, FakeWorld } from '../../support/fake-world.ts'
import { makeKeys } from '../../support/keys.ts'
import { fill, input } from '../../support/typing.ts'
import { collectWarnings } from '../../support/warnings.ts'

if (!customElements.get('paykka-checkout')) customElements.define('paykka-checkout', PaykkaCheckout)

let world: FakeWorld
let view: PublicCheckout
let element: PaykkaCheckout
let form: HTMLFormElement
let submits: FormData[]
let warnings: { stop(): unknown[] }

const cardForm = () => element.shadowRoot?.querySelector('paykka-card-form') ?? expect.fail('no card form')
const is = (state: string) => element.matches(`:state(${state})`)

async function settled(): Promise<void> {
  await world.settle()
  await element.updateComplete
}

function make(): PaykkaCheckout {
  const made = document.createElement('paykka-checkout')
  Object.assign(made, { cardEntry: 'inline', bffUrl: 'https://pay.shop.example', clientSecret: 'secret' })
  return made
}

function prepare(): void {
  warnings = collectWarnings()
  world = new FakeWorld()
  world.checkout = view
  world.surround(PaykkaCheckout)
}

before(async () => {
  view = checkout({ cardEntry: 'inline', cardKey: (await makeKeys()).cardKey })
})
afterEach(() => warnings.stop())

describe('in a form', () => {
  beforeEach(async () => {
    prepare()
    submits = []
    form = document.createElement('form')
    element = make()
    element.name = 'payment'
    element.payButton = 'none'
    form.append(element)
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      submits.push(new FormData(form))
    })
    document.body.append(form)
    await element.whenReady
    await settled()
  })
  afterEach(() => form.remove())

  it("pays first, and then submits with the payment's id and nothing of the card", async () => {
    await fill(cardForm())
    await settled()
    form.requestSubmit()
    const call = await world.call()
    expect(submits.length).to.equal(0)
    expect(is('processing')).to.equal(true)
    call.answer(200, answered(payment('succeeded')))
    await settled()
    expect(submits.map((data) => [...data])).to.deep.equal([[['payment', payment('succeeded').id]]])
    expect(is('succeeded')).to.equal(true)
  })

  it('does not submit after a decline, and pays again with the next submit', async () => {
    await fill(cardForm())
    await settled()
    form.requestSubmit()
    ;(await world.call()).answer(200, answered(payment('declined')))
    await settled()
    expect(submits.length).to.equal(0)
    expect(is('declined')).to.equal(true)
    form.requestSubmit()
    ;(await world.call()).answer(200, answered(payment('succeeded', { attempt: 2 })))
    await settled()
    expect(submits.length).to.equal(1)
  })

  it('holds the submit back while the outcome is unknown', async () => {
    await fill(cardForm())
    await settled()
    form.requestSubmit()
    ;(await world.call()).lose()
    await settled()
    form.requestSubmit()
    await settled()
    expect(submits.length).to.equal(0)
    expect(is('unknown')).to.equal(true)
    world.checkout = { ...view, status: 'succeeded', lastPayment: payment('succeeded') }
    await world.tick()
    await settled()
    expect(submits.length).to.equal(1)
  })

  it('is invalid until the card is complete, and goes to the first wrong field', async () => {
    expect(element.checkValidity()).to.equal(false)
    expect(element.validity.valueMissing).to.equal(true)
    expect(element.validationMessage).to.equal('Complete your card details.')
    expect(is('invalid')).to.equal(true)
    expect(cardForm().shadowRoot?.activeElement).to.equal(null)
    await fill(cardForm(), { cvc: '' })
    expect(element.reportValidity()).to.equal(false)
    expect(cardForm().shadowRoot?.activeElement?.id).to.equal('cvc')
    await fill(cardForm())
    await settled()
    expect(element.reportValidity()).to.equal(true)
    expect(is('valid') && is('ready')).to.equal(true)
  })

  it('shows its mistakes when the browser checks the form', async () => {
    form.requestSubmit()
    await settled()
    const reached = () => cardForm().shadowRoot?.activeElement?.id === 'number'
    for (let turn = 0; turn < 200 && !reached(); turn++)
      await new Promise((resolve) => setTimeout(resolve, 10))
    await cardForm().updateComplete
    expect(submits.length).to.equal(0)
    expect(world.posts.length).to.equal(0)
    expect(cardForm().shadowRoot?.activeElement?.id).to.equal('number')
    expect(cardForm().shadowRoot?.querySelectorAll('.error').length).to.equal(4)
    expect(element.hasAttribute('tabindex')).to.equal(false)
  })

  it('is wiped with the form and stops with a fieldset', async () => {
    await fill(cardForm())
    form.reset()
    expect(input(cardForm(), 'number').value).to.equal('')
    const fieldset = document.createElement('fieldset')
    fieldset.disabled = true
    await fill(cardForm())
    element.payButton = 'default'
    element.disabled = true
    await settled()
    expect(cardForm().locked).to.equal(true)
    const button = element.shadowRoot?.querySelector('[part="pay-button"]') ?? expect.fail('no pay button')
    expect(getComputedStyle(button).opacity, 'seen to be off').to.equal('0.5')
    await element.submit()
    expect(world.posts.length).to.equal(0)
    element.disabled = false
    await settled()
    expect(cardForm().locked).to.equal(false)
  })
})

describe('nested in other shadow roots', () => {
  it('works, and returns the focus after a decline', async () => {
    prepare()
    const outer = document.createElement('div')
    const inner = document.createElement('div')
    outer.attachShadow({ mode: 'open' }).append(inner)
    element = make()
    inner.attachShadow({ mode: 'open' }).append(element)
    outer.lang = 'nl'
    document.body.append(outer)
    await element.whenReady
    await settled()
    await fill(cardForm())
    element.shadowRoot?.querySelector<HTMLElement>('[part="pay-button"]')?.click()
    ;(await world.call()).answer(200, answered(payment('declined')))
    await settled()
    // After a decline the checkout is read again.
    await settled()
    expect(element.shadowRoot?.querySelector<HTMLElement>('[part="base"]')?.lang).to.equal('nl')
    expect(cardForm().shadowRoot?.activeElement).not.to.equal(null)
    outer.remove()
    const { useLocale } = await import('../../../src/locales/localization.ts')
    await useLocale('en')
  })
})

describe("over a server's skeleton", () => {
  for (const layout of ['tabs', 'list'] as const) {
    it(`takes over the card frame in its content, in its place (${layout})`, async () => {
      prepare()
      world.realWaitsUpTo = 900
      world.checkout = checkout()
      const place = document.createElement('div')
      place.lang = 'en'
      const skeleton = {
        bffUrl: location.origin,
        clientSecret: 'secret',
        layout,
        attributes: { theme: 'light' },
      }
      place.setHTMLUnsafe(renderSkeleton(skeleton).replaceAll('paykka-checkout', 'paykka-not-yet'))
      document.body.append(place)
      const drawn = place.querySelector('iframe')?.getBoundingClientRect().toJSON()
      const height = place.getBoundingClientRect().height
      place.setHTMLUnsafe(renderSkeleton(skeleton))
      customElements.upgrade(place)
      element = place.querySelector('paykka-checkout') ?? expect.fail('no element')
      await element.whenReady
      await element.updateComplete
      const frame = element.querySelector('iframe')
      expect(element.shadowRoot?.querySelector('iframe, table')).to.equal(null)
      expect(frame?.src).to.equal(`${location.origin}/card-frame?theme=light`)
      expect(frame?.getBoundingClientRect().toJSON()).to.deep.equal(drawn)
      expect(Math.abs(place.getBoundingClientRect().height - height)).to.be.below(0.5)
      place.remove()
    })
  }

  for (const [layout, payButton] of [
    ['tabs', true],
    ['list', true],
    ['tabs', false],
  ] as const) {
    it(`takes the place over without a shift (${layout}, ${payButton ? 'own' : 'no'} button)`, async () => {
      prepare()
      world.checkout = null
      const place = document.createElement('div')
      const markup = renderSkeleton({
        bffUrl: 'https://pay.shop.example',
        clientSecret: '"><script>window.hacked=1</script>',
        attributes: { 'card-entry': 'inline', locale: 'en', onclick: 'window.hacked=1' },
        layout,
        payButton,
      })
      place.setHTMLUnsafe(markup.replaceAll('paykka-checkout', 'paykka-not-yet'))
      document.body.append(place)
      const drawn = place.getBoundingClientRect().height
      expect(place.querySelector('script')).to.equal(null)
      expect(place.querySelector('[onclick]')).to.equal(null)
      place.setHTMLUnsafe(markup)
      // Firefox upgrades the parsed elements only in a later turn.
      customElements.upgrade(place)
      element = place.querySelector('paykka-checkout') ?? expect.fail('no element')
      await element.updateComplete
      expect(element.shadowRoot?.querySelectorAll('[part="base"]').length).to.equal(1)
      expect(element.shadowRoot?.querySelector(':scope > svg')).to.equal(null)
      // Browsers round the height of a line of text differently; half a pixel moves nothing.
      expect(Math.abs(place.getBoundingClientRect().height - drawn)).to.be.below(0.5)
      expect('hacked' in window).to.equal(false)
      place.remove()
    })
  }
})
