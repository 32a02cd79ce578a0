/** Style changes of the page reach the card frame without `refresh()`, also while the card is typed. */
import { expect } from 'chai'
import { PaykkaCheckout } from '../../../src/elements/paykka-checkout.ts'
import { checkout } from '../../support/checkout.ts'
import { FakeWorld } from '../../support/fake-world.ts'

if (!customElements.get('paykka-checkout')) customElements.define('paykka-checkout', PaykkaCheckout)

let element: PaykkaCheckout
let place: HTMLElement
let sheet: HTMLStyleElement

const frame = () => element.shadowRoot?.querySelector('iframe')?.contentDocument ?? expect.fail('no frame')
const inFrame = () => frame().documentElement.style
const field = () =>
  frame().querySelector('paykka-card-form')?.shadowRoot?.querySelector<HTMLInputElement>('#number') ??
  expect.fail('no field')

async function until(holds: () => boolean): Promise<void> {
  for (let turn = 0; turn < 500 && !holds(); turn++) await new Promise((resolve) => setTimeout(resolve, 10))
  expect(holds()).to.equal(true)
}

beforeEach(async () => {
  const world = new FakeWorld()
  world.realWaitsUpTo = 7000
  world.checkout = checkout()
  world.surround(PaykkaCheckout)
  sheet = document.createElement('style')
  sheet.textContent = `
    .night { color-scheme: dark; --paykka-color-brand: rgb(1, 2, 3); }
    [data-theme='warm'] { --paykka-color-field: rgb(250, 240, 230); }
    html.large { font-size: 32px; }`
  document.head.append(sheet)
  place = document.createElement('main')
  const host = document.createElement('div')
  const root = host.attachShadow({ mode: 'open' })
  element = document.createElement('paykka-checkout')
  element.bffUrl = location.origin
  element.clientSecret = 'secret'
  root.append(element)
  place.append(host)
  document.body.append(place)
  await element.whenReady
  await until(() => field().clientWidth > 0)
  field().value = '4242'
})
afterEach(() => {
  sheet.remove()
  place.remove()
  document.documentElement.removeAttribute('class')
  document.documentElement.removeAttribute('data-theme')
  document.documentElement.removeAttribute('style')
})

describe('a page that changes its look', () => {
  it('by a class of its root, as switches of themes do', async () => {
    document.documentElement.classList.add('night')
    await until(() => inFrame().colorScheme === 'dark')
    expect(inFrame().getPropertyValue('--paykka-color-brand')).to.equal('rgb(1, 2, 3)')
    document.documentElement.classList.remove('night')
    await until(() => inFrame().colorScheme === 'light')
    expect(field().value).to.equal('4242')
  })

  it('by an attribute, on anything around the element', async () => {
    place.dataset.theme = 'warm'
    await until(() => inFrame().getPropertyValue('--paykka-color-field') === 'rgb(250, 240, 230)')
  })

  it('by its style sheets', async () => {
    sheet.textContent += 'main { --paykka-radius: 3px; }'
    await until(() => inFrame().getPropertyValue('--paykka-radius') === '3px')
  })

  it('by tokens set on the element', async () => {
    element.style.setProperty('--paykka-radius', '5px')
    await until(() => inFrame().getPropertyValue('--paykka-radius') === '5px')
  })

  it('by the size of its text: twice as large, in one column', async () => {
    place.style.inlineSize = '360px'
    await until(() => field().clientWidth < 360)
    const before = getComputedStyle(field()).fontSize
    document.documentElement.classList.add('large')
    await until(() => getComputedStyle(field()).fontSize === '32px')
    expect(before).to.equal('16px')
    const form = field().getRootNode() as ShadowRoot
    const [expiry, cvc] = ['expiry', 'cvc'].map((id) => form.getElementById(id)?.getBoundingClientRect())
    expect(expiry?.left).to.equal(cvc?.left)
    expect(cvc?.top).to.be.above(expiry?.bottom ?? 0)
  })

  it('is not followed once the element has left it', async () => {
    const updates = element.updateComplete
    element.remove()
    await updates
    document.documentElement.classList.add('night')
    await new Promise((resolve) => setTimeout(resolve, 120))
    expect(element.isUpdatePending).to.equal(false)
  })
})
