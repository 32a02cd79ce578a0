import { sendKeys, setViewport } from '@web/test-runner-commands'
import { expect } from 'chai'
import type { PaykkaCardForm } from '../../../src/card/form/card-form.ts'
import type { PublicCheckout } from '../../../src/checkout/wire.ts'
import { PaykkaCheckout } from '../../../src/elements/paykka-checkout.ts'
import type {
  PaykkaAmountChangedEvent,
  PaykkaCancelEvent,
  PaykkaDeclineEvent,
  PaykkaErrorEvent,
  PaykkaSuccessEvent,
} from '../../../src/index.ts'
import { expectAccessible } from '../../support/a11y.ts'
import { CHECKOUT_ID, checkout, payment } from '../../support/checkout.ts'
import { answered, FakeWorld, problem } from '../../support/fake-world.ts'
import type { Keys } from '../../support/keys.ts'
import { makeKeys } from '../../support/keys.ts'
import { fill, input } from '../../support/typing.ts'
import { collectWarnings } from '../../support/warnings.ts'

customElements.define('paykka-checkout', PaykkaCheckout)

const EVENTS = [
  'ready',
  'change',
  'availability',
  'submit',
  'action-required',
  'success',
  'decline',
  'unknown',
  'cancel',
  'amount-changed',
  'expired',
  'error',
].map((name) => `paykka-${name}`)

let world: FakeWorld
let keys: Keys
let element: PaykkaCheckout
let events: Event[]

const view = (change: Partial<PublicCheckout> = {}): PublicCheckout =>
  checkout({ cardEntry: 'inline', cardKey: keys.cardKey, ...change })

/** Shows an element with the form inline, where a test can type into it. */
async function show(change: Partial<PublicCheckout> = {}, secret = 'secret'): Promise<void> {
  world.checkout ??= view(change)
  element = document.createElement('paykka-checkout')
  element.cardEntry = 'inline'
  element.bffUrl = 'https://pay.shop.example'
  element.clientSecret = secret
  for (const name of EVENTS) element.addEventListener(name, (event) => events.push(event))
  document.body.append(element)
}

async function showReady(change: Partial<PublicCheckout> = {}): Promise<void> {
  await show(change)
  await element.whenReady
  await element.updateComplete
}

const part = <T extends HTMLElement>(name: string): T | null =>
  element.shadowRoot?.querySelector<T>(`[part~="${name}"]`) ?? null
const status = (): string => part('base')?.dataset.status ?? ''
const said = (): string =>
  (element.shadowRoot?.querySelector('[role=status]')?.textContent ?? '').replace(/\s+/g, ' ')
const payButton = (): HTMLButtonElement =>
  part<HTMLButtonElement>('pay-button') ?? expect.fail('no pay button')
const types = (): string[] => events.map(({ type }) => type).filter((type) => type !== 'paykka-change')
const last = <T extends Event>(name: string): T =>
  events.findLast(({ type }) => type === `paykka-${name}`) as T

function form(): PaykkaCardForm {
  return element.shadowRoot?.querySelector('paykka-card-form') ?? expect.fail('no card form')
}

/** Fills the form, presses pay and waits for the request. */
async function pay() {
  await fill(form())
  payButton().click()
  return await world.call()
}

async function settled(): Promise<void> {
  await world.settle()
  await element.updateComplete
}

