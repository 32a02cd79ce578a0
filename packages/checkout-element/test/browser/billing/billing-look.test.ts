/** Billing details in every width, direction and language: accessible, nothing overflows. */
import { setViewport } from '@web/test-runner-commands'
import { expect } from 'chai'
import { PaykkaCheckout } from '../../../src/elements/paykka-checkout.ts'
import { LOCALES } from '../../../src/locales/names.ts'
import { expectAccessible } from '../../support/a11y.ts'
import { checkout } from '../../support/checkout.ts'
import { FakeWorld } from '../../support/fake-world.ts'
import { collectWarnings } from '../../support/warnings.ts'

if (!customElements.get('paykka-checkout')) customElements.define('paykka-checkout', PaykkaCheckout)

let world: FakeWorld
let element: PaykkaCheckout
let warnings: { stop(): unknown[] }

async function show(country: string, change: Partial<PaykkaCheckout> = {}): Promise<void> {
  const delivery = { line1: 'Hauptstraße 1', city: 'Berlin', postalCode: '10115', country }
  world.checkout = checkout({
    cardEntry: 'inline',
    billing: { required: false, known: { country }, delivery },
  })
  element = document.createElement('paykka-checkout')
  Object.assign(element, { bffUrl: 'https://pay.shop.example', clientSecret: 'secret', cardEntry: 'inline' })
  Object.assign(element, { billingDetails: 'full', ...change })
  document.body.append(element)
  await element.whenReady
  await settled()
  one<HTMLInputElement>('[part=billing-same] input').click()
  await settled()
}

async function settled(): Promise<void> {
  await world.settle()
  await element.updateComplete
}

const all = <T extends HTMLElement>(selector: string): T[] => [
  ...(element.shadowRoot?.querySelectorAll<T>(selector) ?? []),
]
const one = <T extends HTMLElement>(selector: string): T => all<T>(selector)[0] ?? expect.fail(selector)

/** Nothing of the details is wider than the element, nor the element than the page. */
function expectInside(): void {
  const { left, right } = one('[part=base]').getBoundingClientRect()
  expect(right).to.be.at.most(innerWidth)
  for (const part of all('.billing *')) {
    const box = part.getBoundingClientRect()
    if (part instanceof HTMLOptionElement) continue
    expect(box.left, part.outerHTML).to.be.at.least(left)
    expect(box.right, part.outerHTML).to.be.at.most(right)
  }
}

describe('the look of billing details', () => {
  beforeEach(() => {
    world = new FakeWorld()
    world.surround(PaykkaCheckout)
    warnings = collectWarnings()
  })
  afterEach(async () => {
    warnings.stop()
    element.remove()
    document.documentElement.dir = ''
    await setViewport({ width: 800, height: 600 })
  })

  for (const theme of ['light', 'dark'] as const)
    it(`has no accessibility violations, also with mistakes (${theme})`, async () => {
      await show('US', { theme })
      await expectAccessible(element)
      one('[part=pay-button]').click()
      await settled()
      expect(all('.billing [aria-invalid="true"]')).not.to.deep.equal([])
      await expectAccessible(element)
    })

  for (const width of [320, 390, 1280])
    for (const country of ['DE', 'US', 'JP', 'ES'])
      it(`stays inside ${width} px (${country})`, async () => {
        await setViewport({ width, height: 900 })
        await show(country)
        one('[part=pay-button]').click()
        await settled()
        expectInside()
      })

  it('moves nothing when a mistake appears', async () => {
    await setViewport({ width: 390, height: 900 })
    await show('DE')
    const before = one('[part=pay-button]').getBoundingClientRect().top
    one('[part=pay-button]').click()
    await settled()
    expect(one('[part=pay-button]').getBoundingClientRect().top).to.equal(before)
  })

  it('shows fields as high as the card form, and big enough to touch', async () => {
    await show('DE')
    for (const box of all('.billing :is(input:not([type=checkbox]), select)'))
      expect(box.getBoundingClientRect().height).to.be.at.least(44)
    expect(one('[part=billing-same]').getBoundingClientRect().height).to.be.at.least(44)
  })

  it('mirrors for right-to-left languages, except postal codes and numbers', async () => {
    document.documentElement.dir = 'rtl'
    await show('DE', { locale: 'ar' })
    const [first, last] = [one('#billing-firstName'), one('#billing-lastName')]
    expect(first.getBoundingClientRect().left).to.be.greaterThan(last.getBoundingClientRect().left)
    expect(getComputedStyle(one('#billing-postalCode')).direction).to.equal('ltr')
    expectInside()
    await expectAccessible(element)
  })

  for (const locale of ['en', ...LOCALES])
    it(`fits 320 px in ${locale}`, async () => {
      await setViewport({ width: 320, height: 900 })
      await show('US', { locale })
      one('[part=pay-button]').click()
      await settled()
      expectInside()
      if (locale !== 'en') expect(one('[part=billing-title]').textContent).not.to.equal('Billing details')
    })
})
