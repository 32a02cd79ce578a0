/** Apple Pay and Google Pay in the element, with doubles of their scripts: amounts, outcomes, and reasons why one is not offered. */
import { expect } from 'chai'
import type { PublicCheckout } from '../../../src/checkout/wire.ts'
import { PaykkaCheckout } from '../../../src/elements/paykka-checkout.ts'
import { PaykkaExpress } from '../../../src/elements/paykka-express.ts'
import type {
  PaykkaAvailabilityEvent,
  PaykkaCancelEvent,
  PaykkaShippingContactEvent,
  WalletChangeEvent,
} from '../../../src/index.ts'
import type { WalletOptions } from '../../../src/methods/wallets/wallet-options.ts'
import { expectAccessible } from '../../support/a11y.ts'
import { checkout, payment } from '../../support/checkout.ts'
import { answered, FakeWorld, problem } from '../../support/fake-world.ts'
import { repriced, SECRET_TOKEN, SheetInHand, walletView } from '../../support/wallets.ts'
import { collectWarnings } from '../../support/warnings.ts'

if (!customElements.get('paykka-checkout')) customElements.define('paykka-checkout', PaykkaCheckout)
if (!customElements.get('paykka-express')) customElements.define('paykka-express', PaykkaExpress)

const EVENTS = [
  'ready',
  'availability',
  'submit',
  'action-required',
  'success',
  'decline',
  'unknown',
  'cancel',
]
const MORE = ['amount-changed', 'error', 'shipping-contact', 'shipping-method', 'billing-contact', 'coupon']
const SHIPPING: WalletOptions = {
  shipping: {
    methods: [
      { id: 'standard', label: 'Standard', amount: '0.00' },
      { id: 'express', label: 'Express', amount: '9.90' },
    ],
  },
}
const WALLETS = ['apple_pay', 'google_pay'] as const
type Wallet = (typeof WALLETS)[number]

let world: FakeWorld
let element: PaykkaCheckout
let sheet: SheetInHand
let events: Event[]
let warnings: { stop(): unknown[] }

async function show(
  wallets: WalletOptions = {},
  change: Partial<PublicCheckout> = {},
  tag = 'paykka-checkout',
) {
  world.checkout = checkout({ cardEntry: 'inline', ...walletView, ...change })
  world.methodLoaders = {
    apple_pay: () => import('../../../src/methods/wallets/apple-pay/apple-pay.ts'),
    google_pay: () => import('../../../src/methods/wallets/google-pay/google-pay.ts'),
  }
  element = document.createElement(tag) as PaykkaCheckout
  element.cardEntry = 'inline'
  element.wallets = wallets
  element.bffUrl = 'https://pay.shop.example'
  element.clientSecret = 'secret'
  for (const name of [...EVENTS, ...MORE])
    element.addEventListener(`paykka-${name}`, (event) => events.push(event))
  document.body.append(element)
  await element.whenReady
  await settled()
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await world.settle()
  await element.updateComplete
}

const find = <T extends Element>(selector: string) => element.shadowRoot?.querySelector<T>(selector) ?? null
const buttonIf = (wallet: Wallet): HTMLElement | null =>
  wallet === 'apple_pay'
    ? find<HTMLElement>('apple-pay-button')
    : (find('.google-pay > div')?.shadowRoot?.querySelector('button') ?? null)
const buttonOf = (wallet: Wallet): HTMLElement => buttonIf(wallet) ?? expect.fail(`no ${wallet}`)
const status = () => find<HTMLElement>('[part=base]')?.dataset.status
const said = () => find('[role=status]')?.textContent ?? ''
const types = () => events.map(({ type }) => type.replace('paykka-', ''))
const last = <T extends Event>(name: string) => events.findLast(({ type }) => type === `paykka-${name}`) as T
const reasons = () =>
  Object.fromEntries(
    last<PaykkaAvailabilityEvent>('availability').methods.map(({ type, reason }) => [
      type,
      reason ?? 'offered',
    ]),
  )

