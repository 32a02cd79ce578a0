/** The doubles follow Apple's and Google's rules, so that a page that works with them works with the real wallets. */
import { assert } from 'chai'
import type {
  OpenSheet,
  SheetActions,
  SheetState,
  WalletDoubles,
  WalletDoublesOptions,
} from '../../../src/testing/wallets/index.ts'
import { installWalletDoubles } from '../../../src/testing/wallets/index.ts'

const token = {
  paymentData: {},
  paymentMethod: {},
  transactionIdentifier: 'a1',
} as unknown as ApplePayJS.ApplePayPaymentToken
const paymentMethodData = {
  type: 'CARD',
  tokenizationData: { type: 'PAYMENT_GATEWAY', token: '{}' },
} as const

let doubles: WalletDoubles
let shown: SheetState | null = null
let shopper: SheetActions

const openSheet: OpenSheet = (actions) => {
  shopper = actions
  return {
    show: (state) => {
      shown = state
    },
    close: () => {
      shown = null
    },
  }
}

const install = (options: Partial<WalletDoublesOptions> = {}) => {
  const mint = { apple: async () => token, google: async () => structuredClone(paymentMethodData) }
  doubles = installWalletDoubles({ mint, openSheet, acceptScriptedClicks: true, ...options })
}

/** Runs inside a click. */
function click<T>(run: () => T): T {
  const button = document.createElement('button')
  const results: { value?: T; error?: unknown } = {}
  button.addEventListener('click', () => {
    try {
      results.value = run()
    } catch (error) {
      results.error = error
    }
  })
  document.body.append(button)
  button.click()
  button.remove()
  if (results.error) throw results.error
  return results.value as T
}

const fails = (run: () => unknown, name: string) => {
  try {
    run()
  } catch (error) {
    return assert.equal((error as Error).name, name)
  }
  assert.fail(`no ${name}`)
}

beforeEach(() => install())
afterEach(() => {
  doubles.uninstall()
  shown = null
})

