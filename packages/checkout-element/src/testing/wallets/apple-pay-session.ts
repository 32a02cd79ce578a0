/**
 * A double of Apple's `ApplePaySession`: the same states, the same order of events, and the same errors for calls at the
 * wrong time. A sheet on the page replaces the sheet of the device.
 */
import { checkAppleRequest } from './apple-checks.ts'
import { applePerson, outlineOf } from './apple-people.ts'
import { insideClick } from './clicks.ts'
import type { Mint } from './mint.ts'
import { DOUBLE_CARDS, PEOPLE } from './people.ts'
import type { Misbehavior, OpenSheet, SheetState, SheetView } from './sheet-state.ts'

/** The simulated device. */
export type AppleDevice = {
  /** False for a browser without Apple Pay. */
  supported: boolean
  /** The result of `applePayCapabilities`. */
  credentials: ApplePayJS.PaymentCredentialStatus
  /** Thrown by `canMakePayments`, as in Safari in a cross-origin frame or on an insecure page. */
  refuses: boolean
  /** How long Apple waits for the page; 30 s. Milliseconds. */
  patienceMs: number
  mint: Mint['apple']
  openSheet: OpenSheet
  /** The misbehavior of the next sheets; `null` for none. */
  misbehaves: Misbehavior | null
}

type Update = {
  newTotal?: ApplePayJS.ApplePayLineItem
  newLineItems?: ApplePayJS.ApplePayLineItem[] | undefined
  newShippingMethods?: ApplePayJS.ApplePayShippingMethod[] | undefined
  errors?: ApplePayJS.ApplePayError[] | undefined
}

/** What the page must answer before the sheet continues. */
type Pending =
  | 'validatemerchant'
  | 'shippingcontact'
  | 'shippingmethod'
  | 'paymentmethod'
  | 'couponcode'
  | 'payment'
type Stage = 'new' | 'active' | 'over'

const NEWEST_VERSION = 14

