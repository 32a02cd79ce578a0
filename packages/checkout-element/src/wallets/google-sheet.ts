/** One Google Pay sheet, from the click to its end. What is charged is decided by the BFF; the sheet only shows it. */
import { CheckoutError } from '../errors.ts'
import type { MethodContext, PayEnd } from '../methods/pay-method.ts'
import { tellMistake } from '../setup.ts'
import { addressOf, googleContact } from './contact.ts'
import { googleRequest, shippingOptions, transaction } from './google-request.ts'
import { ask, hold } from './hold.ts'
import { sheetFailed } from './messages.ts'
import type { ShippingMethod } from './options.ts'
import type { PricedCheckout } from './wallet.ts'
import { cancel } from './wallet.ts'
import type { Refusal, WalletChangeEvent } from './wallet-events.ts'
import {
  PaykkaBillingContactEvent,
  PaykkaCouponEvent,
  PaykkaShippingContactEvent,
  PaykkaShippingMethodEvent,
} from './wallet-events.ts'

type Settings = NonNullable<PricedCheckout['googlePay']>
type Update = google.payments.api.PaymentDataRequestUpdate
type Result = google.payments.api.PaymentAuthorizationResult
type Problem = google.payments.api.PaymentDataError
/** What in the sheet a refusal is about. */
type Place = Pick<Problem, 'reason' | 'intent'>

const ADDRESS: Place = { reason: 'SHIPPING_ADDRESS_UNSERVICEABLE', intent: 'SHIPPING_ADDRESS' }
const OPTION: Place = { reason: 'SHIPPING_OPTION_INVALID', intent: 'SHIPPING_OPTION' }
const COUPON: Place = { reason: 'OFFER_INVALID', intent: 'OFFER' }
const PAYMENT: Place = { reason: 'PAYMENT_DATA_INVALID', intent: 'PAYMENT_AUTHORIZATION' }
const OTHER: Place = { reason: 'OTHER_ERROR', intent: 'PAYMENT_AUTHORIZATION' }

/** Google’s word for what went wrong: https://developers.google.com/pay/api/web/reference/error-objects */
export const statusCode = (error: unknown): string =>
  String((error as { statusCode?: unknown } | null)?.statusCode)

/** Tells the developer what Google says, which is often the one hint at what is set up wrongly. */
export function tellGoogle(env: MethodContext['environment'], error: unknown): void {
  const { statusMessage = '' } = (error ?? {}) as { statusMessage?: unknown }
  const value = `${statusCode(error)} ${String(statusMessage)}`.trim().slice(0, 300)
  if (statusCode(error) !== 'undefined') tellMistake(env, 'google_pay_refused', { value })
}

export class GoogleSheet {
  readonly #context: MethodContext
  readonly #settings: Settings
  /** The checkout whose amount the sheet shows. */
  #shown: PricedCheckout
  #methods: ShippingMethod[]
  #methodId: string | undefined
  #codes: string[] = []
  /** True while this sheet holds the permission to pay, from the click until it is used or given back. */
  #allowed = true
  /** True once Google’s window is closed. */
  #over = false

  constructor(context: MethodContext, checkout: PricedCheckout, settings: Settings) {
    this.#context = context
    this.#shown = checkout
    this.#settings = settings
    this.#methods = context.wallets.shipping?.methods ?? []
    this.#methodId = this.#methods[0]?.id
  }