describe('ApplePaySession', () => {
  const request = (
    change: Partial<ApplePayJS.ApplePayPaymentRequest> = {},
  ): ApplePayJS.ApplePayPaymentRequest => ({
    countryCode: 'IE',
    currencyCode: 'EUR',
    supportedNetworks: ['visa'],
    merchantCapabilities: ['supports3DS'],
    total: { label: 'Shop', amount: '10.99' },
    ...change,
  })
  const session = (change: Partial<ApplePayJS.ApplePayPaymentRequest> = {}) =>
    new ApplePaySession(14, request(change))
  const eventOf = <T>(target: EventTarget, name: string) =>
    new Promise<T>((resolve) => target.addEventListener(name, (event) => resolve(event as T), { once: true }))
  /** A session with an open sheet and a validated merchant. */
  async function opened(
    change: Partial<ApplePayJS.ApplePayPaymentRequest> = {},
    listen: (session: ApplePaySession) => void = () => undefined,
  ) {
    const made = click(() => {
      const fresh = session(change)
      listen(fresh)
      fresh.begin()
      return fresh
    })
    await eventOf(made, 'validatemerchant')
    return made
  }

  const wrong: [string, Partial<ApplePayJS.ApplePayPaymentRequest>][] = [
    ['no networks', { supportedNetworks: [] }],
    ["a network of another's name", { supportedNetworks: ['mastercard'] }],
    ['no capability', { merchantCapabilities: [] }],
    ['a total without a label', { total: { label: '', amount: '1' } }],
    ['an amount that is none', { total: { label: 'Shop', amount: '€10.99' } }],
    ['a negative total', { total: { label: 'Shop', amount: '-1' } }],
    ['a line that is no amount', { lineItems: [{ label: 'Mug', amount: '' }] }],
    ['a country that is none', { countryCode: 'Ireland' }],
    [
      'a shipping method without an id',
      { shippingMethods: [{ identifier: '', label: 'a', detail: '', amount: '0' }] },
    ],
  ]
  for (const [what, change] of wrong) it(`refuses ${what}`, () => fails(() => session(change), 'TypeError'))

  it('refuses a version from the future', () =>
    fails(() => new ApplePaySession(99, request()), 'InvalidAccessError'))

  it('begins only inside a click, once, and not beside another', async () => {
    fails(() => session().begin(), 'InvalidAccessError')
    const first = await opened()
    fails(() => click(() => session().begin()), 'InvalidAccessError')
    fails(() => click(() => first.begin()), 'InvalidAccessError')
    first.abort()
    fails(() => first.abort(), 'InvalidAccessError')
    click(() => session().begin())
  })

  it("does not take a script's click for a shopper's", () => {
    doubles.uninstall()
    install({ acceptScriptedClicks: false })
    fails(() => click(() => session().begin()), 'InvalidAccessError')
  })

  it('is not begun after the click, however short the wait', async () => {
    const late = click(() => Promise.resolve().then(() => session().begin()))
    await late.then(
      () => assert.fail('began'),
      (error: Error) => assert.equal(error.name, 'InvalidAccessError'),
    )
  })

  it('refuses every answer it did not ask for', async () => {
    const made = await opened()
    const update = { newTotal: { label: 'Shop', amount: '1' } }
    fails(() => made.completePayment(0), 'InvalidAccessError')
    fails(() => made.completeShippingContactSelection(update), 'InvalidAccessError')
    made.completeMerchantValidation({ of: 'Apple' })
    fails(() => made.completeMerchantValidation({ of: 'Apple' }), 'InvalidAccessError')
    fails(() => made.completeShippingMethodSelection(update), 'InvalidAccessError')
  })

  it('goes from validation over contact and payment to its end', async () => {
    const made = await opened({ requiredShippingContactFields: ['postalAddress'] }, (fresh) => {
      fresh.onshippingcontactselected = () => undefined
    })
    const contact = eventOf<ApplePayJS.ApplePayShippingContactSelectedEvent>(made, 'shippingcontactselected')
    made.completeMerchantValidation({ of: 'Apple' })
    assert.notProperty(
      (await contact).shippingContact,
      'addressLines',
      'no more than an outline before the payment',
    )
    made.completeShippingContactSelection({ newTotal: { label: 'Shop', amount: '12.99' } })
    assert.equal(shown?.total, '12.99')
    const authorized = eventOf<ApplePayJS.ApplePayPaymentAuthorizedEvent>(made, 'paymentauthorized')
    shopper.pay()
    assert.property((await authorized).payment.shippingContact, 'addressLines')
    made.completePayment({ status: ApplePaySession.STATUS_SUCCESS })
    assert.isNull(shown)
  })

  it('stays open for a contact to be corrected', async () => {
    const made = await opened()
    made.completeMerchantValidation({ of: 'Apple' })
    const authorized = eventOf(made, 'paymentauthorized')
    shopper.pay()
    await authorized
    const errors = [new ApplePayError('shippingContactInvalid', 'postalCode', 'Unknown postal code')]
    made.completePayment({ status: ApplePaySession.STATUS_FAILURE, errors })
    assert.equal(shown?.problem, 'Unknown postal code')
  })

  it('is canceled when the page lets it wait too long', async () => {
    doubles.apple.patienceMs = 1
    const made = await opened()
    await eventOf(made, 'cancel')
    assert.isNull(shown)
  })
})

