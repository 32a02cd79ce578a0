/** The billing form: its fields, the address for the BFF, and the mistakes that stop a payment. */
import { sendKeys } from '@web/test-runner-commands'
import { expect } from 'chai'
import type { PaykkaCardForm } from '../../../src/card/form/card-form.ts'
import type { PublicCheckout } from '../../../src/checkout/wire.ts'
import { PaykkaCheckout } from '../../../src/elements/paykka-checkout.ts'
import type { PayWith } from '../../../src/methods/pay-method.ts'
import { checkout, payment } from '../../support/checkout.ts'
import { FakeMethod, googlePay } from '../../support/fake-method.ts'
import { answered, FakeWorld } from '../../support/fake-world.ts'
import { IME_KEYS, keyEvent } from '../../support/ime.ts'
import type { Keys } from '../../support/keys.ts'
import { makeKeys } from '../../support/keys.ts'
import { fill } from '../../support/typing.ts'
import { collectWarnings } from '../../support/warnings.ts'

if (!customElements.get('paykka-checkout')) customElements.define('paykka-checkout', PaykkaCheckout)

const ADA = { firstName: 'Ada', lastName: 'Lovelace', line1: 'Hauptstraße 1', city: 'Berlin' }
const KNOWN = { ...ADA, country: 'DE', postalCode: '10115' }
const WALLET: PublicCheckout['methods'] = [
  { type: 'card', available: true },
  { type: 'google_pay', available: true },
]

let keys: Keys
let world: FakeWorld
let element: PaykkaCheckout
let warnings: { stop(): unknown[] }

type Wanted = Partial<PublicCheckout> & { details?: PaykkaCheckout['billingDetails'] }

async function show({ details, ...change }: Wanted = {}): Promise<void> {
  world.checkout = checkout({ cardEntry: 'inline', cardKey: keys.cardKey, ...change })
  element = document.createElement('paykka-checkout')
  Object.assign(element, { bffUrl: 'https://pay.shop.example', clientSecret: 'secret', cardEntry: 'inline' })
  if (details) element.billingDetails = details
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
const one = <T extends HTMLElement>(selector: string): T => all<T>(selector)[0] ?? expect.fail(selector)
const control = (name: string) => one<HTMLInputElement>(`#billing-${name}`)
const shown = () => all('.billing :is(input, select)[id]').map(({ id }) => id.replace('billing-', ''))
const mistakes = () => all('.billing [aria-invalid="true"]').map(({ id }) => id.replace('billing-', ''))
const focused = () => element.shadowRoot?.activeElement?.id

/** Types as autofill does: the whole text, with one event. */
async function set(name: string, value: string): Promise<void> {
  const box = control(name)
  box.value = value
  box.dispatchEvent(new Event(box instanceof HTMLSelectElement ? 'change' : 'input', { bubbles: true }))
  await settled()
}

async function setAll(values: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(values)) await set(name, value)
}

/** The rules of a country are a file that has to come. */
async function goTo(country: string, isThere: () => boolean): Promise<void> {
  await set('country', country)
  while (!isThere()) await new Promise((resolve) => requestAnimationFrame(resolve))
}

const has = (name: string) => shown().includes(name)
const card = () => one<PaykkaCardForm>('paykka-card-form')

/** Presses pay, with a complete card, and waits until the request is sent or kept back. */
async function pay(): Promise<void> {
  await fill(card())
  await press()
}

async function press(): Promise<void> {
  const before = world.posts.length
  one('[part=pay-button]').click()
  const isOver = () => world.posts.length > before || one('[part=base]').dataset.status !== 'paying'
  await settled()
  while (!isOver()) await new Promise((resolve) => requestAnimationFrame(resolve))
  await settled()
}

const sent = () => world.posts.map(({ body }) => (body as PayWith).billing)