describe('<paykka-checkout>', () => {
  let warnings: { stop(): unknown[] }
  before(async () => {
    keys = await makeKeys()
  })
  beforeEach(() => {
    world = new FakeWorld()
    events = []
    localStorage.clear()
    sessionStorage.clear()
    world.surround(PaykkaCheckout)
    // The one documented warning has its own test.
    warnings = collectWarnings()
  })
  afterEach(() => {
    warnings.stop()
    element.remove()
    document.documentElement.removeAttribute('dir')
  })

  for (const theme of ['light', 'dark'] as const) {
    it(`is accessible in every state (${theme})`, async () => {
      await showReady()
      element.theme = theme
      const states: Partial<PublicCheckout>[] = [
        { status: 'open' },
        {
          status: 'open',
          lastPayment: payment('declined', { id: 'pay_1', decline: { retry: 'other-card' } }),
        },
        { status: 'open', lastPayment: payment('canceled', { id: 'pay_2' }) },
        { status: 'open', lastPayment: payment('failed', { id: 'pay_3' }) },
        { status: 'unknown', lastPayment: payment('unknown') },
        { status: 'processing', lastPayment: payment('processing') },
        {
          status: 'action_required',
          lastPayment: payment('action_required', {
            action: { type: 'redirect', url: 'https://bank.example/' },
          }),
        },
        { status: 'succeeded', lastPayment: payment('succeeded') },
      ]
      for (const state of states) {
        world.checkout = view(state)
        await element.refresh()
        await settled()
        await expectAccessible(element)
      }
      expect(status()).to.equal('paid')
    })
  }

  it('shows a skeleton first, as tall as the form', async () => {
    world.checkout = null
    element = document.createElement('paykka-checkout')
    element.cardEntry = 'inline'
    element.bffUrl = 'https://pay.shop.example'
    element.clientSecret = 'secret'
    document.body.append(element)
    const call = await world.call()
    expect(status()).to.equal('loading')
    await expectAccessible(element)
    const before = element.getBoundingClientRect().height
    call.answer(200, view())
    await element.whenReady
    await settled()
    expect(Math.abs(element.getBoundingClientRect().height - before)).to.be.lessThan(1)
  })

  it('says when it is ready, and what is offered', async () => {
    await showReady()
    expect(types()).to.deep.equal(['paykka-availability', 'paykka-ready'])
    expect(payButton().textContent?.trim()).to.equal('Pay €49.99')
  })

  it('pays: seals the card, sends the version and one key, and shows success', async () => {
    await showReady()
    const call = await pay()
    expect(status()).to.equal('paying')
    expect(payButton().getAttribute('aria-disabled')).to.equal('true')
    expect(call.url).to.equal('https://pay.shop.example/client/v1/checkout/payments')
    expect(call.headers.get('authorization')).to.equal('Bearer secret')
    expect(call.headers.get('idempotency-key')).to.match(/^[\w-]{16,64}$/)
    expect(call.body).to.have.all.keys('version', 'method', 'browser')
    const card = await keys.open(call.body.method?.card ?? '')
    expect(card).to.include({ number: '4242424242424242', checkout: CHECKOUT_ID })
    call.answer(200, answered(payment('succeeded')))
    await settled()
    expect(status()).to.equal('paid')
    expect(said()).to.contain('Payment successful').and.to.contain('Visa ending in 4242')
    expect(last<PaykkaSuccessEvent>('success').payment).to.include({ status: 'succeeded', last4: '4242' })
    expect(element.shadowRoot?.querySelector('paykka-card-form')).to.equal(null)
  })

  it('makes one attempt of a double click and Enter', async () => {
    await showReady()
    await fill(form())
    payButton().click()
    payButton().click()
    input(form(), 'cvc').focus()
    await sendKeys({ press: 'Enter' })
    void element.submit()
    await world.call()
    await settled()
    expect(world.posts.length).to.equal(1)
    expect(types().filter((type) => type === 'paykka-submit').length).to.equal(1)
  })

  it('sends nothing when the page prevents the submit', async () => {
    await showReady()
    element.addEventListener('paykka-submit', (event) => event.preventDefault())
    await fill(form())
    payButton().click()
    await settled()
    expect(world.posts.length).to.equal(0)
    expect(status()).to.equal('ready')
  })

  it('sends nothing while a field is wrong, and goes there', async () => {
    await showReady()
    await fill(form(), { cvc: '1' })
    await element.submit()
    await settled()
    expect(world.posts.length).to.equal(0)
    expect(status()).to.equal('ready')
    expect(form().shadowRoot?.activeElement?.id).to.equal('cvc')
  })

  it('keeps the card after a decline, gives advice, and pays again with a new key', async () => {
    await showReady()
    const first = await pay()
    first.answer(200, answered(payment('declined', { decline: { retry: 'contact-bank' } })))
    await settled()
    expect(status()).to.equal('declined')
    expect(said()).to.contain('declined').and.to.contain('Contact your bank').and.to.contain('7QK4-M2XD')
    expect(last<PaykkaDeclineEvent>('decline').retry).to.equal('contact-bank')
    expect(input(form(), 'number').value).to.equal('4242 4242 4242 4242')
    expect(document.activeElement).to.equal(element)
    payButton().click()
    const second = await world.call()
    expect(second.headers.get('idempotency-key')).not.to.equal(first.headers.get('idempotency-key'))
  })

  it('takes a lost answer for unknown, and only ever asks again with the same key', async () => {
    await showReady()
    const first = await pay()
    first.lose()
    await settled()
    expect(status()).to.equal('unknown')
    expect(said()).to.contain('Do not pay again')
    expect(types().at(-1)).to.equal('paykka-unknown')
    await element.submit()
    for (let turn = 0; turn < 3; turn++) {
      await world.tick()
      world.posts.at(-1)?.lose()
      await settled()
    }
    const sent = new Set(world.posts.map(({ headers }) => headers.get('idempotency-key')))
    expect(world.posts.length).to.be.greaterThan(1)
    expect(sent.size).to.equal(1)
    expect(new Set(world.posts.map(({ body }) => body.method?.card)).size).to.equal(1)
    expect(status()).to.equal('unknown')
  })

  it('finds out by asking that a lost attempt was charged', async () => {
    await showReady()
    const call = await pay()
    world.checkout = view({ status: 'succeeded', lastPayment: payment('succeeded') })
    call.lose()
    await settled()
    await world.tick()
    await settled()
    expect(status()).to.equal('paid')
    expect(world.posts.length).to.equal(1)
  })

  it('treats an error page and an internal error as unknown', async () => {
    for (const answer of [{ message: 'Bad Gateway' }, problem(500, 'internal_error')]) {
      world.checkout = null
      await showReady()
      const call = await pay()
      call.answer(502, answer)
      await settled()
      expect(status()).to.equal('unknown')
      element.remove()
      sessionStorage.clear()
    }
  })

  it('uses the key again after a reload in mid-flight', async () => {
    await showReady()
    const first = await pay()
    element.remove()
    await showReady()
    const second = await pay()
    expect(second.headers.get('idempotency-key')).to.equal(first.headers.get('idempotency-key'))
    expect([first.headers.get('x-retry'), second.headers.get('x-retry')]).to.deep.equal([null, '1'])
  })

  it('ignores an old answer that comes after the payment', async () => {
    await showReady()
    world.checkout = null
    void element.refresh()
    const old = await world.call()
    const call = await pay()
    call.answer(202, answered(payment('processing')))
    await settled()
    old.answer(200, view())
    await settled()
    expect(status()).to.equal('processing')
  })

  it('never says that nothing was charged when it cannot know', async () => {
    world.checkout = null
    element = document.createElement('paykka-checkout')
    element.bffUrl = 'https://pay.shop.example'
    element.clientSecret = 'secret'
    document.body.append(element)
    for (const [code, httpStatus] of [
      ['unauthorized', 401],
      ['internal_error', 500],
    ] as const) {
      ;(await world.call()).answer(httpStatus, problem(httpStatus, code))
      await settled()
      expect(status()).to.equal('stopped')
      expect(said()).not.to.contain('charged')
      void element.refresh()
      await settled()
    }
  })

  it('says when cards are not offered', async () => {
    await show({ methods: [{ type: 'card', available: false, reason: 'merchant-disabled' }] })
    await element.whenReady
    await settled()
    expect(status()).to.equal('stopped')
    expect(last<PaykkaErrorEvent>('error').code).to.equal('no_method_available')
  })

  it('follows an attempt of another tab', async () => {
    await showReady()
    const call = await pay()
    world.checkout = view({ status: 'processing', lastPayment: payment('processing') })
    call.answer(409, problem(409, 'payment_in_progress'))
    await settled()
    expect(status()).to.equal('processing')
    expect(said()).to.contain('already under way')
    world.checkout = view({ status: 'succeeded', lastPayment: payment('succeeded') })
    await world.tick()
    await settled()
    expect(status()).to.equal('paid')
    expect(world.posts.length).to.equal(1)
  })

  it('shows both amounts when the amount changed, keeps the card, and pays the new version on the next press', async () => {
    await showReady()
    const call = await pay()
    const shown = { value: 4999, currency: 'EUR', display: '€49.99' }
    const current = { value: 5999, currency: 'EUR', display: '€59.99' }
    world.checkout = view({ version: 2, amount: current })
    call.answer(409, problem(409, 'amount_changed', { shown, current, version: 2 }))
    await settled()
    expect(status()).to.equal('amount-changed')
    expect(said()).to.contain('€49.99').and.to.contain('€59.99')
    expect(last<PaykkaAmountChangedEvent>('amount-changed')).to.include({
      shown: '€49.99',
      current: '€59.99',
    })
    expect(payButton().textContent?.trim()).to.equal('Pay €59.99')
    expect(input(form(), 'number').value).to.equal('4242 4242 4242 4242')
    expect(world.posts.length).to.equal(1)
    payButton().click()
    const second = await world.call()
    expect(second.body.version).to.equal(2)
    expect(second.headers.get('idempotency-key')).not.to.equal(call.headers.get('idempotency-key'))
  })

  for (const code of [
    'busy',
    'gateway_unreachable',
    'rate_limited',
    'card_expired_seal',
    'card_unreadable',
  ] as const) {
    it(`offers another try after ${code}`, async () => {
      await showReady()
      const call = await pay()
      call.answer(code === 'rate_limited' ? 429 : 503, problem(503, code))
      await settled()
      expect(status()).to.equal('failed')
      expect(last<PaykkaErrorEvent>('error')).to.include({ code, retryable: true })
      expect(input(form(), 'cvc').value).to.equal('123')
    })
  }

  it("asks for the shop's challenge, and sends what it gave with the next try", async () => {
    await showReady()
    ;(await pay()).answer(403, problem(403, 'challenge_required'))
    await settled()
    expect(status()).to.equal('failed')
    expect(said()).to.contain('Please confirm that you are a person').and.to.contain('Nothing was charged.')
    element.challengeToken = 'solved'
    payButton().click()
    const { headers } = await world.call()
    expect(headers.get('x-challenge-token')).to.equal('solved')
  })

  it('hands on what the fraud script gave, as it is when the shopper pays, and shows it nowhere', async () => {
    await showReady()
    element.fraud = { deviceFingerprintId: 'too early' }
    const fraud = { deviceFingerprintId: 'fp.1', fraudDetectionId: 'fd.1', cookies: 'a=1' }
    element.fraud = fraud
    const { body } = await pay()
    expect(body.browser).to.deep.include(fraud)
    expect(element.outerHTML).not.to.contain('fp.1')
  })

  it('sends nothing of a fraud script that is not there', async () => {
    await showReady()
    const { body } = await pay()
    expect(body.browser).not.to.have.any.keys('deviceFingerprintId', 'fraudDetectionId', 'cookies')
    expect(body.browser).to.include.keys('userAgent')
  })

  it('says that too many attempts are the end', async () => {
    await showReady()
    ;(await pay()).answer(409, problem(409, 'too_many_attempts'))
    await settled()
    expect(status()).to.equal('stopped')
    expect(said()).to.contain('Too many attempts to pay').and.to.contain('contact the shop')
    expect(part('retry-button')).to.equal(null)
  })

  it('sends the shopper of a refused subscription to the shop, and asks for no other card', async () => {
    await showReady()
    ;(await pay()).answer(502, problem(502, 'recurring_refused'))
    await settled()
    expect(status()).to.equal('stopped')
    expect(last<PaykkaErrorEvent>('error')).to.include({ code: 'recurring_refused', retryable: false })
    expect(said())
      .to.contain('did not go through')
      .and.to.contain('Nothing was charged. Please contact the shop.')
    expect(part('retry-button')).to.equal(null)
  })

  it('ends when the checkout has expired', async () => {
    await showReady()
    const call = await pay()
    call.answer(410, problem(410, 'checkout_expired'))
    await settled()
    expect(status()).to.equal('expired')
    expect(types().at(-1)).to.equal('paykka-expired')
  })

  it('says that the order is paid elsewhere when another checkout took it', async () => {
    await showReady()
    world.checkout = view({ status: 'canceled', cancellationReason: 'superseded' })
    ;(await pay()).answer(409, problem(409, 'checkout_closed'))
    await settled()
    expect(status()).to.equal('canceled')
    expect(said()).to.contain('This order is being paid elsewhere').and.to.contain('Nothing was charged here')
    expect(last<PaykkaCancelEvent>('cancel').reason).to.equal('checkout')
  })

  it('detects that it expires while it is open', async () => {
    await showReady()
    world.checkout = view({ status: 'expired' })
    world.waits.find(({ ms }) => ms > 3_000_000)?.end()
    await settled()
    expect(status()).to.equal('expired')
  })

  it('says when the BFF cannot be reached, and tries again', async () => {
    world.checkout = null
    element = document.createElement('paykka-checkout')
    element.cardEntry = 'inline'
    element.bffUrl = 'https://pay.shop.example'
    element.clientSecret = 'secret'
    document.body.append(element)
    const call = await world.call()
    call.lose()
    await settled()
    expect(status()).to.equal('stopped')
    expect(said()).to.contain('cannot be reached')
    await expectAccessible(element)
    world.checkout = view()
    part('retry-button')?.click()
    await settled()
    await settled()
    expect(status()).to.equal('ready')
  })

  it('goes to the bank, to https only, and not when the page prevents it', async () => {
    const action = (url: string) =>
      answered(payment('action_required', { action: { type: 'redirect', url } }))
    await showReady()
    const call = await pay()
    call.answer(200, action('https://bank.example/3ds'))
    await settled()
    expect(world.visited).to.deep.equal(['https://bank.example/3ds'])
    expect(status()).to.equal('action')
    element.remove()

    await showReady()
    element.addEventListener('paykka-action-required', (event) => event.preventDefault())
    ;(await pay()).answer(200, action('https://bank.example/3ds'))
    await settled()
    expect(world.visited.length).to.equal(1)
    element.remove()

    await showReady()
    ;(await pay()).answer(200, action('javascript:alert(1)'))
    await settled()
    expect(world.visited.length).to.equal(1)
    expect(last<PaykkaErrorEvent>('error').code).to.equal('action_url_refused')
    expect(part('action-link')).to.equal(null)
  })

  it('restores the payment after the return, without a secret in the page', async () => {
    await showReady()
    const call = await pay()
    const action = { type: 'redirect', url: 'https://bank.example/3ds' } as const
    call.answer(200, answered(payment('action_required', { action })))
    await settled()
    element.remove()
    world.returned = CHECKOUT_ID
    world.checkout = view({ status: 'succeeded', lastPayment: payment('succeeded') })
    await show({}, '')
    await element.whenReady
    await settled()
    expect(status()).to.equal('paid')
    element.remove()
    await show({}, '')
    await element.whenReady
    await settled()
    expect(status()).to.equal('paid')
  })

  it('gives a kept secret to no other BFF, and says so calmly', async () => {
    await showReady()
    ;(await pay()).answer(200, answered(payment('succeeded')))
    await settled()
    element.remove()
    world.returned = CHECKOUT_ID
    element = document.createElement('paykka-checkout')
    element.bffUrl = 'https://evil.example'
    document.body.append(element)
    await element.whenReady
    await settled()
    expect(status()).to.equal('stopped')
    expect(said()).to.contain('cannot be shown here')
  })

  it('shows a cancel at the bank calmly, with the form ready', async () => {
    await showReady({ lastPayment: payment('canceled') })
    expect(status()).to.equal('canceled')
    expect(said()).to.contain('You canceled the payment')
    expect(types()).to.include('paykka-cancel')
    expect(payButton().getAttribute('aria-disabled')).to.equal('false')
  })

  it('ignores the answer for an older secret', async () => {
    world.checkout = null
    element = document.createElement('paykka-checkout')
    element.cardEntry = 'inline'
    element.bffUrl = 'https://pay.shop.example'
    element.clientSecret = 'old'
    document.body.append(element)
    const old = await world.call()
    element.clientSecret = 'new'
    const fresh = await world.call()
    old.answer(200, view({ amount: { value: 1, currency: 'EUR', display: '€0.01' } }))
    fresh.answer(200, view())
    await element.whenReady
    await settled()
    expect(payButton().textContent?.trim()).to.equal('Pay €49.99')
  })

  it('renders nothing again when a property gets the value it has', async () => {
    await showReady()
    let renders = 0
    element.updated = () => void renders++
    element.clientSecret = 'secret'
    element.bffUrl = 'https://pay.shop.example'
    element.theme = 'auto'
    await element.updateComplete
    expect(renders).to.equal(0)
  })

  it('keeps the typed card when the amount changes by a refresh', async () => {
    await showReady()
    await fill(form())
    world.checkout = view({ version: 2, amount: { value: 1, currency: 'EUR', display: '€0.01' } })
    await element.refresh()
    await settled()
    expect(payButton().textContent?.trim()).to.equal('Pay €0.01')
    expect(input(form(), 'number').value).to.equal('4242 4242 4242 4242')
  })

  it('leaves the button out when asked, and still pays by submit()', async () => {
    await showReady()
    element.payButton = 'none'
    await element.updateComplete
    expect(part('pay-button')).to.equal(null)
    await fill(form())
    void element.submit()
    expect((await world.call()).method).to.equal('POST')
  })

  it('carries no card digits in any event, attribute, storage or address', async () => {
    await showReady()
    ;(await pay()).answer(200, answered(payment('declined')))
    await settled()
    const reported = events.map((event) => JSON.stringify(event, Object.getOwnPropertyNames(event)))
    const kept = JSON.stringify([localStorage, sessionStorage, location.href, element.outerHTML])
    expect(reported.length).to.be.greaterThan(4)
    expect(reported.join() + kept).not.to.match(/4242\s?4242/)
    expect(reported.join()).not.to.contain('"123"')
  })

  it('fits 320 px in every state, in both directions', async () => {
    await setViewport({ width: 320, height: 700 })
    for (const dir of ['ltr', 'rtl']) {
      document.documentElement.dir = dir
      world.checkout = null
      await showReady({ lastPayment: payment('declined') })
      expect(document.documentElement.scrollWidth, dir).to.be.at.most(320)
      world.checkout = view({ status: 'unknown', lastPayment: payment('unknown') })
      await element.refresh()
      await settled()
      expect(document.documentElement.scrollWidth, dir).to.be.at.most(320)
      element.remove()
    }
    await setViewport({ width: 800, height: 600 })
  })

  it('runs no markup from hostile values', async () => {
    const hostile = '"><img src=x onerror="window.hacked=1"><script>window.hacked=1</script>'
    await showReady({
      amount: { value: 1, currency: 'EUR', display: hostile },
      lastPayment: payment('declined', { supportCode: hostile }),
    })
    element.locale = hostile
    element.setAttribute('theme', hostile)
    await settled()
    expect(element.shadowRoot?.querySelector('img, script')).to.equal(null)
    expect('hacked' in window).to.equal(false)
  })

  it('stops with a reason when the address of the BFF is missing or wrong', async () => {
    for (const [url, code] of [
      ['', 'bff_url_missing'],
      ['http://shop.example', 'bff_url_invalid'],
    ] as const) {
      element = document.createElement('paykka-checkout')
      element.addEventListener('paykka-error', (event) => events.push(event))
      element.bffUrl = url
      element.clientSecret = 'secret'
      document.body.append(element)
      await element.whenReady
      await settled()
      expect(last<PaykkaErrorEvent>('error').code).to.equal(code)
      expect(last<PaykkaErrorEvent>('error').errorType).to.equal('integration')
      element.remove()
    }
  })
})
