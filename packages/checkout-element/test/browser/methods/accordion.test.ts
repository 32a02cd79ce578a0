/** The accordion: a row for each saved card, the card form and each hosted method; the open row contains the pay button. */
import { sendKeys, setViewport } from '@web/test-runner-commands'
import { expect } from 'chai'
import type { PublicCheckout, StoredCard } from '../../../src/checkout/wire.ts'
import { PaykkaCheckout } from '../../../src/elements/paykka-checkout.ts'
import { LOCALES } from '../../../src/locales/names.ts'
import { loaders } from '../../../src/methods/registry.ts'
import { MESSAGE } from '../../../src/testing/message.ts'
import { expectAccessible } from '../../support/a11y.ts'
import { checkout, payment } from '../../support/checkout.ts'
import { answered, FakeWorld } from '../../support/fake-world.ts'
import type { Keys } from '../../support/keys.ts'
import { makeKeys } from '../../support/keys.ts'
import { fill, input, type } from '../../support/typing.ts'
import { collectWarnings } from '../../support/warnings.ts'

if (!customElements.get('paykka-checkout')) customElements.define('paykka-checkout', PaykkaCheckout)

const VISA: StoredCard = {
  id: 'card_aaaaaaaaaaaaaaaaaaaaaa',
  brand: 'visa',
  last4: '4242',
  expMonth: '12',
  expYear: '2030',
}
const AMEX: StoredCard = { ...VISA, id: 'card_bbbbbbbbbbbbbbbbbbbbbb', brand: 'amex', last4: '0005' }
const OLD: StoredCard = { ...VISA, id: 'card_cccccccccccccccccccccc', last4: '1111', expYear: '2024' }
const HOSTED: Partial<PublicCheckout> = {
  methods: [
    { type: 'card', available: true },
    { type: 'hosted', available: true },
  ],
  hosted: [
    { code: 'grabpay', name: 'GrabPay' },
    { code: 'ideal', name: 'iDEAL' },
  ],
}
const EVERYTHING = { ...HOSTED, cards: [VISA, OLD, AMEX], savedCardCode: false }

let world: FakeWorld
let element: PaykkaCheckout
let keys: Keys
let warnings: ReturnType<typeof collectWarnings>

async function show(change: Partial<PublicCheckout>, attributes: Record<string, string> = {}): Promise<void> {
  world.checkout = checkout({ cardEntry: 'inline', cardKey: keys.cardKey, ...change })
  element = document.createElement('paykka-checkout')
  for (const [name, value] of Object.entries({ layout: 'accordion', ...attributes }))
    element.setAttribute(name, value)
  element.cardEntry = 'inline'
  element.bffUrl = location.origin
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
const one = <T extends HTMLElement>(selector: string): T =>
  all<T>(selector)[0] ?? expect.fail(`no ${selector}`)
const textOf = (node: Element) => node.textContent?.replace(/\s+/g, ' ').trim()
const radios = () => all<HTMLInputElement>('[part="method-radio"]')
const rows = () => all('[part="method"]').map(textOf)
const payButton = () => one<HTMLButtonElement>('[part="pay-button"]')
const openRow = () =>
  textOf(payButton().closest('.way')?.querySelector('[part="method"]') ?? expect.fail('no row'))
const form = () => element.shadowRoot?.querySelector('paykka-card-form') ?? expect.fail('no card form')
const picture = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))

async function click(target: HTMLElement | undefined): Promise<void> {
  if (!target) expect.fail('nothing to click')
  target.click()
  await settled()
  await picture()
}

async function until(holds: () => boolean): Promise<void> {
  while (element.isConnected && !holds()) {
    await new Promise((resolve) => setTimeout(resolve, 10))
    await element.updateComplete
  }
}

before(async () => {
  keys = await makeKeys()
})
beforeEach(() => {
  world = new FakeWorld()
  world.realWaitsUpTo = 1600
  world.methodLoaders = loaders
  world.surround(PaykkaCheckout)
  warnings = collectWarnings()
})
afterEach(async () => {
  warnings.stop()
  element.remove()
  document.body.style.paddingBlock = ''
  await setViewport({ width: 800, height: 600 })
})