describe('billing details', () => {
  before(async () => {
    keys = await makeKeys()
  })
  beforeEach(() => {
    world = new FakeWorld()
    world.surround(PaykkaCheckout)
    warnings = collectWarnings()
  })
  afterEach(() => {
    warnings.stop()
    element.remove()
  })

  for (const [name, details, required, fields] of [
    ['are not asked without a reason', undefined, false, []],
    ['are not asked where the page forbids it', 'none', true, []],
    [
      'are name and address where the checkout requires them',
      undefined,
      true,
      ['firstName', 'lastName', 'country', 'line1', 'line2', 'postalCode', 'city'],
    ],
    ['are two fields for a postal code', 'postal', false, ['country', 'postalCode']],
    [
      'have contact data when all are wanted',
      'full',
      false,
      ['email', 'firstName', 'lastName', 'country', 'line1', 'line2', 'postalCode', 'city', 'phoneNumber'],
    ],
  ] as const)
    it(name, async () => {
      await show({ ...(details && { details }), billing: { required, known: { country: 'DE' } } })
      expect(shown()).to.deep.equal(fields)
    })

  it('are not asked again when the shop has given them', async () => {
    await show({ billing: { required: true, known: KNOWN } })
    expect(shown()).to.deep.equal([])
    await pay()
    expect(sent()).to.deep.equal([undefined])
  })

  it('are sent with the payment, in one line each', async () => {
    await show({ details: 'full', billing: { required: false, known: { country: 'DE' } } })
    await setAll({
      ...ADA,
      line1: '  Hauptstraße   1 ',
      postalCode: ' 10115 ',
      email: 'ada@mail.example',
      phoneNumber: '030 1234567',
    })
    await pay()
    expect(sent()).to.deep.equal([{ ...KNOWN, email: 'ada@mail.example', phoneNumber: '030 1234567' }])
  })

  it('keep a payment back until nothing is missing, and show what', async () => {
    await show({ details: 'full', billing: { required: false, known: { country: 'DE' } } })
    await pay()
    expect(sent()).to.deep.equal([])
    expect(mistakes()).to.deep.equal(['email', 'firstName', 'lastName', 'line1', 'postalCode', 'city'])
    expect(focused()).to.equal('billing-email')
    expect(one('[part=base]').dataset.status).to.equal('ready')
    await setAll({ ...ADA, postalCode: '10115', email: 'ada@mail.example' })
    expect(mistakes()).to.deep.equal([])
    await pay()
    expect(sent()).to.have.length(1)
  })

  it('leave the focus to a card that is not complete', async () => {
    await show({ details: 'postal', billing: { required: false, known: { country: 'DE' } } })
    await press()
    expect(element.shadowRoot?.activeElement).to.equal(card())
    expect(mistakes()).to.deep.equal(['postalCode'])
    expect(sent()).to.deep.equal([])
  })

  it('belong to the validity of the element', async () => {
    await show({ details: 'postal', billing: { required: false, known: { country: 'DE' } } })
    await fill(card())
    await settled()
    expect(element.checkValidity()).to.equal(false)
    expect(element.reportValidity()).to.equal(false)
    await settled()
    expect(focused()).to.equal('billing-postalCode')
    await set('postalCode', '10115')
    expect(element.checkValidity()).to.equal(true)
  })

  it('follow the country, and keep what fits', async () => {
    await show({ details: 'full', billing: { required: false, known: KNOWN } })
    await goTo('US', () => has('state'))
    expect(control('city').value).to.equal('Berlin')
    expect(one('label[for=billing-postalCode]').textContent).to.equal('ZIP code')
    expect(one<HTMLSelectElement>('#billing-state').options.length).to.be.greaterThan(50)
    await set('state', 'CA')
    await goTo('DE', () => !has('state'))
    await goTo('HK', () => !has('postalCode'))
    expect(control('state').value).to.equal('')
  })

  it('take a country that this version does not know', async () => {
    await show({ details: 'full', billing: { required: false, known: { ...KNOWN, country: 'QZ' } } })
    expect(control('country').value).to.equal('QZ')
    await set('email', 'ada@mail.example')
    await pay()
    expect(sent()).to.deep.equal([{ ...KNOWN, country: 'QZ', email: 'ada@mail.example' }])
  })

  it('doubt an unusual postal code once', async () => {
    await show({ details: 'postal', billing: { required: false, known: { country: 'DE' } } })
    await set('postalCode', '1011')
    await pay()
    expect(sent()).to.deep.equal([])
    expect(one('#billing-postalCode-message').textContent).to.contain('26133')
    await press()
    expect(sent()).to.deep.equal([{ country: 'DE', postalCode: '1011' }])
  })

  it('keep a card number in the page', async () => {
    await show({ details: 'full', billing: { required: false, known: { ...KNOWN, email: 'a@b.example' } } })
    await set('line2', '4242 4242 4242 4242')
    await pay()
    await pay()
    expect(sent()).to.deep.equal([])
    expect(mistakes()).to.deep.equal(['line2'])
  })

  it('are the delivery address at first, where there is one', async () => {
    const delivery = { ...KNOWN, email: 'gift@mail.example' }
    await show({ billing: { required: true, delivery } })
    expect(shown()).to.deep.equal([])
    expect(one('[part=billing-delivery]').textContent).to.contain('Hauptstraße 1')
    await pay()
    expect(sent()).to.deep.equal([KNOWN])
  })

  it('are typed when they are not the delivery address', async () => {
    await show({ billing: { required: true, delivery: KNOWN } })
    one<HTMLInputElement>('[part=billing-same] input').click()
    await settled()
    expect(shown()).to.include('line1')
    expect(control('country').value).to.equal('DE')
    expect(control('line1').value).to.equal('')
    await pay()
    expect(sent()).to.deep.equal([])
    one<HTMLInputElement>('[part=billing-same] input').click()
    await pay()
    expect(sent()).to.deep.equal([KNOWN])
  })

  it('begin with what the shop knows', async () => {
    const known = { ...KNOWN, email: 'ada@mail.example', phoneAreaCode: '49', phoneNumber: '301234567' }
    await show({ details: 'full', billing: { required: false, known } })
    expect(control('line1').value).to.equal('Hauptstraße 1')
    expect(control('phoneNumber').value).to.equal('+49 301234567')
    await set('line1', 'Nebenstraße 2')
    element.reset()
    await settled()
    expect(control('line1').value).to.equal('Hauptstraße 1')
  })

  it('carry the words of autofill', async () => {
    await show({ details: 'full', billing: { required: false, known: { country: 'US' } } })
    expect(all('.billing [autocomplete]').map((box) => box.getAttribute('autocomplete'))).to.deep.equal([
      'billing email',
      'billing given-name',
      'billing family-name',
      'billing country',
      'billing address-line1',
      'billing address-line2',
      'billing address-level2',
      'billing address-level1',
      'billing postal-code',
      'billing tel',
    ])
  })

  it('pay with Enter, but not in a list', async () => {
    await show({ details: 'postal', billing: { required: false, known: { country: 'DE' } } })
    await set('postalCode', '10115')
    await fill(card())
    control('country').focus()
    await sendKeys({ press: 'Enter' })
    await sendKeys({ press: 'Escape' })
    await settled()
    expect(sent()).to.deep.equal([])
    control('postalCode').focus()
    for (const ime of IME_KEYS) control('postalCode').dispatchEvent(keyEvent('Enter', ime))
    await settled()
    expect(sent()).to.deep.equal([])
    await sendKeys({ press: 'Enter' })
    await world.call()
    expect(sent()).to.have.length(1)
  })

  it('are read-only while the shopper pays, and stay after a decline', async () => {
    await show({
      details: 'postal',
      billing: { required: false, known: { country: 'DE', postalCode: '10115' } },
    })
    await pay()
    expect(control('postalCode').readOnly).to.equal(true)
    const call = await world.call()
    call.answer(200, answered(payment('declined', { decline: { retry: 'other-card' } })))
    await settled()
    expect(control('postalCode').readOnly).to.equal(false)
    expect(control('postalCode').value).to.equal('10115')
  })

  it('ask wallets too, and take their contact', async () => {
    const wallet = new FakeMethod('Google Pay', { place: 'express' })
    world.methodLoaders = { google_pay: wallet.load }
    await show({ details: 'full', methods: WALLET, billing: { required: false, known: { country: 'DE' } } })
    expect(wallet.context?.wallets).to.deep.equal({ billing: true, contact: ['email'] })
    element.wallets = { billing: false }
    expect(wallet.context?.wallets.billing).to.equal(false)
    expect(wallet.context?.begin()).to.equal(true)
    void wallet.context?.pay({ ...googlePay, billing: { ...KNOWN, email: 'ada@mail.example' } })
    await settled()
    const call = await world.call()
    call.answer(200, answered(payment('declined', { decline: { retry: 'other-card' } })))
    await settled()
    expect(control('line1').value).to.equal('Hauptstraße 1')
    expect(control('email').value).to.equal('ada@mail.example')
  })

  it('go along with every way to pay', async () => {
    const wallet = new FakeMethod('Google Pay')
    world.methodLoaders = { google_pay: wallet.load }
    await show({
      details: 'postal',
      methods: [{ type: 'google_pay', available: true }],
      billing: { required: false, known: { country: 'DE' } },
    })
    await press()
    expect(sent()).to.deep.equal([])
    await set('postalCode', '10115')
    await press()
    expect(sent()).to.deep.equal([{ country: 'DE', postalCode: '10115' }])
  })

  it('go along to the page of PayKKa', async () => {
    const given: unknown[] = []
    const hosted = new FakeMethod('iDEAL', {
      redirect: async (along?: unknown) => {
        given.push(along)
        return null
      },
    })
    world.methodLoaders = { hosted: hosted.load }
    const methods: PublicCheckout['methods'] = [{ type: 'hosted', available: true }]
    await show({ details: 'postal', methods, billing: { required: false, known: KNOWN } })
    await press()
    expect(given).to.deep.equal([{ billing: { country: 'DE', postalCode: '10115' } }])
  })

  it('are left to the page of PayKKa where only the checkout requires them', async () => {
    const hosted = new FakeMethod('iDEAL', { redirect: async () => null })
    world.methodLoaders = { hosted: hosted.load }
    await show({ methods: [{ type: 'hosted', available: true }], billing: { required: true } })
    expect(shown()).to.deep.equal([])
  })
})
