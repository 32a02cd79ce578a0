/** Saved cards, consent to save one, and PayKKa's own page: as choices of the picker, with one request to the BFF. */
import { setViewport } from '@web/test-runner-commands'
import { expect } from 'chai'
import type { PublicCheckout, StoredCard } from '../../../src/checkout/wire.ts'
import { PaykkaCheckout } from '../../../src/elements/paykka-checkout.ts'
import { loaders } from '../../../src/methods/registry.ts'
import { expectAccessible } from '../../support/a11y.ts'
import { checkout, payment } from '../../support/checkout.ts'
import { answered, FakeWorld, problem } from '../../support/fake-world.ts'
import type { Keys } from '../../support/keys.ts'
import { makeKeys, openWith } from '../../support/keys.ts'
import { fill, input, press, type } from '../../support/typing.ts'
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
const CARDS = { cards: [OLD, VISA, AMEX] }
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

let world: FakeWorld
let element: PaykkaCheckout
let keys: Keys
let warnings: ReturnType<typeof collectWarnings>

async function show(change: Partial<PublicCheckout>, attributes: Record<string, string> = {}): Promise<void> {
  world.checkout = checkout({ cardEntry: 'inline', cardKey: keys.cardKey, ...change })
  element = document.createElement('paykka-checkout')
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
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
const text = (selector: string) => one(selector).textContent?.replace(/\s+/g, ' ').trim()
const savedRadios = () => all<HTMLInputElement>('input[name="saved-card"]')
const payButton = () => one<HTMLButtonElement>('[part="pay-button"]')

async function click(target: HTMLElement): Promise<void> {
  target.click()
  await settled()
}

async function until(holds: () => boolean): Promise<void> {
  while (element.isConnected && !holds()) {
    await new Promise((resolve) => setTimeout(resolve, 10))
    await element.updateComplete
  }
}

/** The field for the security code, inside its frame. */
async function codeForm() {
  await until(() => one('[part="saved-card-code"]').hasAttribute('data-ready'))
  const page = one<HTMLIFrameElement>('[part="saved-card-code"] iframe').contentDocument
  return page?.querySelector('paykka-code-form') ?? expect.fail('no code form')
}

const privateKey = async (): Promise<CryptoKey> => {
  const jwk = (await (await fetch('/card-frame-private-key')).json()) as JsonWebKey
  const algorithm = { name: 'ECDH', namedCurve: 'P-256' }
  return await crypto.subtle.importKey('jwk', jwk, algorithm, false, ['deriveBits'])
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
afterEach(() => {
  warnings.stop()
  element.remove()
})

describe('saved cards in a checkout', () => {
  it('come first, are accessible, and show which have expired', async () => {
    await show(CARDS)
    expect(all('[part="method"]').map((row) => row.textContent?.trim())).to.deep.equal([
      'Saved cards',
      'Card',
    ])
    expect(savedRadios().map(({ disabled, checked }) => [disabled, checked])).to.deep.equal([
      [true, false],
      [false, true],
      [false, false],
    ])
    expect(all('[part="saved-card-expiry"]').map((each) => each.textContent)).to.deep.equal([
      'Expired 12/24',
      'Expires 12/30',
      'Expires 12/30',
    ])
    await codeForm()
    await expectAccessible(element)
  })

  it('pay with their id and the code sealed in the frame', async () => {
    await show(CARDS)
    const form = await codeForm()
    element.focus()
    input(form, 'cvc').focus()
    await type('737')
    await press('Enter')
    const call = await world.call()
    const { method } = call.body as { method?: { type: string; cardId?: string; cvc?: string } }
    expect([method?.type, method?.cardId]).to.deep.equal(['saved_card', VISA.id])
    expect(await openWith(await privateKey(), method?.cvc ?? '')).to.include({ cvc: '737' })
    expect(call.headers.get('idempotency-key')).to.match(/^key-/)
    call.answer(200, answered(payment('succeeded', { method: 'saved_card' })))
    await settled()
    expect(one('[part="base"]').dataset.status).to.equal('paid')
  })

  it('never send a code typed for one card with another', async () => {
    await show(CARDS)
    const form = await codeForm()
    input(form, 'cvc').focus()
    await type('737')
    await click(savedRadios()[2] ?? expect.fail())
    await until(() => form.length === 4)
    expect(input(form, 'cvc').value).to.equal('')
    await click(payButton())
    await until(() => form.shadowRoot?.querySelector('[part="error"]') !== null)
    // The field has the value before the page around its frame.
    await until(() => one('[part="base"]').dataset.status === 'ready')
    expect(world.posts).to.have.length(0)
  })

  it('pay without a code where the BFF asks for none', async () => {
    await show({ ...CARDS, savedCardCode: false })
    expect(all('[part="saved-card-code"]')).to.have.length(0)
    await click(payButton())
    const { body } = await world.call()
    expect(body.method).to.deep.equal({ type: 'saved_card', cardId: VISA.id })
  })

  it('keep the button that removes them beside their name at 320 px, in a language with long words', async () => {
    await setViewport({ width: 320, height: 700 })
    await show({ ...CARDS, savedCardCode: false }, { locale: 'el' })
    const boxes = ['saved-card-name', 'remove-button'].map((part) =>
      one(`[part="${part}"]`).getBoundingClientRect(),
    )
    const [name, button] = boxes as [DOMRect, DOMRect]
    expect(button.top, 'on the same line').to.be.below(name.bottom)
    expect(button.width).to.be.at.least(44)
    expect(button.height).to.be.at.least(44)
    expect(one('[part="remove-button"] span').checkVisibility(), 'a sign in place of the word').to.equal(
      false,
    )
    await setViewport({ width: 800, height: 700 })
    await until(() => one('[part="remove-button"] span').checkVisibility())
  })

  it('are removed after a question, at the BFF first', async () => {
    await show({ cards: [VISA], savedCardCode: false })
    await click(one('[aria-label="Remove Visa ending in 4242"]'))
    await expectAccessible(element)
    await click(one('[part="confirm-button"]'))
    const call = await world.call()
    expect([call.method, new URL(call.url).pathname]).to.deep.equal([
      'DELETE',
      `/client/v1/checkout/cards/${VISA.id}`,
    ])
    expect(all('[part="saved-card"]')).to.have.length(1)
    call.answer(200, {})
    await settled()
    await until(() => all('[part="saved-card"]').length === 0)
    expect(all('[part="method"]'), 'the card form is left alone').to.have.length(0)
  })

  it('that cannot all be used are explained, and nothing is sent', async () => {
    await show({ cards: [OLD], savedCardCode: false })
    await click(payButton())
    expect(text('.saved-problem')).to.equal('Choose a card that has not expired.')
    expect(world.posts).to.have.length(0)
  })
})

describe('saving a card', () => {
  const form = () => element.shadowRoot?.querySelector('paykka-card-form') ?? expect.fail('no card form')
  const pay = async () => {
    await fill(form())
    payButton().click()
    return await world.call()
  }
  const ASK = 'Save this card for my next purchases here. I can remove it at any time.'

  it('is asked for, off until the shopper agrees, and accessible', async () => {
    await show({ saveCard: 'ask' })
    expect(one<HTMLInputElement>('[part="save-card-box"]').checked).to.equal(false)
    await expectAccessible(element)
    const { body } = await pay()
    expect(body).to.include({ saveCard: false })
    expect(body).not.to.have.property('consent')
  })

  it('sends the BFF the exact words of the page, in their language', async () => {
    await show({ saveCard: 'ask' })
    one('[part="save-card-box"]').click()
    await settled()
    const { body } = await pay()
    expect(text('[part="save-card"]')).to.equal(ASK)
    expect(body).to.deep.include({ saveCard: true, consent: { text: ASK, locale: 'en' } })
  })

  it('keeps a ticked box over a decline', async () => {
    await show({ saveCard: 'ask' })
    one('[part="save-card-box"]').click()
    const call = await pay()
    call.answer(200, answered(payment('declined', { decline: { retry: 'other-card' } })))
    await settled()
    expect(one<HTMLInputElement>('[part="save-card-box"]').checked).to.equal(true)
  })

  it("says so where paying means it, in the shopper's own language", async () => {
    await show({ saveCard: 'always' }, { locale: 'de' })
    await until(() => text('[part="save-card"]')?.startsWith('Mit der Zahlung') === true)
    const { body } = await pay()
    expect(body).to.deep.include({
      saveCard: true,
      consent: { text: text('[part="save-card"]'), locale: 'de' },
    })
  })

  it('names what a recurring payment means', async () => {
    await show({ recurring: { type: 'subscription' } })
    expect(text('[part="save-card"]')).to.contain(
      'charged for the payments agreed with the shop until I end them',
    )
    expect(all('[part="save-card-box"]')).to.have.length(0)
  })
})

describe("PayKKa's own page", () => {
  const openHosted = async (change: Partial<PublicCheckout> = {}) => {
    await show({ ...HOSTED, ...change })
    all<HTMLInputElement>('input[name="method"]').at(-1)?.click()
    await settled()
  }

  it('lists its ways with names and signs, and is accessible', async () => {
    await openHosted()
    expect(all('[part="method"]').at(-1)?.textContent?.trim()).to.equal('GrabPay, iDEAL')
    expect(all('[part="hosted-method"]').map((each) => each.textContent?.trim())).to.deep.equal([
      'GrabPay',
      'iDEAL',
    ])
    expect(all('[part="hosted-method"] svg')).to.have.length(2)
    expect(text('[part="pay-button"]')).to.equal('Continue with GrabPay')
    await expectAccessible(element)
  })

  it('names two of its ways, and how many more there are', async () => {
    await openHosted({
      hosted: [
        { code: 'ideal', name: 'iDEAL' },
        { code: 'gcash', name: 'GCash' },
        { code: 'pix', name: 'Pix' },
      ],
    })
    expect(all('[part="method"]').at(-1)?.textContent?.trim()).to.equal('iDEAL, GCash +1')
  })

  it("shows the merchant's marks from the BFF beside the names", async () => {
    await openHosted({ marks: { ideal: '/marks/ideal.0.svg' } })
    const sources = all<HTMLImageElement>('[part="method-mark"] img').map(({ src }) => src)
    expect(new Set(sources)).to.deep.equal(new Set([`${location.origin}/marks/ideal.0.svg`]))
    await expectAccessible(element)
  })

  it('is asked for by the chosen way, and the shopper goes there', async () => {
    await openHosted()
    await click(all<HTMLInputElement>('input[name="hosted"]')[1] ?? expect.fail())
    payButton().click()
    const call = await world.call()
    expect(new URL(call.url).pathname).to.equal('/client/v1/checkout/hosted')
    expect(call.body).to.deep.equal({ methods: ['ideal'] })
    call.answer(200, { url: 'https://checkout.paykka.example/CS1' })
    await settled()
    expect(world.visited).to.deep.equal(['https://checkout.paykka.example/CS1'])
  })

  it('is asked for with the same key after a lost answer, and says that nothing was charged', async () => {
    await openHosted()
    payButton().click()
    const first = await world.call()
    first.lose()
    await settled()
    expect(one('[role="status"]').textContent).to.contain('Nothing was charged')
    payButton().click()
    const second = await world.call()
    expect(second.headers.get('idempotency-key')).to.equal(first.headers.get('idempotency-key'))
  })

  it('never goes to an address that is none of a page', async () => {
    await openHosted()
    payButton().click()
    ;(await world.call()).answer(200, { url: 'javascript:alert(1)' })
    await settled()
    expect(world.visited).to.deep.equal([])
  })

  it('shows what the checkout has come to when it was paid elsewhere meanwhile', async () => {
    await openHosted()
    world.checkout = checkout({ ...HOSTED, status: 'succeeded', lastPayment: payment('succeeded') })
    payButton().click()
    ;(await world.call()).answer(409, problem(409, 'already_paid'))
    await settled()
    expect(one('[part="base"]').dataset.status).to.equal('paid')
  })

  it('with only one way carries its name, and is alone when no card is accepted', async () => {
    await show({ methods: [{ type: 'hosted', available: true }], hosted: [{ code: 'gcash', name: 'GCash' }] })
    expect(all('[part="method"]')).to.have.length(0)
    expect(text('[part="pay-button"]')).to.equal('Continue with GCash')
  })

  it('is the way out where the card form cannot be had', async () => {
    await show({ ...HOSTED, hosted: [] })
    expect(all('[part="method"]').at(-1)?.textContent?.trim()).to.equal('Pay on PayKKa\u2019s page')
  })
})
