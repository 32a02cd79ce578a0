/**
 * A double of Google's `PaymentsClient`: the same checks, callbacks and answers. A sheet on the page replaces Google's
 * window.
 */
import { insideClick } from './clicks.ts'
import { googleButton } from './google-button.ts'
import { checkPaymentData, checkReady, developerError } from './google-checks.ts'
import { googleAddress, googleOutline } from './google-people.ts'
import type { Mint } from './mint.ts'
import { DOUBLE_CARDS, PEOPLE } from './people.ts'
import type { Misbehavior, OpenSheet, SheetState, SheetView } from './sheet-state.ts'

/** The simulated browser and Google account. */
export type GoogleAccount = {
  /** False for a browser without Google Pay. */
  supported: boolean
  /** Whether the account has a card, for `existingPaymentMethodRequired`. */
  hasCard: boolean
  mint: Mint['google']
  openSheet: OpenSheet
  /** The misbehavior of the next sheets; `null` for none. */
  misbehaves: Misbehavior | null
}

type Request = google.payments.api.PaymentDataRequest
type Data = google.payments.api.PaymentData
type Trigger = google.payments.api.CallbackTrigger

/** Google's `PaymentsClient` for one account. */
export function paymentsClientFor(account: GoogleAccount): typeof google.payments.api.PaymentsClient {
  class ClientDouble {
    readonly #options: google.payments.api.PaymentOptions
    #open = false

    constructor(options: google.payments.api.PaymentOptions) {
      this.#options = options
    }

    async isReadyToPay(
      request: google.payments.api.IsReadyToPayRequest,
    ): Promise<google.payments.api.IsReadyToPayResponse> {
      checkReady(request)
      if (!request.existingPaymentMethodRequired) return { result: account.supported }
      return { result: account.supported, paymentMethodPresent: account.hasCard }
    }

    createButton(options: google.payments.api.ButtonOptions): HTMLElement {
      return googleButton(options)
    }

    prefetchPaymentData(request: Request): void {
      checkPaymentData(request, this.#options.paymentDataCallbacks ?? {})
    }

    async loadPaymentData(request: Request): Promise<Data> {
      const callbacks = this.#options.paymentDataCallbacks ?? {}
      checkPaymentData(request, callbacks)
      if (!insideClick()) throw developerError('loadPaymentData() must be called inside a click')
      if (this.#open) throw developerError('loadPaymentData() is already open')
      if (account.misbehaves === 'throws')
        throw { statusCode: 'INTERNAL_ERROR', statusMessage: 'Google Pay is not at hand' }
      this.#open = true
      try {
        return await new Promise<Data>((resolve, reject) => {
          new WindowDouble(structuredClone(request), callbacks, account, resolve, reject).start()
        })
      } finally {
        this.#open = false
      }
    }
  }
  return ClientDouble as unknown as typeof google.payments.api.PaymentsClient
}

/** Google's window, from opening to the end. */
class WindowDouble {
  readonly #request: Request
  readonly #callbacks: google.payments.api.PaymentDataCallbacks
  readonly #account: GoogleAccount
  readonly #resolve: (data: Data) => void
  readonly #reject: (error: google.payments.api.PaymentsError) => void
  readonly #view: SheetView
  #state: SheetState
  #codes: string[] = []
  #over = false

  constructor(
    request: Request,
    callbacks: google.payments.api.PaymentDataCallbacks,
    account: GoogleAccount,
    resolve: (data: Data) => void,
    reject: (error: google.payments.api.PaymentsError) => void,
  ) {
    this.#request = request
    this.#callbacks = callbacks
    this.#account = account
    this.#resolve = resolve
    this.#reject = reject
    this.#state = firstState(request)
    this.#view = account.openSheet({
      choose: (choice) => this.#show(choice),
      moveTo: (person) => void this.#change('SHIPPING_ADDRESS', { person }),
      shipBy: (method) => void this.#change('SHIPPING_OPTION', { method }),
      redeem: (code) => void this.#redeem(code),
      pay: () => void this.#pay(),
      cancel: () => this.#cancel(),
    })
  }

  start(): void {
    this.#view.show(this.#state)
    if (this.#changes) void this.#sendChange('INITIALIZE')
  }

  /** True when the page requested callbacks for changes. */
  get #changes(): boolean {
    const { callbackIntents = [] } = this.#request
    return callbackIntents.some((intent) => intent !== 'PAYMENT_AUTHORIZATION')
  }

  async #change(trigger: Trigger, change: Partial<SheetState>): Promise<void> {
    if (this.#state.busy) return
    this.#show(change)
    if (this.#request.callbackIntents?.includes(trigger as google.payments.api.CallbackIntent))
      await this.#sendChange(trigger)
  }

  async #redeem(code: string): Promise<void> {
    if (this.#state.busy) return
    this.#codes = code ? [code] : []
    await this.#sendChange('OFFER')
  }

  async #sendChange(callbackTrigger: Trigger): Promise<void> {
    this.#show({ busy: 'Updating', problem: '' })
    const { people, method } = this.#state
    const update = await this.#callbacks.onPaymentDataChanged?.({
      callbackTrigger,
      paymentMethodData: { type: 'CARD', info: { cardNetwork: 'VISA' } },
      ...(people.length > 0 && { shippingAddress: googleOutline(this.#person) }),
      ...(method && { shippingOptionData: { id: method } }),
      ...(this.#request.offerInfo && { offerData: { redemptionCodes: this.#codes } }),
    })
    if (!this.#over) this.#take(update ?? {})
  }

  #take({
    newTransactionInfo,
    newShippingOptionParameters,
    error,
  }: google.payments.api.PaymentDataRequestUpdate): void {
    if (newTransactionInfo) this.#request.transactionInfo = newTransactionInfo
    if (newShippingOptionParameters) this.#request.shippingOptionParameters = newShippingOptionParameters
    const { total, lines, methods, method: proposed } = firstState(this.#request)
    const method = newShippingOptionParameters ? proposed : this.#state.method
    this.#show({ total, lines, methods, method, busy: '', problem: error?.message ?? '' })
  }

  async #pay(): Promise<void> {
    if (this.#state.busy || this.#over) return
    this.#show({ busy: 'Paying', problem: '' })
    try {
      await this.#authorize(await this.#paymentData())
    } catch (error) {
      this.#show({ busy: '', problem: String(error) })
    }
  }

  async #authorize(data: Data): Promise<void> {
    if (this.#over) return
    const { misbehaves } = this.#account
    const asked = this.#request.callbackIntents?.includes('PAYMENT_AUTHORIZATION')
    const call = () => this.#callbacks.onPaymentAuthorized?.(data)
    if (misbehaves === 'authorizes-twice') void call()
    const answered = asked && misbehaves !== 'skips-callback' ? call() : undefined
    if (misbehaves === 'cancels-after-authorization') this.#cancel()
    const result = await answered
    if (this.#over) return
    if (result?.transactionState === 'ERROR')
      return this.#show({
        busy: '',
        problem: result.error?.message ?? 'This did not work. Try another card.',
      })
    this.#close()
    this.#resolve(data)
  }

  async #paymentData(): Promise<Data> {
    const { allowedPaymentMethods, apiVersion, apiVersionMinor, emailRequired, merchantInfo } = this.#request
    const [method] = allowedPaymentMethods
    if (!method) throw developerError('no payment method')
    const { total, currency: currencyCode, authMethod, card, people, method: option } = this.#state
    const paymentMethodData = await this.#account.mint({
      transactionInfo: { totalPrice: total, currencyCode },
      tokenizationSpecification: method.tokenizationSpecification,
      merchantId: merchantInfo.merchantId,
      authMethod: authMethod as google.payments.api.CardAuthMethod,
      card,
    })
    const { billingAddressRequired } = method.parameters
    if (billingAddressRequired && paymentMethodData.info)
      paymentMethodData.info.billingAddress = googleAddress(this.#person)
    return {
      apiVersion,
      apiVersionMinor,
      paymentMethodData,
      ...(emailRequired && { email: this.#person.email }),
      ...(people.length > 0 && { shippingAddress: googleAddress(this.#person) }),
      ...(option && { shippingOptionData: { id: option } }),
      ...(this.#request.offerInfo && { offerData: { redemptionCodes: this.#codes } }),
    }
  }

  #cancel(): void {
    if (this.#over) return
    this.#close()
    if (this.#account.misbehaves === 'closes-silently') return
    this.#reject({ statusCode: 'CANCELED', statusMessage: 'User closed the Payment Request UI.' })
  }

  get #person() {
    return PEOPLE[this.#state.person] ?? (PEOPLE[0] as (typeof PEOPLE)[number])
  }

  #show(change: Partial<SheetState>): void {
    this.#state = { ...this.#state, ...change }
    if (!this.#over) this.#view.show(this.#state)
  }

  #close(): void {
    this.#over = true
    this.#view.close()
  }
}

/** What the window shows of a request. */
function firstState(request: Request): SheetState {
  const { transactionInfo, merchantInfo, allowedPaymentMethods, shippingOptionParameters } = request
  const { displayItems = [], totalPrice, currencyCode } = transactionInfo
  const methods = (shippingOptionParameters?.shippingOptions ?? []).map(
    ({ id, label, description = '' }) => ({
      id,
      label,
      detail: description,
    }),
  )
  const authMethods = allowedPaymentMethods[0]?.parameters.allowedAuthMethods ?? []
  return {
    wallet: 'Google Pay',
    payee: merchantInfo.merchantName ?? '',
    lines: displayItems.map(({ label, price }) => ({ label, amount: price })),
    total: totalPrice,
    currency: currencyCode,
    cards: DOUBLE_CARDS,
    card: DOUBLE_CARDS[0]?.last4 ?? '',
    people: request.shippingAddressRequired ? PEOPLE : [],
    person: 0,
    methods,
    method: shippingOptionParameters?.defaultSelectedOptionId ?? methods[0]?.id,
    takesCoupons: request.offerInfo !== undefined,
    authMethods,
    authMethod: authMethods.includes('CRYPTOGRAM_3DS') ? 'CRYPTOGRAM_3DS' : (authMethods[0] ?? ''),
    busy: '',
    problem: '',
  }
}