  /** Opens the sheet and waits for its end. Call it inside the click: browsers block the window otherwise. */
  async open(client: google.payments.api.PaymentsClient): Promise<void> {
    const request = googleRequest(this.#shown, this.#settings, this.#context.wallets)
    try {
      await client.loadPaymentData(request)
    } catch (error) {
      const byShopper = statusCode(error) === 'CANCELED'
      if (!byShopper) tellGoogle(this.#context.environment, error)
      this.#closed(byShopper)
    }
  }

  /** Google’s `onPaymentDataChanged`. */
  async changed(data: google.payments.api.IntermediatePaymentData): Promise<Update> {
    const { callbackTrigger: trigger, shippingAddress, shippingOptionData, offerData } = data
    if (trigger === 'SHIPPING_OPTION' && shippingOptionData) return await this.#shipBy(shippingOptionData.id)
    if (trigger === 'OFFER') return await this.#redeem(offerData?.redemptionCodes ?? [])
    if (shippingAddress) return await this.#moveTo(shippingAddress)
    return this.#update()
  }

  async #moveTo(address: google.payments.api.IntermediateAddress): Promise<Update> {
    const event = new PaykkaShippingContactEvent('google_pay', googleContact(address), false)
    const update = await this.#ask(event, ADDRESS)
    if (!event.methods || update.error) return update
    this.#methods = event.methods
    const options = shippingOptions(event.methods, this.#methodId)
    this.#methodId = options.defaultSelectedOptionId
    return { ...update, newShippingOptionParameters: options }
  }

  async #shipBy(id: string): Promise<Update> {
    const update = await this.#ask(new PaykkaShippingMethodEvent('google_pay', id), OPTION)
    if (!update.error) this.#methodId = id
    return update
  }

  async #redeem(codes: string[]): Promise<Update> {
    const update = await this.#ask(new PaykkaCouponEvent('google_pay', codes), COUPON)
    if (!update.error) this.#codes = codes
    const offers = this.#codes.map((code) => ({ redemptionCode: code, description: code }))
    return { ...update, newOfferInfo: { offers } }
  }

  async #ask(event: WalletChangeEvent, place: Place): Promise<Update> {
    const answer = await ask(this.#context, event)
    if (answer.kind === 'ended') return { error: this.#problem(OTHER) }
    this.#shown = answer.checkout
    return answer.kind === 'refused'
      ? { ...this.#update(), error: this.#problem(place, answer.refusal) }
      : this.#update()
  }

  #update(): Update {
    return { newTransactionInfo: transaction(this.#shown, this.#settings) }
  }

  #problem(place: Place, refusal?: Refusal): Problem {
    return { ...place, message: refusal?.message || sheetFailed() }
  }

  /** Google’s `onPaymentAuthorized`. */
  async authorized(data: google.payments.api.PaymentData): Promise<Result> {
    const problem = await this.#confirm(data)
    return problem ? { transactionState: 'ERROR', error: problem } : await this.#pay(data)
  }

  /** Shows the page the full contacts before anything is charged. */
  async #confirm({
    shippingAddress,
    email,
    paymentMethodData,
  }: google.payments.api.PaymentData): Promise<Problem | null> {
    const billing = paymentMethodData.info?.billingAddress
    const contact = shippingAddress || email ? googleContact(shippingAddress ?? {}, email) : null
    if (contact) {
      const problem = await this.#refused(
        new PaykkaShippingContactEvent('google_pay', contact, true),
        ADDRESS,
      )
      if (problem) return problem
    }
    if (!billing) return null
    return await this.#refused(
      new PaykkaBillingContactEvent('google_pay', googleContact(billing), true),
      PAYMENT,
    )
  }

  async #refused(event: WalletChangeEvent, place: Place): Promise<Problem | null> {
    const answer = await hold(this.#context, event)
    if (answer.kind === 'ended') return this.#problem(OTHER)
    return answer.kind === 'refused' ? this.#problem(place, answer.refusal) : null
  }

  /** The BFF charges the version the sheet showed, or answers `amount_changed`. */
  async #pay({
    paymentMethodData: { tokenizationData, info },
  }: google.payments.api.PaymentData): Promise<Result> {
    // A shopper who closed the window while the page was asked has not agreed to anything.
    if (this.#over) return this.#refusal()
    // After a decline the sheet stays open for another card: that is another attempt.
    if (!this.#allowed && !this.#context.begin()) return this.#refusal()
    this.#allowed = false
    const address = info?.billingAddress
    const end = await this.#context.pay({
      method: { type: 'google_pay', token: tokenizationData.token },
      ...(address && { billing: addressOf(googleContact(address)) }),
    })
    return mayClose(end) ? { transactionState: 'SUCCESS' } : this.#refusal()
  }

  /** The page has the explanation; the sheet can only be told to show an error. */
  #refusal(): Result {
    return { transactionState: 'ERROR', error: this.#problem(PAYMENT) }
  }

  #closed(byShopper: boolean): void {
    this.#over = true
    if (!this.#allowed) return
    this.#allowed = false
    if (byShopper) cancel(this.#context)
    else this.#context.giveBack(new CheckoutError('wallet_failed'))
  }
}

/**
 * Google’s sheet closes only with `SUCCESS`. It must close as well while nobody knows the outcome: its error would
 * invite another try. The page says what really happened.
 */
const mayClose = (end: PayEnd): boolean => end !== 'refused'