/** Apple's `ApplePaySession` for one device. */
export function applePaySessionFor(device: AppleDevice): typeof ApplePaySession {
  /** Apple allows one sheet per page. */
  let active: SessionDouble | null = null

  class SessionDouble extends EventTarget {
    static readonly STATUS_SUCCESS = 0
    static readonly STATUS_FAILURE = 1
    static readonly STATUS_INVALID_BILLING_POSTAL_ADDRESS = 2
    static readonly STATUS_INVALID_SHIPPING_POSTAL_ADDRESS = 3
    static readonly STATUS_INVALID_SHIPPING_CONTACT = 4
    static readonly STATUS_PIN_REQUIRED = 5
    static readonly STATUS_PIN_INCORRECT = 6
    static readonly STATUS_PIN_LOCKOUT = 7

    static supportsVersion = (version: number): boolean => {
      if (!Number.isInteger(version) || version < 1)
        throw invalidAccess('The version must be a positive number')
      return version <= NEWEST_VERSION
    }

    static canMakePayments = (): boolean => {
      if (device.refuses)
        throw invalidAccess('Trying to start an Apple Pay session from an insecure document')
      return device.supported
    }

    static canMakePaymentsWithActiveCard = async (): Promise<boolean> =>
      device.supported && device.credentials === 'paymentCredentialsAvailable'

    static applePayCapabilities = async (): Promise<ApplePayJS.PaymentCredentialStatusResponse> => ({
      paymentCredentialStatus: device.supported ? device.credentials : 'applePayUnsupported',
    })

    static openPaymentSetup = async (): Promise<boolean> => false

    oncancel: ((event: Event) => void) | null = null
    onpaymentauthorized: ((event: Event) => void) | null = null
    onpaymentmethodselected: ((event: Event) => void) | null = null
    onshippingcontactselected: ((event: Event) => void) | null = null
    onshippingmethodselected: ((event: Event) => void) | null = null
    onvalidatemerchant: ((event: Event) => void) | null = null
    oncouponcodechanged: ((event: Event) => void) | null = null

    readonly #request: ApplePayJS.ApplePayPaymentRequest
    #stage: Stage = 'new'
    #pending: Pending | null = null
    #timer: ReturnType<typeof setTimeout> | undefined
    #merchantSession: unknown
    #view: SheetView | null = null
    #state: SheetState

    constructor(version: number, request: ApplePayJS.ApplePayPaymentRequest) {
      super()
      if (!SessionDouble.supportsVersion(version)) throw invalidAccess(`Version ${version} is not supported`)
      if (!globalThis.isSecureContext) throw invalidAccess('Insecure document')
      checkAppleRequest(request, version)
      this.#request = structuredClone(request)
      this.#state = firstState(this.#request)
    }

    begin(): void {
      if (this.#stage !== 'new') throw invalidAccess('begin() was called before')
      if (active) throw invalidAccess('The page already has an active payment session')
      if (device.misbehaves === 'throws') throw invalidAccess('Apple Pay is not at hand')
      if (!insideClick()) throw invalidAccess('Must create a new ApplePaySession from a user gesture handler')
      this.#stage = 'active'
      active = this
      this.#view = device.openSheet({
        choose: (choice) => this.#show(choice),
        moveTo: (person) => this.#moveTo(person),
        shipBy: (method) => this.#shipBy(method),
        redeem: (code) => this.#ask('couponcode', 'Checking', 'couponcodechanged', { couponCode: code }),
        pay: () => void this.#pay(),
        cancel: () => this.#cancel(),
      })
      const validationURL = 'https://apple-pay-gateway.apple.com/paymentservices/startSession'
      queueMicrotask(() =>
        this.#ask('validatemerchant', 'Checking the shop', 'validatemerchant', { validationURL }),
      )
    }

    abort(): void {
      // The sheet stays open on the device and may still authorize.
      if (device.misbehaves === 'authorizes-late') return
      if (this.#stage !== 'active') throw invalidAccess('The session is not active')
      this.#end()
    }

    completeMerchantValidation(merchantSession: unknown): void {
      this.#answer('validatemerchant')
      if (typeof merchantSession !== 'object' || merchantSession === null)
        throw new TypeError('Not an object')
      if (device.misbehaves === 'refuses-session') throw invalidAccess('The merchant session is not valid')
      this.#merchantSession = merchantSession
      this.#show({ busy: '' })
      if (this.onpaymentmethodselected) this.#sendPaymentMethod()
      else this.#sendContact()
    }

    completePaymentMethodSelection(update: Update): void {
      this.#answer('paymentmethod')
      this.#take(update)
      if (this.#state.people.length > 0 && !this.#contactSent) this.#sendContact()
    }

    completeShippingContactSelection(update: Update): void {
      this.#answer('shippingcontact')
      this.#take(update)
    }

    completeShippingMethodSelection(update: Update): void {
      this.#answer('shippingmethod')
      this.#take(update)
    }

    completeCouponCodeChange(update: Update): void {
      this.#answer('couponcode')
      this.#take(update)
    }

    completePayment(result: number | ApplePayJS.ApplePayPaymentAuthorizationResult): void {
      this.#answer('payment')
      const { status, errors } = typeof result === 'number' ? { status: result, errors: undefined } : result
      if (status === SessionDouble.STATUS_FAILURE && errors?.length)
        this.#show({ busy: '', problem: textOf(errors) })
      else this.#end()
    }

    #contactSent = false

    #sendPaymentMethod(): void {
      const paymentMethod = { type: 'debit', billingContact: outlineOf(this.#person()) }
      this.#ask('paymentmethod', 'Updating', 'paymentmethodselected', { paymentMethod })
    }

    #sendContact(): void {
      this.#contactSent = true
      if (this.#state.people.length === 0 || !this.onshippingcontactselected) return
      const shippingContact = outlineOf(this.#person())
      this.#ask('shippingcontact', 'Updating', 'shippingcontactselected', { shippingContact })
    }

    #moveTo(person: number): void {
      if (this.#pending) return
      this.#show({ person })
      this.#sendContact()
    }

    #shipBy(method: string): void {
      const chosen = this.#methods.find(({ identifier }) => identifier === method)
      if (this.#pending || !chosen) return
      this.#show({ method })
      if (this.onshippingmethodselected)
        this.#ask('shippingmethod', 'Updating', 'shippingmethodselected', { shippingMethod: chosen })
    }

    async #pay(): Promise<void> {
      if (this.#pending || this.#stage !== 'active' || this.#merchantSession === undefined) return
      this.#show({ busy: 'Paying', problem: '' })
      const { total, currency: currencyCode, card } = this.#state
      const domain = location.hostname
      const { merchantSession } = { merchantSession: this.#merchantSession }
      const token = await device
        .mint({ merchantSession, domain, total: { amount: total, currencyCode }, card })
        .catch((error: unknown) => this.#show({ busy: '', problem: String(error) }))
      if (!token || this.#stage !== 'active') return
      const { requiredBillingContactFields, requiredShippingContactFields } = this.#request
      const contact = applePerson(this.#person())
      const payment = {
        token,
        ...(requiredBillingContactFields?.length && { billingContact: contact }),
        ...(requiredShippingContactFields?.length && { shippingContact: contact }),
      }
      this.#ask('payment', 'Paying', 'paymentauthorized', { payment })
      if (device.misbehaves === 'authorizes-twice') this.#raise('paymentauthorized', { payment })
      if (device.misbehaves === 'cancels-after-authorization') this.#cancel()
    }

    #cancel(): void {
      if (this.#stage !== 'active') return
      this.#end()
      if (device.misbehaves !== 'closes-silently') this.#raise('cancel', {})
    }

    get #methods(): ApplePayJS.ApplePayShippingMethod[] {
      return this.#request.shippingMethods ?? []
    }

    #person = () => PEOPLE[this.#state.person] ?? (PEOPLE[0] as (typeof PEOPLE)[number])

    /** Calls the page's handler and waits for its answer as long as Apple would. */
    #ask(pending: Pending, busy: string, event: string, facts: Record<string, unknown>): void {
      if (this.#stage !== 'active') return
      this.#pending = pending
      this.#show({ busy, problem: '' })
      this.#timer = setTimeout(() => this.#cancel(), device.patienceMs)
      this.#raise(event, facts)
    }

    #answer(pending: Pending): void {
      if (this.#stage !== 'active' || this.#pending !== pending)
        throw invalidAccess('The sheet did not ask for this')
      clearTimeout(this.#timer)
      this.#pending = null
    }

    #take({ newTotal, newLineItems, newShippingMethods, errors }: Update): void {
      if (!newTotal) throw new TypeError('Member newTotal is required')
      this.#request.total = newTotal
      if (newLineItems) this.#request.lineItems = newLineItems
      if (newShippingMethods) this.#request.shippingMethods = newShippingMethods
      const { total, lines, methods } = firstState(this.#request)
      const kept = methods.some(({ id }) => id === this.#state.method) && !newShippingMethods
      const method = kept ? this.#state.method : methods[0]?.id
      this.#show({ total, lines, methods, method, busy: '', problem: errors ? textOf(errors) : '' })
    }

    #show(change: Partial<SheetState>): void {
      this.#state = { ...this.#state, ...change }
      this.#view?.show(this.#state)
    }

    #raise(type: string, facts: Record<string, unknown>): void {
      const event = Object.assign(new Event(type), facts)
      const handler = (this as unknown as Record<string, unknown>)[`on${type}`]
      if (typeof handler === 'function') handler.call(this, event)
      this.dispatchEvent(event)
    }

    #end(): void {
      clearTimeout(this.#timer)
      this.#stage = 'over'
      this.#view?.close()
      if (active === this) active = null
    }
  }
  return SessionDouble as unknown as typeof ApplePaySession
}

/** Apple's exception for a call at the wrong time. */
const invalidAccess = (message: string) => new DOMException(message, 'InvalidAccessError')

const textOf = (errors: ApplePayJS.ApplePayError[]): string =>
  errors.map(({ message, code }) => message || code).join(' ')

/** What the sheet shows of a request. */
function firstState(request: ApplePayJS.ApplePayPaymentRequest): SheetState {
  const { total, lineItems = [], shippingMethods = [], requiredShippingContactFields = [] } = request
  const methods = shippingMethods.map(({ identifier, label, detail, amount }) => ({
    id: identifier,
    label: `${label} (${amount})`,
    detail,
  }))
  return {
    wallet: 'Apple Pay',
    payee: total.label,
    lines: lineItems.map(({ label, amount }) => ({ label, amount })),
    total: total.amount,
    currency: request.currencyCode,
    cards: DOUBLE_CARDS,
    card: DOUBLE_CARDS[0]?.last4 ?? '',
    people: requiredShippingContactFields.includes('postalAddress') ? PEOPLE : [],
    person: 0,
    methods,
    method: methods[0]?.id,
    takesCoupons: request.supportsCouponCode ?? false,
    authMethods: [],
    authMethod: '',
    busy: '',
    problem: '',
  }
}