describe('an accordion', () => {
  for (const layout of ['accordion', 'list'])
    it(`has a row for each saved card, the card form and each hosted method (${layout})`, async () => {
      await show({ ...HOSTED, cards: [VISA], savedCardCode: false }, { layout })
      expect(rows()).to.deep.equal(['Visa ending in 4242 Expires 12/30', 'New card', 'GrabPay', 'iDEAL'])
      expect(new Set(radios().map(({ name }) => name))).to.deep.equal(new Set(['method']))
      expect(all('svg').length).to.be.at.least(4)
      expect(all('[part="more-button"]')).to.have.length(0)
      await expectAccessible(element)
    })

  it('keeps the pay button in the open row, whose panel is under its name', async () => {
    await show({ ...HOSTED, cards: [VISA], savedCardCode: false })
    expect(openRow()).to.contain('Visa ending in 4242')
    await click(radios()[1])
    expect(openRow()).to.equal('New card')
    const [head, card, next] = [
      '.way[data-open] .way-head',
      '[part="card"]',
      '.way:last-of-type .way-head',
    ].map((selector) => one(selector).getBoundingClientRect()) as [DOMRect, DOMRect, DOMRect]
    expect(card.top).to.be.at.least(head.bottom)
    expect(payButton().getBoundingClientRect().top).to.be.at.least(card.bottom)
    expect(next.top).to.be.above(payButton().getBoundingClientRect().bottom)
    await click(radios()[3])
    expect(openRow()).to.equal('iDEAL')
    expect(textOf(payButton())).to.equal('Continue with iDEAL')
    expect(one('[part="card"]').hidden).to.equal(true)
  })

  it('is one radio group for the keyboard, and keeps what was typed', async () => {
    await show({ ...HOSTED, cards: [VISA, OLD], savedCardCode: false })
    const first = form()
    await click(radios()[2])
    await fill(first)
    radios()[2]?.focus()
    await sendKeys({ press: 'ArrowUp' })
    await settled()
    expect(openRow(), 'an expired card is passed over').to.contain('Visa ending in 4242')
    expect(element.shadowRoot?.activeElement).to.equal(radios()[0])
    await sendKeys({ press: 'ArrowDown' })
    await settled()
    expect(openRow()).to.equal('New card')
    expect(form()).to.equal(first)
    expect(input(form(), 'number').value).to.equal('4242 4242 4242 4242')
    await sendKeys({ press: 'ArrowDown' })
    await settled()
    expect(openRow()).to.equal('GrabPay')
    await sendKeys({ press: 'Tab' })
    expect(element.shadowRoot?.activeElement).to.equal(payButton())
  })

  it('shows four rows and the others on request, without moving a row', async () => {
    await show(EVERYTHING)
    expect(rows()).to.deep.equal([
      'Visa ending in 4242 Expires 12/30',
      'Visa ending in 1111 Expired 12/24',
      'American Express ending in 0005 Expires 12/30',
      'New card',
    ])
    expect(textOf(one('[part="more-button"]'))).to.equal('More ways to pay (2)')
    await expectAccessible(element)
    const tops = () => all('.way-head').map((each) => each.getBoundingClientRect().top)
    const before = tops()
    one('[part="more-button"]').focus()
    await click(one('[part="more-button"]'))
    expect(rows().slice(4)).to.deep.equal(['GrabPay', 'iDEAL'])
    expect(tops().slice(0, 4)).to.deep.equal(before)
    expect(element.shadowRoot?.activeElement).to.equal(radios()[4])
    expect(radios().map(({ checked }) => checked)).to.deep.equal([true, false, false, false, false, false])
  })

  it('keeps the pressed row where it is while the row above it closes', async () => {
    await setViewport({ width: 390, height: 500 })
    await show({ ...HOSTED, cards: [VISA], savedCardCode: false })
    document.body.style.paddingBlock = '1000px'
    await click(radios()[1])
    const pressed = () => all('.way-head')[3]?.getBoundingClientRect().top ?? 0
    window.scrollTo(0, 1300)
    await picture()
    const before = pressed()
    const height = element.offsetHeight
    await click(radios()[3])
    expect(element.offsetHeight, 'the row above has closed').to.be.below(height - 200)
    expect(Math.abs(pressed() - before)).to.be.below(1.5)
  })

  it('opens the first row that can pay', async () => {
    await show({ ...HOSTED, cards: [OLD], savedCardCode: false })
    expect(radios().map(({ disabled, checked }) => [disabled, checked])).to.deep.equal([
      [true, false],
      [false, true],
      [false, false],
      [false, false],
    ])
    expect(openRow()).to.equal('New card')
  })

  it('shows a single way without a row, but with its name', async () => {
    await show({})
    expect(radios()).to.have.length(0)
    expect(textOf(one('[part="method"]'))).to.equal('Card')
    await expectAccessible(element)
  })

  it('shows no row of a single saved card without another way', async () => {
    await show({ methods: [], cards: [VISA], savedCardCode: false })
    expect(all('[part="method"]')).to.have.length(0)
    expect(textOf(one('[part="saved-cards"]'))).to.contain('Visa ending in 4242')
    await click(payButton())
    expect((await world.call()).body.method).to.deep.equal({ type: 'saved_card', cardId: VISA.id })
  })

  it('pays with the card or method of the open row', async () => {
    await show(EVERYTHING)
    await click(radios()[2])
    payButton().click()
    const call = await world.call()
    expect(call.body.method).to.deep.equal({ type: 'saved_card', cardId: AMEX.id })
    expect(radios().every(({ disabled }) => disabled)).to.equal(true)
    call.answer(
      200,
      answered(payment('declined', { method: 'saved_card', decline: { retry: 'other-card' } })),
    )
    await settled()
    await settled()
    await click(one('[part="more-button"]'))
    await click(radios()[5])
    payButton().click()
    const hosted = await world.call()
    expect(hosted.url).to.match(/\/hosted$/)
    expect(hosted.body).to.deep.equal({ methods: ['ideal'] })
  })

  it('shows a decline beside the button, in the open row, where page objects find it', async () => {
    await show({ ...HOSTED })
    expect(one(MESSAGE).textContent).to.equal('')
    await fill(form())
    payButton().click()
    ;(await world.call()).answer(200, answered(payment('declined', { decline: { retry: 'other-card' } })))
    await settled()
    await settled()
    expect(all(MESSAGE)).to.have.length(1)
    expect(one(MESSAGE).textContent).to.contain('Your bank declined the payment')
    expect(one('[part~="notice"]').closest('.way')).to.equal(payButton().closest('.way'))
    await expectAccessible(element)
  })

  it('has an own field for the code in each row, and forgets the code of another card', async () => {
    await show({ cards: [VISA, AMEX] })
    const codeForm = async () => {
      await until(() => one('[part="saved-card-code"]').hasAttribute('data-ready'))
      const page = one<HTMLIFrameElement>('[part="saved-card-code"] iframe').contentDocument
      return page?.querySelector('paykka-code-form') ?? expect.fail('no code form')
    }
    const first = await codeForm()
    input(first, 'cvc').focus()
    await type('737')
    await click(radios()[1])
    const second = await codeForm()
    expect(all('[part="saved-card-code"]')).to.have.length(1)
    expect(second).not.to.equal(first)
    expect([second.length, input(second, 'cvc').value]).to.deep.equal([4, ''])
    await expectAccessible(element)
  })

  it('removes a saved card after a question in its row, and keeps the focus', async () => {
    await show({ cards: [VISA, OLD], savedCardCode: false })
    await click(one('[aria-label="Remove Visa ending in 1111"]'))
    expect(textOf(one('[part="confirmation"]').closest('.way') ?? expect.fail())).to.contain('1111')
    await expectAccessible(element)
    await click(one('[part="confirm-button"]'))
    ;(await world.call()).answer(200, {})
    await until(() => radios().length === 2)
    expect(all('[role="status"]').map(textOf)).to.include('Visa ending in 1111 was removed.')
    await until(() => element.shadowRoot?.activeElement === one('[part="remove-button"]'))
    await click(one('[part="remove-button"]'))
    await click(one('[part="confirm-button"]'))
    ;(await world.call()).answer(200, {})
    await until(() => radios().length === 0)
    expect(one('[part="card"]').hidden, 'the card form is left').to.equal(false)
  })

  it('fits 320 px in every language and with text twice as large', async () => {
    await setViewport({ width: 320, height: 700 })
    await show({ ...EVERYTHING, recurring: SUBSCRIPTION })
    for (const locale of ['en', ...LOCALES]) {
      element.locale = locale
      await until(() => one('[part="base"]').lang === locale)
      await settled()
      expect(document.documentElement.scrollWidth, locale).to.be.at.most(320)
      for (const row of all('.way-head, [part="more-button"], .subscription > *'))
        expect(row.scrollWidth, `${locale}: ${textOf(row)}`).to.be.at.most(row.clientWidth + 1)
      for (const label of all('[part="method"]'))
        expect(label.getBoundingClientRect().height).to.be.at.least(44)
    }
    document.documentElement.style.fontSize = '200%'
    await picture()
    expect(document.documentElement.scrollWidth).to.be.at.most(320)
    document.documentElement.style.fontSize = ''
  })
})

