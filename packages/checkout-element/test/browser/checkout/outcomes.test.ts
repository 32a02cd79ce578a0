/** What a shopper reads and hears, and which element has the focus, after every end of a payment. */
import { expect } from 'chai'
import type { CheckoutStatus, PublicCheckout, PublicPayment } from '../../../src/checkout/wire.ts'
import { PaykkaCheckout } from '../../../src/elements/paykka-checkout.ts'
import { expectAccessible } from '../../support/a11y.ts'
import { CHECKOUT_ID, checkout, payment } from '../../support/checkout.ts'
import { answered, FakeWorld, problem } from '../../support/fake-world.ts'
import { makeKeys } from '../../support/keys.ts'
import { fill } from '../../support/typing.ts'
import { collectWarnings } from '../../support/warnings.ts'

if (!customElements.get('paykka-checkout')) customElements.define('paykka-checkout', PaykkaCheckout)

let world: FakeWorld
let element: PaykkaCheckout
let view: PublicCheckout
let warnings: { stop(): unknown[] }

const part = <T extends HTMLElement = HTMLElement>(name: string): T | null =>
  element.shadowRoot?.querySelector<T>(`[part~="${name}"]`) ?? null
const text = (name: string) => (part(name)?.textContent ?? '').replace(/\s+/g, ' ').trim()
const form = () => element.shadowRoot?.querySelector('paykka-card-form') ?? expect.fail('no form')
/** The part with the focus, or the field of the card form. */
function focused(): string {
  const active = element.shadowRoot?.activeElement
  return (
    active?.shadowRoot?.activeElement?.id ??
    active?.getAttribute('part') ??
    document.activeElement?.tagName ??
    ''
  )
}

async function settled(): Promise<void> {
  await world.settle()
  await element.updateComplete
  await world.settle()
}

async function show(change: Partial<PublicCheckout> = {}): Promise<void> {
  view = { ...view, ...change }
  world.checkout = view
  document.body.append(element)
  await element.whenReady
  await settled()
}

/** Pays with the focused button, as a keyboard does, and answers. */
async function pay(status: number, body: unknown): Promise<void> {
  await fill(form())
  part('pay-button')?.focus()
  part('pay-button')?.click()
  ;(await world.call()).answer(status, body)
  await settled()
}

function offline(is: boolean): void {
  Object.defineProperty(navigator, 'onLine', { value: !is, configurable: true })
  window.dispatchEvent(new Event(is ? 'offline' : 'online'))
}

beforeEach(async () => {
  warnings = collectWarnings()
  localStorage.clear()
  const { cardKey } = await makeKeys()
  view = checkout({ cardEntry: 'inline', cardKey })
  world = new FakeWorld()
  world.surround(PaykkaCheckout)
  element = document.createElement('paykka-checkout')
  Object.assign(element, { cardEntry: 'inline', bffUrl: 'https://pay.shop.example', clientSecret: 's' })
})
afterEach(() => {
  warnings.stop()
  element.remove()
  Reflect.deleteProperty(navigator, 'onLine')
})

describe('a payment that was not made', () => {
  const declined = (decline: PublicPayment['decline']) =>
    answered(payment('declined', { ...(decline && { decline }) }))

  it("says that the bank's question failed, and leaves the card alone", async () => {
    await show()
    await pay(200, declined({ retry: 'same-card', reason: 'authentication' }))
    expect(text('notice-title')).to.equal('The confirmation with your bank failed')
    expect(text('notice-text')).to.equal('Nothing was charged. Try again, or use another card.')
    expect(focused()).to.equal('pay-button')
    await expectAccessible(element)
  })

  it('says that the bank wants to ask, and leaves paying again to the shopper', async () => {
    await show()
    await pay(200, declined({ retry: 'same-card', reason: 'authentication_required' }))
    expect(text('notice-title')).to.equal('Confirm with your bank')
    expect(text('notice-text')).to.equal('Nothing was charged. Please press pay once more')
    expect(focused()).to.equal('pay-button')
  })

  for (const retry of ['same-card', 'other-card', 'contact-bank', 'later', 'never'] as const)
    it(`leads to the card where the bank declined it: ${retry}`, async () => {
      await show()
      await pay(200, declined({ retry }))
      expect(text('notice-title')).to.equal('Your bank declined the payment')
      expect(focused()).to.equal('number')
    })

  for (const [code, status, where] of [
    ['busy', 503, 'pay-button'],
    ['gateway_unreachable', 502, 'pay-button'],
    ['rate_limited', 429, 'pay-button'],
    ['card_expired_seal', 422, 'pay-button'],
    ['card_unreadable', 422, 'number'],
    ['validation_failed', 422, 'number'],
  ] as const)
    it(`puts the focus where the next step is: ${code}`, async () => {
      await show()
      await pay(status, problem(status, code))
      expect(focused()).to.equal(where)
    })

  it('takes no focus from elsewhere on the page', async () => {
    await show()
    const other = document.createElement('input')
    document.body.append(other)
    await fill(form())
    part('pay-button')?.click()
    const call = await world.call()
    other.focus()
    call.answer(503, problem(503, 'busy'))
    await settled()
    expect(document.activeElement).to.equal(other)
    other.remove()
  })
})

