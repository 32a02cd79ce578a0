/** Card entry by PayKKa's Encrypted Card script, with the emulator's double of it. */
import { expect } from 'chai'
import type { PublicCheckout } from '../../../src/checkout/wire.ts'
import { PaykkaCheckout } from '../../../src/elements/paykka-checkout.ts'
import { loaders } from '../../../src/methods/registry.ts'
import { expectAccessible } from '../../support/a11y.ts'
import { checkout, payment } from '../../support/checkout.ts'
import { answered, FakeWorld, problem } from '../../support/fake-world.ts'

if (!customElements.get('paykka-checkout')) customElements.define('paykka-checkout', PaykkaCheckout)

const SCRIPT = `${location.origin}/packages/emulator/src/encrypted-card/encrypted-card.js`
const SETTINGS = {
  scriptUrl: SCRIPT,
  apiUrl: location.origin,
  cdnUrl: location.origin,
  merchantId: '18356675194960',
  clientKey: 'ck_00000000000000000000000000000000',
  sandbox: true,
}
const NOWHERE = `${location.origin}/nowhere/encrypted-card.js`
const WITH_OTHER_WAYS: Partial<PublicCheckout> = {
  methods: [
    { type: 'card', available: true },
    { type: 'hosted', available: true },
  ],
  hosted: [{ code: 'ideal', name: 'iDEAL' }],
  saveCard: 'ask',
}
const PAN = '4242424242424242'

let world: FakeWorld
let element: PaykkaCheckout