const EUR = (value: number) => ({ value, currency: 'EUR', display: '', decimals: 2 })

const SUBSCRIPTION = {
  type: 'subscription',
  label: 'Premium',
  interval: { unit: 'month', count: 1 },
} as const

describe('a subscription', () => {
  const shown = () => [...one('[part="subscription"]').children].map(textOf)

  it('is named with its price and interval', async () => {
    await show({ recurring: SUBSCRIPTION, amount: EUR(999) }, { layout: 'tabs' })
    expect(shown()).to.deep.equal(['Premium', '€9.99 per month'])
    await expectAccessible(element)
  })

  it('has a longer interval in words of the language, and names another price today', async () => {
    const recurring = { ...SUBSCRIPTION, interval: { unit: 'month', count: 3 }, amount: EUR(2997) } as const
    await show({ recurring, amount: EUR(1) })
    expect(shown()).to.deep.equal(['Premium', '€29.97', 'Payment interval: 3 months', 'Today: €0.01'])
    element.locale = 'fi'
    await until(() => /^Maksuväli: 3 k/.test(shown()[2] ?? ''))
  })

  it('is not shown where the shop has not described it', async () => {
    await show({ recurring: { type: 'subscription' } })
    expect(all('[part="subscription"]')).to.have.length(0)
  })

  it('can be paid with a saved card, with the consent that is shown', async () => {
    await show({ recurring: SUBSCRIPTION, cards: [VISA], savedCardCode: false })
    payButton().click()
    const { body } = await world.call()
    const text = textOf(one('.way[data-open] [part="save-card"]'))
    expect(text).to.match(/^By paying I agree that this card is saved and charged/)
    expect(body).to.deep.include({
      method: { type: 'saved_card', cardId: VISA.id },
      saveCard: true,
      consent: { text, locale: 'en' },
    })
  })
})