/** Presses the wallet's button; Apple's sheet first validates the merchant. */
async function open(wallet: Wallet): Promise<void> {
  buttonOf(wallet).click()
  await settled()
  if (wallet === 'google_pay') return
  const call = await world.call()
  expect(call.url).to.match(/\/client\/v1\/checkout\/apple-pay-session$/)
  call.answer(200, { merchantSession: JSON.stringify({ merchantIdentifier: 'opaque' }) })
  await settled()
}

/** Presses pay inside the sheet. @returns the request to the BFF */
async function payInSheet() {
  sheet.shopper.pay()
  await settled()
  const call = await world.call()
  expect(call.url).to.match(/\/payments$/)
  return call
}

/** Apple's script refuses both in the same way; WebKit's runner shows its pages in a frame. */
const REFUSED_HERE = window.top === window ? 'not-secure-context' : 'iframe-permission'

describe('wallets', () => {
  beforeEach(() => {
    world = new FakeWorld()
    sheet = new SheetInHand()
    events = []
    sessionStorage.clear()
    world.surround(PaykkaCheckout)
    warnings = collectWarnings()
  })
  afterEach(() => {
    warnings.stop()
    element.remove()
    sheet.doubles.uninstall()
    // The token reached the BFF in a request's body, and nobody else.
    const reported = events.map(
      (event) => JSON.stringify({ ...event }) + Object.values(event).map(String).join(),
    )
    expect(reported.join()).not.to.contain(SECRET_TOKEN)
    expect(element.outerHTML + (element.shadowRoot?.innerHTML ?? '')).not.to.contain(SECRET_TOKEN)
    expect(JSON.stringify([{ ...localStorage }, { ...sessionStorage }])).not.to.contain(SECRET_TOKEN)
  })

  for (const wallet of WALLETS)
    it(`are removed with the checkout, which is reported: after ${wallet}, too many attempts`, async () => {
      await show()
      await open(wallet)
      const call = await payInSheet()
      call.answer(409, problem(409, 'too_many_attempts'))
      await settled()
      expect(status()).to.equal('stopped')
      expect(said()).to.contain('Too many attempts to pay')
      for (const name of WALLETS) expect(buttonIf(name)).to.equal(null)
    })

  it('are as high and as round as the pay button', async () => {
    document.body.style.setProperty('--paykka-button-radius', '21px')
    document.body.style.setProperty('--paykka-button-height', '57px')
    await show()
    const pressed = (wallet: Wallet) =>
      buttonOf(wallet).shadowRoot?.querySelector('button') ?? buttonOf(wallet)
    for (const wallet of WALLETS) {
      expect(getComputedStyle(pressed(wallet)).borderRadius).to.equal('21px')
      expect(buttonOf(wallet).getBoundingClientRect().height).to.equal(57)
    }
    document.body.removeAttribute('style')
  })

  it('stand above the card form, named, and are accessible', async () => {
    await show()
    expect(reasons()).to.deep.equal({ card: 'offered', apple_pay: 'offered', google_pay: 'offered' })
    const position = buttonOf('apple_pay').compareDocumentPosition(find('[part=card]') as Element)
    expect(position & Node.DOCUMENT_POSITION_FOLLOWING).to.not.equal(0)
    await expectAccessible(element)
  })

  for (const wallet of WALLETS) {
    describe(wallet, () => {
      it('pays the amount of the checkout with the token unopened, once', async () => {
        await show()
        await open(wallet)
        expect(sheet.state).to.include({ total: '49.99', currency: 'EUR', payee: 'Morning Ware' })
        expect(sheet.state?.lines).to.deep.equal([{ label: 'Mug', amount: '49.99' }])
        const call = await payInSheet()
        expect(call.body).to.include({ version: 1 })
        expect(call.body).to.not.have.any.keys('amount', 'total')
        expect(call.body.method?.type).to.equal(wallet)
        expect(JSON.stringify(call.body.method)).to.contain(SECRET_TOKEN)
        call.answer(200, answered(payment('succeeded', { method: wallet })))
        await settled()
        expect(sheet.state).to.equal(null)
        expect(status()).to.equal('paid')
        expect(types()).to.deep.equal(['availability', 'ready', 'submit', 'success'])
      })

      it('takes a closed sheet for a cancel, not a failure, and can be opened again', async () => {
        await show()
        await open(wallet)
        sheet.shopper.cancel()
        await settled()
        expect(last<PaykkaCancelEvent>('cancel').reason).to.equal('shopper')
        expect(types()).to.not.include('error')
        expect(status()).to.equal('ready')
        expect(said().trim()).to.equal('')
        await open(wallet)
        expect(sheet.state).to.not.equal(null)
      })

      it('opens nothing when the page says no', async () => {
        await show()
        element.addEventListener('paykka-submit', (event) => event.preventDefault())
        buttonOf(wallet).click()
        await settled()
        expect(sheet.state).to.equal(null)
        expect(status()).to.equal('ready')
      })

      it('keeps its button when the price changes', async () => {
        await show()
        const button = buttonOf(wallet)
        world.checkout = checkout({ cardEntry: 'inline', ...walletView, ...repriced(2, 5999) })
        await element.refresh()
        await settled()
        expect(buttonOf(wallet)).to.equal(button)
        await open(wallet)
        expect(sheet.state?.total).to.equal('59.99')
      })

      it("shows the price the shop's server set for another way to deliver, and pays that version", async () => {
        await show(SHIPPING)
        await open(wallet)
        element.addEventListener('paykka-shipping-method', (event) => {
          expect(event.methodId).to.equal('express')
          event.waitUntil(
            Promise.resolve().then(() => {
              world.checkout = checkout({ ...walletView, ...repriced(2, 5989) })
            }),
          )
        })
        sheet.shopper.shipBy('express')
        await settled()
        expect(sheet.state).to.include({ total: '59.89', method: 'express' })
        const call = await payInSheet()
        expect(call.body.version).to.equal(2)
      })

      it("sends the shopper's outline first, and the full address before it pays", async () => {
        await show(SHIPPING)
        await open(wallet)
        const contacts: PaykkaShippingContactEvent[] = []
        element.addEventListener('paykka-shipping-contact', (event) => contacts.push(event))
        sheet.shopper.moveTo(1)
        await settled()
        await payInSheet()
        expect(
          contacts.map(({ complete, contact }) => [complete, contact.country, contact.lines?.length ?? 0]),
        ).to.deep.equal([
          [false, 'JP', 0],
          [true, 'JP', 1],
        ])
      })

      it('shows in the sheet why the page refuses an address', async () => {
        await show(SHIPPING)
        await open(wallet)
        element.addEventListener('paykka-shipping-contact', (event) =>
          event.refuse('Not to the South Pole.', 'country'),
        )
        sheet.shopper.moveTo(2)
        await settled()
        expect(sheet.state?.problem).to.equal('Not to the South Pole.')
        expect(world.posts.filter(({ url }) => url.endsWith('/payments'))).to.deep.equal([])
      })

      it('offers other ways to deliver to another address', async () => {
        await show(SHIPPING)
        await open(wallet)
        element.addEventListener('paykka-shipping-contact', (event) =>
          event.offer([{ id: 'air', label: 'Air mail', amount: '20.00' }]),
        )
        sheet.shopper.moveTo(1)
        await settled()
        expect(sheet.state?.methods.map(({ id }) => id)).to.deep.equal(['air'])
        expect(sheet.state?.method).to.equal('air')
      })

      it('takes coupons', async () => {
        await show({ coupons: true })
        await open(wallet)
        element.addEventListener('paykka-coupon', (event) => {
          if (event.codes[0] !== 'TENOFF') return event.refuse('Unknown code.')
          world.checkout = checkout({ ...walletView, ...repriced(2, 3999) })
        })
        sheet.shopper.redeem('nothing')
        await settled()
        expect(sheet.state).to.include({ problem: 'Unknown code.', total: '49.99' })
        sheet.shopper.redeem('TENOFF')
        await settled()
        expect(sheet.state).to.include({ problem: '', total: '39.99' })
      })

      it('sends the billing address with the payment where it is asked for', async () => {
        await show({ billing: true })
        await open(wallet)
        const call = await payInSheet()
        expect((call.body as { billing?: object }).billing).to.include({
          firstName: 'Ada',
          lastName: 'Example',
          country: 'IE',
        })
      })

      it('ends in amount-changed, never in a charge, when the amount changed behind the sheet', async () => {
        await show()
        await open(wallet)
        const call = await payInSheet()
        const shown = { value: 4999, currency: 'EUR', display: '€49.99' }
        const current = { value: 5999, currency: 'EUR', display: '€59.99' }
        world.checkout = checkout({ cardEntry: 'inline', ...walletView, ...repriced(2, 5999) })
        call.answer(409, problem(409, 'amount_changed', { shown, current, version: 2 }))
        await settled()
        expect(status()).to.equal('amount-changed')
        expect(types()).to.include('amount-changed')
        expect(types()).to.not.include('success')
        expect(world.posts.filter(({ url }) => url.endsWith('/payments'))).to.have.length(1)
        // Later actions of the shopper in the sheet do not change this.
        if (sheet.state) sheet.shopper.cancel()
        await settled()
        expect(types()).to.not.include('cancel')
      })

      it('closes without a claim while nobody knows the outcome', async () => {
        await show()
        await open(wallet)
        const call = await payInSheet()
        call.lose()
        await settled()
        expect(sheet.state).to.equal(null)
        expect(status()).to.equal('unknown')
        expect(types()).to.not.include('cancel')
      })

      it('goes to the bank when it is asked to', async () => {
        await show()
        await open(wallet)
        const call = await payInSheet()
        const action = { type: 'redirect', url: 'https://bank.example/3ds' } as const
        call.answer(200, answered(payment('action_required', { method: wallet, action })))
        await settled()
        expect(world.visited).to.deep.equal(['https://bank.example/3ds'])
        expect(sheet.state).to.equal(null)
      })

      it('shows a decline on the page', async () => {
        await show()
        await open(wallet)
        const call = await payInSheet()
        call.answer(200, answered(payment('declined', { method: wallet, decline: { retry: 'other-card' } })))
        await settled()
        expect(status()).to.equal('declined')
        expect(types()).to.include('decline')
      })

      it('pays nothing more once the element has left the page', async () => {
        await show(SHIPPING)
        await open(wallet)
        element.remove()
        await settled()
        if (sheet.state) sheet.shopper.pay()
        await settled()
        expect(world.posts.filter(({ url }) => url.endsWith('/payments'))).to.deep.equal([])
      })

      it('ends a sheet that the page holds too long', async () => {
        await show(SHIPPING)
        await open(wallet)
        element.addEventListener('paykka-shipping-method', (event: WalletChangeEvent) =>
          event.waitUntil(new Promise(() => undefined)),
        )
        sheet.shopper.shipBy('express')
        await settled()
        world.waits.findLast(({ ms }) => ms === 20_000)?.end()
        await settled()
        if (wallet === 'google_pay') expect(sheet.state?.problem).to.not.equal('')
        else expect([status(), sheet.state]).to.deep.equal(['failed', null])
        expect(world.posts.filter(({ url }) => url.endsWith('/payments'))).to.deep.equal([])
      })
    })
  }

  it("tries another card in Google's sheet after a decline, as another attempt", async () => {
    await show()
    await open('google_pay')
    const first = await payInSheet()
    first.answer(200, answered(payment('declined', { decline: { retry: 'other-card' } })))
    await settled()
    expect(sheet.state?.problem).to.not.equal('')
    const second = await payInSheet()
    expect(second.headers.get('idempotency-key')).to.not.equal(first.headers.get('idempotency-key'))
    second.answer(200, answered(payment('succeeded', { id: 'pay_bbbbbbbbbbbbbbbbbbbbbb', attempt: 2 })))
    await settled()
    expect(status()).to.equal('paid')
  })

  describe("Apple's merchant validation", () => {
    const openOnly = async () => {
      await show()
      buttonOf('apple_pay').click()
      await settled()
      return await world.call()
    }

    it('is requested for every sheet', async () => {
      await show()
      await open('apple_pay')
      sheet.shopper.cancel()
      await settled()
      await open('apple_pay')
      expect(world.posts.map(({ url }) => url.split('/').at(-1))).to.deep.equal([
        'apple-pay-session',
        'apple-pay-session',
      ])
    })

    type Asked = Awaited<ReturnType<typeof openOnly>>
    const twice = async (first: Asked, fail: (call: Asked) => void) => {
      fail(first)
      fail(await world.call())
    }
    const failures: [string, (call: Asked) => void | Promise<void>][] = [
      ['is refused', (call) => call.answer(403, problem(403, 'forbidden'))],
      ['gets no answer, twice', (call) => twice(call, (each) => each.lose())],
      [
        'gets an answer that is none, twice',
        (call) => twice(call, (each) => each.answer(200, { merchantSession: 'not json' })),
      ],
      ['takes too long', () => world.waits.find(({ ms }) => ms === 24_000)?.end()],
    ]
    for (const [what, fail] of failures)
      it(`closes the sheet with a clear state when it ${what}`, async () => {
        await fail(await openOnly())
        await settled()
        expect(sheet.state).to.equal(null)
        expect(status()).to.equal('failed')
        expect(said()).to.contain('The wallet could not be opened').and.contain('Nothing was charged.')
      })

    it('opens the sheet with the second session, when the first try breaks or is slow', async () => {
      for (const fail of [
        (call: Asked) => call.lose(),
        (call: Asked) => call.answer(502, problem(502, 'gateway_unreachable')),
        () => world.waits.findLast(({ ms }) => ms === 10_000)?.end(),
      ]) {
        const first = await openOnly()
        fail(first)
        await settled()
        ;(await world.call()).answer(200, { merchantSession: { merchantIdentifier: 'opaque' } })
        await settled()
        expect(sheet.state?.busy).to.equal('')
        sheet.shopper.cancel()
        await settled()
        element.remove()
      }
    })

    it('takes a slow first answer that comes before the second', async () => {
      const first = await openOnly()
      world.waits.findLast(({ ms }) => ms === 10_000)?.end()
      await settled()
      const second = await world.call()
      first.answer(200, { merchantSession: { merchantIdentifier: 'opaque' } })
      await settled()
      expect(sheet.state?.busy).to.equal('')
      second.lose()
      await settled()
      expect(sheet.state?.busy).to.equal('')
    })

    it('leaves the other ways once no further sheet opens for this checkout, and says nothing else', async () => {
      ;(await openOnly()).answer(429, problem(429, 'rate_limited'))
      await settled()
      expect(buttonIf('apple_pay')).to.equal(null)
      expect(buttonIf('google_pay')).to.not.equal(null)
      expect(said()).to.contain('Pay another way').and.not.contain('try again')
    })

    it('ignores an answer that comes after the sheet was closed', async () => {
      const call = await openOnly()
      sheet.shopper.cancel()
      await settled()
      call.answer(200, { merchantSession: '{}' })
      await settled()
      expect(status()).to.equal('ready')
    })
  })

  it('asks for a recurring agreement only when the checkout is recurring', async () => {
    const requests: ApplePayJS.ApplePayPaymentRequest[] = []
    const recurring = {
      paymentDescription: 'Coffee every month',
      managementURL: 'https://shop.example/subscription',
      regularBilling: { label: 'Monthly', paymentTiming: 'recurring', recurringPaymentIntervalUnit: 'month' },
    } as const
    const Double = ApplePaySession
    Object.assign(globalThis, {
      ApplePaySession: class extends Double {
        constructor(version: number, request: ApplePayJS.ApplePayPaymentRequest) {
          super(version, request)
          requests.push(request)
        }
      },
    })
    await show({ applePay: { recurring } })
    await open('apple_pay')
    sheet.shopper.cancel()
    element.remove()
    await show({ applePay: { recurring } }, { recurring: { type: 'subscription' } })
    await open('apple_pay')
    expect(requests[0]).to.not.have.property('recurringPaymentRequest')
    expect(requests[1]?.recurringPaymentRequest?.regularBilling).to.include({
      amount: '49.99',
      label: 'Monthly',
    })
  })

  describe('availability', () => {
    type Case = [
      reason: string,
      wallet: Wallet,
      prepare: () => void,
      wallets?: WalletOptions,
      change?: Partial<PublicCheckout>,
    ]
    const withoutScripts = () => {
      Object.assign(globalThis, { ApplePaySession: undefined, google: undefined })
      // Without pauses between tries.
      const { wait } = world
      world.wait = (ms, signal) => (ms < 2000 ? Promise.resolve() : wait(ms, signal))
    }
    const dead = 'http://localhost:1/no-such-script.js'
    const noPayment = () =>
      Object.defineProperty(document, 'permissionsPolicy', {
        configurable: true,
        value: { allowsFeature: () => false },
      })
    const { methods = [] } = walletView
    const cases: Case[] = [
      ['unsupported-browser', 'apple_pay', () => Object.assign(sheet.doubles.apple, { supported: false })],
      ['unsupported-browser', 'google_pay', () => Object.assign(sheet.doubles.google, { supported: false })],
      [
        'no-card',
        'apple_pay',
        () => Object.assign(sheet.doubles.apple, { credentials: 'paymentCredentialsUnavailable' }),
        { applePay: { requireCard: true } },
        {
          applePay: { ...walletView.applePay, merchantId: 'merchant.example' } as NonNullable<
            PublicCheckout['applePay']
          >,
        },
      ],
      [
        'no-card',
        'google_pay',
        () => Object.assign(sheet.doubles.google, { hasCard: false }),
        { googlePay: { requireCard: true } },
      ],
      [REFUSED_HERE, 'apple_pay', () => Object.assign(sheet.doubles.apple, { refuses: true })],
      ['iframe-permission', 'apple_pay', noPayment],
      ['iframe-permission', 'google_pay', noPayment],
      ['script-blocked', 'apple_pay', withoutScripts, { applePay: { scriptUrl: dead } }],
      ['script-blocked', 'google_pay', withoutScripts, { googlePay: { scriptUrl: dead } }],
      [
        'merchant-disabled',
        'apple_pay',
        () => undefined,
        {},
        {
          methods: methods.map((offer) =>
            offer.type === 'apple_pay'
              ? { type: 'apple_pay', available: false, reason: 'merchant-disabled' }
              : offer,
          ),
        },
      ],
      [
        'merchant-disabled',
        'google_pay',
        () => undefined,
        {},
        {
          methods: methods.map((offer) =>
            offer.type === 'google_pay'
              ? { type: 'google_pay', available: false, reason: 'merchant-disabled' }
              : offer,
          ),
        },
      ],
      ['amount-unsupported', 'google_pay', () => undefined, {}, { sheet: { total: '1.234', lines: [] } }],
    ]
    for (const [reason, wallet, prepare, wallets, change] of cases)
      it(`says ${reason} for ${wallet}`, async () => {
        prepare()
        try {
          await show(wallets, change)
        } finally {
          Reflect.deleteProperty(document, 'permissionsPolicy')
        }
        while (reasons()[wallet] === 'offered')
          await new Promise((resolve) =>
            element.addEventListener('paykka-availability', resolve, { once: true }),
          )
        expect(reasons()).to.include({ card: 'offered', [wallet]: reason })
        expect(buttonIf(wallet)).to.equal(null)
      })

    it('says domain-not-verified once PayKKa refused a merchant session', async () => {
      await show()
      buttonOf('apple_pay').click()
      await settled()
      ;(await world.call()).answer(502, problem(502, 'gateway_refused'))
      await settled()
      expect(reasons()).to.include({ apple_pay: 'domain-not-verified', google_pay: 'offered' })
      expect(find('apple-pay-button')).to.equal(null)
      expect(said()).to.contain('Nothing was charged.')
    })
  })

  describe('<paykka-express>', () => {
    it('has the wallets alone and pays like the checkout', async () => {
      await show({}, {}, 'paykka-express')
      expect(reasons()).to.deep.equal({ apple_pay: 'offered', google_pay: 'offered' })
      for (const part of ['card', 'pay-button', 'hint'])
        expect(find<HTMLElement>(`[part=${part}]`)?.checkVisibility() ?? false, part).to.equal(false)
      await expectAccessible(element)
      await open('google_pay')
      const call = await payInSheet()
      call.answer(200, answered(payment('succeeded')))
      await settled()
      expect(status()).to.equal('paid')
    })

    it('is hidden and reports the reasons while no wallet can be used', async () => {
      sheet.doubles.apple.supported = false
      sheet.doubles.google.supported = false
      await show({}, {}, 'paykka-express')
      expect(element.hidden).to.equal(true)
      expect(reasons()).to.deep.equal({ apple_pay: 'unsupported-browser', google_pay: 'unsupported-browser' })
    })
  })
})