async function show(change: Partial<PublicCheckout> = {}): Promise<void> {
  world.checkout = checkout({ cardEntry: 'encrypted-card', encryptedCard: SETTINGS, ...change })
  element = document.createElement('paykka-checkout')
  element.cardEntry = 'encrypted-card'
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

async function until(holds: () => boolean): Promise<void> {
  while (element.isConnected && !holds()) {
    await new Promise((resolve) => setTimeout(resolve, 10))
    await element.updateComplete
  }
}

const mount = (name: string) =>
  element.querySelector<HTMLElement>(`[data-eci="${name}"]`) ?? expect.fail(`no ${name}`)
const field = (name: string) => mount(name).querySelector('input') ?? expect.fail(`no field in ${name}`)
const form = () => element.shadowRoot?.querySelector('paykka-encrypted-form') ?? expect.fail('no form')
const holder = () => form().shadowRoot?.querySelector<HTMLInputElement>('#holder') ?? expect.fail('no holder')
const part = (name: string) => element.shadowRoot?.querySelector<HTMLElement>(`[part="${name}"]`)
const seen = (name: string) => part(name)?.checkVisibility({ visibilityProperty: true }) ?? false
const status = () => element.shadowRoot?.querySelector<HTMLElement>('[part="base"]')?.dataset.status
const payButton = () =>
  element.shadowRoot?.querySelector<HTMLButtonElement>('[part="pay-button"]') ?? expect.fail('no pay button')

function fillCard(number = PAN): void {
  field('cardNumber').value = number
  field('expiryDate').value = '12/34'
  field('securityCode').value = '123'
  holder().value = 'Ada Lovelace'
}

describe('card-entry="encrypted-card"', () => {
  beforeEach(() => {
    world = new FakeWorld()
    world.realWaitsUpTo = 1600
    world.surround(PaykkaCheckout)
  })
  afterEach(() => element.remove())

  it("puts the script's fields into the page, shows them in the form's places, and is accessible", async () => {
    await show()
    for (const name of ['cardNumber', 'expiryDate', 'securityCode']) {
      expect(mount(name).getRootNode() === document, 'in the page').to.equal(true)
      const place = mount(name).assignedSlot?.assignedSlot?.getRootNode()
      expect(place === form().shadowRoot, 'shown in the form').to.equal(true)
      expect(mount(name).getBoundingClientRect().height).to.be.at.least(44)
    }
    expect(element.shadowRoot?.querySelector('iframe')).to.equal(null)
    await expectAccessible(element)
  })

  it('pays with what the script gives, and never with a card number', async () => {
    await show()
    fillCard()
    payButton().click()
    const { body } = await world.call()
    const { type, holderName, ...encrypted } = body.method as Record<string, string>
    expect([type, holderName]).to.deep.equal(['encrypted_card', 'Ada Lovelace'])
    expect(Object.keys(encrypted).sort()).to.deep.equal([
      'encryptedCVV',
      'encryptedCardNumber',
      'encryptedExpireMonth',
      'encryptedExpireYear',
    ])
    for (const value of Object.values(encrypted)) expect(value).to.match(/^emulator\.sealed\.[\w-]{300,}$/)
    for (const digits of [PAN, btoa(PAN).replaceAll('=', '')])
      expect(JSON.stringify(body)).not.to.contain(digits)
  })

  it('goes back to the form when the script finds a mistake, and sends nothing until it is corrected', async () => {
    await show()
    fillCard('4242424242424241')
    payButton().click()
    const alert = form().shadowRoot?.querySelector('[role="alert"]')
    await until(() => alert?.textContent !== '')
    expect(alert?.textContent).to.equal('Check the marked fields.')
    await until(() => status() === 'ready')
    expect(field('cardNumber').getAttribute('aria-invalid')).to.equal('true')
    expect(field('cardNumber').style.outline).to.match(/rgb\(.+\) solid 2px/)
    expect(world.posts).to.have.length(0)
    fillCard()
    payButton().click()
    await world.call()
    expect(alert?.textContent).to.equal('')
  })

  it('asks for the name, which the script does not', async () => {
    await show()
    fillCard()
    holder().value = ''
    payButton().click()
    await until(() => status() === 'ready')
    expect(form().shadowRoot?.querySelector('[part="error"]')?.textContent).to.equal(
      'Enter the name on the card.',
    )
    // Not the elements themselves, because chai needs minutes to print two of them.
    await until(() => form().shadowRoot?.activeElement === holder())
    expect(form().shadowRoot?.activeElement === holder(), 'focus is on the name').to.equal(true)
    expect(world.posts).to.have.length(0)
  })

  it('asks for the card again when PayKKa can no longer open it', async () => {
    await show()
    fillCard()
    payButton().click()
    ;(await world.call()).answer(422, problem(422, 'card_unreadable'))
    await until(() => status() === 'failed')
    expect(element.shadowRoot?.querySelector('[role="status"]')?.textContent).to.contain(
      'Please enter your card again',
    )
    await until(() => element.querySelector('[data-eci="cardNumber"] input') !== null)
    expect(field('cardNumber').value).to.equal('')
    fillCard()
    payButton().click()
    ;(await world.call()).answer(200, answered(payment('succeeded')))
    await until(() => status() === 'paid')
    expect(element.querySelector('[data-eci]'), 'nothing typed is left in the page').to.equal(null)
  })

  it('lets nothing be typed while a payment is under way', async () => {
    await show()
    fillCard()
    payButton().click()
    await world.call()
    await settled()
    expect(mount('cardNumber').inert).to.equal(true)
  })

  it("takes the older spelling of the script's global", async () => {
    await show()
    const page = globalThis as { PayKKaCardCheckoutEncryptedCard?: unknown }
    const current = page.PayKKaCardCheckoutEncryptedCard
    delete page.PayKKaCardCheckoutEncryptedCard
    element.remove()
    await show()
    expect(field('cardNumber').isConnected).to.equal(true)
    page.PayKKaCardCheckoutEncryptedCard = current
  })

  it('says that the form could not be loaded where the script cannot be had', async () => {
    world.realWaitsUpTo = 2000
    await show({ encryptedCard: { ...SETTINGS, scriptUrl: NOWHERE } })
    await until(() => status() === 'stopped')
    expect(element.shadowRoot?.textContent).to.contain('The card form could not be loaded')
  })

  it('says nothing of encryption or of saving the card where the form could not be loaded', async () => {
    world.methodLoaders = loaders
    await show(WITH_OTHER_WAYS)
    expect([seen('hint'), seen('save-card')], 'while the form is shown').to.deep.equal([true, true])
    element.remove()
    world.realWaitsUpTo = 2000
    await show({ ...WITH_OTHER_WAYS, encryptedCard: { ...SETTINGS, scriptUrl: NOWHERE } })
    await until(() => part('card')?.querySelector('[role=alert]') !== null)
    expect([seen('hint'), seen('save-card')]).to.deep.equal([false, false])
  })

  it("pays on Enter in one of the script's fields", async () => {
    await show()
    fillCard()
    const enter = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true })
    field('securityCode').dispatchEvent(enter)
    expect((await world.call()).body.method?.type).to.equal('encrypted_card')
  })
})