describe('PaymentsClient', () => {
  const card = {
    type: 'CARD',
    parameters: { allowedAuthMethods: ['PAN_ONLY'], allowedCardNetworks: ['VISA'] },
  } as const
  const request = (change: object = {}) =>
    ({
      apiVersion: 2,
      apiVersionMinor: 0,
      merchantInfo: { merchantId: '1', merchantName: 'Shop' },
      allowedPaymentMethods: [
        {
          ...card,
          tokenizationSpecification: {
            type: 'PAYMENT_GATEWAY',
            parameters: { gateway: 'paykka', gatewayMerchantId: '1' },
          },
        },
      ],
      transactionInfo: { currencyCode: 'EUR', totalPrice: '10.99', totalPriceStatus: 'FINAL' },
      callbackIntents: ['PAYMENT_AUTHORIZATION'],
      ...change,
    }) as unknown as google.payments.api.PaymentDataRequest
  const client = (
    paymentDataCallbacks: google.payments.api.PaymentDataCallbacks = {
      onPaymentAuthorized: () => ({ transactionState: 'SUCCESS' }),
    },
  ) => new google.payments.api.PaymentsClient({ environment: 'TEST', paymentDataCallbacks })
  const codeOf = (work: Promise<unknown>) =>
    work.then(
      () => 'none',
      (error: google.payments.api.PaymentsError) => error.statusCode,
    )

  const wrong: [string, object][] = [
    ['another version', { apiVersion: 1 }],
    ['a price with three decimals', { transactionInfo: { currencyCode: 'KWD', totalPrice: '1.234' } }],
    [
      'an estimate that is paid at once',
      {
        transactionInfo: {
          currencyCode: 'EUR',
          totalPrice: '1.00',
          totalPriceStatus: 'ESTIMATED',
          checkoutOption: 'COMPLETE_IMMEDIATE_PURCHASE',
        },
      },
    ],
    ['no intent for its callback', { callbackIntents: [] }],
    ['an intent without a callback', { callbackIntents: ['PAYMENT_AUTHORIZATION', 'SHIPPING_ADDRESS'] }],
    ['offers without their intent', { offerInfo: { offers: [] } }],
    [
      'no gateway',
      {
        allowedPaymentMethods: [
          { ...card, tokenizationSpecification: { type: 'PAYMENT_GATEWAY', parameters: {} } },
        ],
      },
    ],
  ]
  for (const [what, change] of wrong)
    it(`refuses ${what}`, async () => {
      assert.equal(await codeOf(click(() => client().loadPaymentData(request(change)))), 'DEVELOPER_ERROR')
    })

  it('opens only inside a click', async () => {
    assert.equal(await codeOf(client().loadPaymentData(request())), 'DEVELOPER_ERROR')
  })

  it('reports that it was closed', async () => {
    const data = click(() => client().loadPaymentData(request()))
    shopper.cancel()
    assert.equal(await codeOf(data), 'CANCELED')
  })

  it('asks the page at the start, and after each change', async () => {
    const triggers: string[] = []
    const callbacks: google.payments.api.PaymentDataCallbacks = {
      onPaymentAuthorized: () => ({ transactionState: 'SUCCESS' }),
      onPaymentDataChanged: async ({ callbackTrigger }) => {
        triggers.push(callbackTrigger)
        return {
          newTransactionInfo: {
            currencyCode: 'EUR',
            totalPrice: `${triggers.length}.00`,
            totalPriceStatus: 'FINAL',
          },
        }
      },
    }
    const data = click(() =>
      client(callbacks).loadPaymentData(
        request({
          callbackIntents: ['PAYMENT_AUTHORIZATION', 'SHIPPING_ADDRESS'],
          shippingAddressRequired: true,
        }),
      ),
    )
    await new Promise((resolve) => setTimeout(resolve))
    shopper.moveTo(1)
    await new Promise((resolve) => setTimeout(resolve))
    assert.deepEqual(triggers, ['INITIALIZE', 'SHIPPING_ADDRESS'])
    assert.equal(shown?.total, '2.00')
    shopper.pay()
    assert.property((await data).shippingAddress, 'address1')
  })

  it('stays open when the page says the payment failed', async () => {
    let answer: google.payments.api.PaymentAuthorizationResult = { transactionState: 'ERROR' }
    const data = click(() => client({ onPaymentAuthorized: () => answer }).loadPaymentData(request()))
    shopper.pay()
    await new Promise((resolve) => setTimeout(resolve))
    assert.notEqual(shown?.problem, '')
    answer = { transactionState: 'SUCCESS' }
    shopper.pay()
    assert.property(await data, 'paymentMethodData')
  })
})
