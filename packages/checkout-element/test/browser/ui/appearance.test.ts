/** An appearance reaches the element's own parts and the card frame, and follows changes at run time. */

import type { Appearance } from '@paykka-checkout/shared-types'
import { expect } from 'chai'
import { PaykkaCheckout } from '../../../src/elements/paykka-checkout.ts'
import { checkout } from '../../support/checkout.ts'
import { FakeWorld } from '../../support/fake-world.ts'

if (!customElements.get('paykka-checkout')) customElements.define('paykka-checkout', PaykkaCheckout)

let element: PaykkaCheckout

const frame = () => element.shadowRoot?.querySelector('iframe')?.contentDocument ?? expect.fail('no frame')
const form = () => frame().querySelector('paykka-card-form') ?? expect.fail('no form')
const part = (selector: string) =>
  form().shadowRoot?.querySelector<HTMLInputElement>(selector) ?? expect.fail(`no ${selector}`)
const styleOf = (target: Element) => getComputedStyle(target)
const button = () => element.shadowRoot?.querySelector('.primary') ?? expect.fail('no button')

async function until(holds: () => boolean): Promise<void> {
  for (let turn = 0; turn < 500 && !holds(); turn++) await new Promise((resolve) => setTimeout(resolve, 10))
  expect(holds()).to.equal(true)
}

/** Shows a checkout with this appearance, and with this text in its tag. */
async function show(appearance?: Appearance, inside = '', server?: Appearance): Promise<void> {
  const world = new FakeWorld()
  world.realWaitsUpTo = 7000
  world.checkout = checkout(server ? { appearance: server } : {})
  world.surround(PaykkaCheckout)
  element = document.createElement('paykka-checkout')
  element.innerHTML = inside
  Object.assign(element, { bffUrl: location.origin, clientSecret: 'secret', theme: 'light', appearance })
  document.body.append(element)
  await element.whenReady
  await element.updateComplete
}

afterEach(() => element.remove())

const BRAND: Appearance = {
  tokens: { 'color-brand': '#7a1f3d', radius: '0px' },
  rules: {
    input: { border: '0px solid #555', 'border-bottom': '2px solid rgb(80, 80, 80)' },
    'input:focus': { 'border-bottom-color': 'rgb(122, 31, 61)' },
    label: { 'letter-spacing': '1px', 'text-transform': 'uppercase' },
    button: { 'background-color': 'rgb(1, 60, 20)' },
  },
}

describe('an appearance', () => {
  it('reaches the fields in the frame and the button beside it', async () => {
    await show(BRAND)
    expect(styleOf(part('#number')).borderBottomWidth).to.equal('2px')
    expect(styleOf(part('#number')).borderTopWidth).to.equal('0px')
    expect(styleOf(part('#number')).borderRadius).to.equal('0px')
    expect(styleOf(part('label')).textTransform).to.equal('uppercase')
    expect(styleOf(button()).backgroundColor).to.equal('rgb(1, 60, 20)')
    part('#number').focus()
    await until(() => styleOf(part('#number')).borderBottomColor === 'rgb(122, 31, 61)')
  })

  it('is not needed: without one, nothing of its code runs', async () => {
    await show()
    expect(form().hasAttribute('data-in')).to.equal(false)
    expect(element.shadowRoot?.adoptedStyleSheets.some(({ cssRules }) => cssRules.length === 0)).to.equal(
      false,
    )
  })

  it('can be a script in the tag', async () => {
    await show(
      undefined,
      `<script type="application/json" slot="appearance">${JSON.stringify(BRAND)}</script>`,
    )
    expect(styleOf(part('#number')).borderBottomWidth).to.equal('2px')
  })

  it('of the server is the default, which a page changes by property', async () => {
    await show({ rules: { input: { 'border-bottom': '3px solid #555' } } }, '', BRAND)
    expect(styleOf(part('#number')).borderBottomWidth).to.equal('3px')
    expect(styleOf(part('label')).textTransform).to.equal('uppercase')
  })

  it('follows changes at run time and keeps what was typed', async () => {
    await show(BRAND)
    part('#number').value = '4242'
    element.appearance = { rules: { input: { 'border-bottom': '4px solid #555' } }, labels: 'floating' }
    await until(() => styleOf(part('#number')).borderBottomWidth === '4px')
    expect(form().getAttribute('data-in')).to.equal('floating')
    element.appearance = undefined
    await until(() => styleOf(part('#number')).borderBottomWidth === '1px')
    expect(form().hasAttribute('data-in')).to.equal(false)
    expect(part('#number').value).to.equal('4242')
  })

  it("loses to the tokens of the page's own style sheet", async () => {
    const sheet = document.createElement('style')
    sheet.textContent = 'paykka-checkout { --paykka-radius: 5px; }'
    document.head.append(sheet)
    await show(BRAND)
    expect(styleOf(part('#number')).borderRadius).to.equal('5px')
    sheet.remove()
  })

  it('marks a complete field', async () => {
    await show({ rules: { 'input:complete': { 'background-color': 'rgb(230, 255, 230)' } } })
    const number = part('#number')
    number.value = '4242424242424242'
    number.dispatchEvent(new InputEvent('input', { inputType: 'insertText', bubbles: true }))
    await until(() => styleOf(number).backgroundColor === 'rgb(230, 255, 230)')
    number.value = '42'
    number.dispatchEvent(new InputEvent('input', { inputType: 'deleteContentBackward', bubbles: true }))
    await until(() => styleOf(number).backgroundColor !== 'rgb(230, 255, 230)')
  })

  it('has options as attributes, which win', async () => {
    await show({ labels: 'inside' })
    expect(form().getAttribute('data-in')).to.equal('inside')
    element.setAttribute('labels', 'above')
    element.setAttribute('holder', 'hidden')
    element.requestUpdate()
    await until(() => !form().hasAttribute('data-in'))
    expect(styleOf(part('.holder')).display).to.equal('none')
  })
})