describe('a shopper who is offline', () => {
  it('sees it while an outcome is open, and sees the outcome as soon as there is a connection', async () => {
    await show()
    await fill(form())
    part('pay-button')?.click()
    offline(true)
    ;(await world.call()).lose()
    world.checkout = null
    await settled()
    expect(text('panel-title')).to.equal('Do not pay again')
    expect(text('panel-text')).to.equal(
      'The result will appear here as soon as you are online again. Do not pay again.',
    )
    world.checkout = { ...view, status: 'succeeded', lastPayment: payment('succeeded') }
    offline(false)
    await settled()
    expect(text('panel-title')).to.equal('Payment successful')
  })

  it('reads the usual words again once there is a connection, whatever the bank does', async () => {
    await show()
    offline(true)
    await pay(202, answered(payment('unknown')))
    expect(text('panel-text')).to.contain('online again')
    world.checkout = { ...view, status: 'unknown', lastPayment: payment('unknown') }
    offline(false)
    await settled()
    expect(text('panel-text')).to.contain('We are checking with your bank')
  })

  it('sees it when the checkout cannot be read, and need not press anything later', async () => {
    offline(true)
    document.body.append(element)
    ;(await world.call()).lose()
    await settled()
    await settled()
    expect(text('panel-title')).to.equal('You are offline')
    await expectAccessible(element)
    world.checkout = view
    offline(false)
    await settled()
    expect(part('base')?.dataset.status).to.equal('ready')
  })
})

describe('the code for support', () => {
  it('has one form, for a payment and for a request', async () => {
    await show()
    await pay(503, problem(503, 'busy', { requestId: 'req_QK3BUGEZJOUU7OTGZHELOPLZN5' }))
    expect(text('support-code')).to.equal('Support code: QK3B-UGEZ Copy')
    await pay(200, answered(payment('declined', { decline: { retry: 'later' } })))
    expect(text('support-code')).to.equal('Support code: 7QK4-M2XD Copy')
  })

  it('is not made up where nothing is known of the payment', async () => {
    await show()
    await fill(form())
    part('pay-button')?.click()
    ;(await world.call()).lose()
    await settled()
    expect(text('panel-title')).to.equal('Do not pay again')
    expect(part('support-code')).to.equal(null)
  })

  it('is copied, and says so', async () => {
    const written: string[] = []
    const clipboard = { writeText: async (code: string) => void written.push(code) }
    Object.defineProperty(navigator, 'clipboard', { value: clipboard, configurable: true })
    try {
      await show()
      await pay(200, answered(payment('declined', { decline: { retry: 'later' } })))
      part('copy-button')?.click()
      await settled()
      expect(written).to.deep.equal(['7QK4-M2XD'])
      expect(text('copy-button')).to.equal('Copied')
    } finally {
      Reflect.deleteProperty(navigator, 'clipboard')
    }
  })

  it('is selected where the page may not copy', async () => {
    const clipboard = { writeText: () => Promise.reject(new DOMException('', 'NotAllowedError')) }
    Object.defineProperty(navigator, 'clipboard', { value: clipboard, configurable: true })
    try {
      await show()
      await pay(200, answered(payment('declined', { supportCode: 'AAAA-BBBB', decline: { retry: 'later' } })))
      part('copy-button')?.click()
      await settled()
      expect(text('copy-button')).to.equal('Copy')
    } finally {
      Reflect.deleteProperty(navigator, 'clipboard')
    }
  })
})

describe('back from the bank', () => {
  /** The page loads again after the return; the secret was stored. */
  async function comeBack(status: CheckoutStatus, last: PublicPayment): Promise<void> {
    world.returned = CHECKOUT_ID
    const kept = { secret: 's', bffUrl: 'https://pay.shop.example', until: world.now() + 60_000 }
    localStorage.setItem(`paykka-checkout:secret:${CHECKOUT_ID}`, JSON.stringify(kept))
    element.clientSecret = ''
    await show({ status, lastPayment: last })
  }

  for (const [status, title] of [
    ['succeeded', 'Payment successful'],
    ['authorized', 'Payment confirmed'],
    ['unknown', 'Do not pay again'],
    ['processing', 'Your payment is being processed'],
  ] as const)
    it(`has the result under the cursor, where it is read out: ${status}`, async () => {
      await comeBack(status, payment(status))
      expect(text('panel-title')).to.contain(
        status === 'processing' ? 'A payment with Visa ending in 4242 is already under way' : title,
      )
      expect(focused()).to.equal('panel-title')
      const region = part('panel-title')?.closest('[role="status"]')
      expect(region?.getAttribute('aria-live')).to.equal('polite')
      await expectAccessible(element)
    })

  it('has the next step under the cursor where nothing was paid', async () => {
    await comeBack('open', payment('declined', { decline: { retry: 'same-card', reason: 'authentication' } }))
    expect(text('notice-title')).to.equal('The confirmation with your bank failed')
    expect(focused()).to.equal('pay-button')
  })

  it('leaves the focus where it is on a page that merely shows an old result', async () => {
    await show({ status: 'succeeded', lastPayment: payment('succeeded') })
    expect(text('panel-title')).to.equal('Payment successful')
    expect(document.activeElement).to.equal(document.body)
  })
})

it('has the result under the cursor where the form was', async () => {
  await show()
  await pay(200, answered(payment('succeeded')))
  expect(text('panel-title')).to.equal('Payment successful')
  expect(focused()).to.equal('panel-title')
})