describe('the name on the card', () => {
  const type = (name: string, text: string) => {
    const box = part(`#${name}`)
    box.value = text
    box.dispatchEvent(new InputEvent('input', { inputType: 'insertText', bubbles: true }))
  }
  const fill = (): void => {
    type('number', '4242424242424242')
    type('expiry', '12/34')
    type('cvc', '123')
  }

  for (const holder of ['hidden', 'optional'] as const)
    it(`is not needed when it is ${holder}`, async () => {
      await show({ holder })
      fill()
      await until(() => element.checkValidity())
    })

  it('is needed otherwise', async () => {
    await show({ density: 'compact' })
    fill()
    await form().updateComplete
    expect(form().status.complete).to.equal(false)
    type('holder', 'Ada Lovelace')
    await until(() => element.checkValidity())
  })

  it('says that it is optional', async () => {
    await show({ holder: 'optional' })
    expect(part('label[for=holder]').textContent).to.equal('Name on card (optional)')
    expect(part('#holder').ariaRequired).to.equal('false')
  })
})

describe('web fonts', () => {
  it('load in page and frame, all at once, and never by what is typed', async () => {
    const font = { family: 'Brand', src: '/brand.woff2', weight: '100 900', unicodeRange: 'U+34' }
    await show({ fonts: [font, { family: 'Evil', src: 'https://evil.example/a.woff2' }] })
    for (const { fonts } of [document, frame()]) {
      const faces = [...fonts].filter(({ family }) => /Brand|Evil/.test(family))
      expect(
        faces.map(({ family, display, weight }) => [family.replaceAll('"', ''), display, weight]),
      ).to.deep.equal([['Brand', 'swap', '100 900']])
      expect(faces.every(({ status }) => status !== 'unloaded')).to.equal(true)
      expect(faces.map(({ unicodeRange }) => unicodeRange.toUpperCase())).to.deep.equal(['U+0-10FFFF'])
    }
  })
})

describe('the reserved place', () => {
  const LAYOUTS: Appearance[] = [
    {},
    { density: 'compact' },
    { density: 'roomy', holder: 'hidden' },
    { labels: 'inside' },
    { labels: 'floating', density: 'compact' },
    { cardLayout: 'line' },
    { cardLayout: 'line', labels: 'floating', holder: 'hidden' },
    { tokens: { 'field-height': '60px' }, cardLayout: 'line', labels: 'inside' },
  ]
  for (const width of [640, 380])
    it(`is as high as the form, ${width} px wide`, async () => {
      await show({})
      element.style.inlineSize = `${width}px`
      const card = () => element.shadowRoot?.querySelector('.card') ?? expect.fail('no card')
      const frameHeight = () =>
        element.shadowRoot?.querySelector('iframe')?.getBoundingClientRect().height ?? 0
      for (const layout of LAYOUTS) {
        element.appearance = layout
        await element.updateComplete
        const reserved = () => Number.parseFloat(styleOf(card()).minBlockSize)
        await until(() => Math.abs(reserved() - frameHeight()) < 2).catch(() =>
          expect.fail(`${JSON.stringify(layout)}: ${reserved()} reserved, ${frameHeight()} high`),
        )
      }
    })
})
