/** One Google Pay sheet, from the click to its end. The BFF decides the amount; the sheet only shows it. */

import type { MethodContext } from '../../pay-method.ts'
import type { ContactCode } from '../load-contact-code.ts'
import { loadContactCode, prefetchContactCode } from '../load-contact-code.ts'
import { SheetLife } from '../sheet-life.ts'
import type { PricedCheckout } from '../wallet.ts'
import type { Refusal, WalletChangeEvent } from '../wallet-events.ts'
import { sheetFailed } from '../wallet-messages.ts'
import type { ShippingMethod } from '../wallet-options.ts'
import { googleRequest, shippingOptions, transaction } from './google-request.ts'

type Settings = NonNullable<PricedCheckout['googlePay']>
type Update = google.payments.api.PaymentDataRequestUpdate
type Result = google.payments.api.PaymentAuthorizationResult
type Problem = google.payments.api.PaymentDataError
/** The part of the sheet that a refusal is about. */
type Place = Pick<Problem, 'reason' | 'intent'>

const ADDRESS: Place = { reason: 'SHIPPING_ADDRESS_UNSERVICEABLE', intent: 'SHIPPING_ADDRESS' }
const OPTION: Place = { reason: 'SHIPPING_OPTION_INVALID', intent: 'SHIPPING_OPTION' }
const COUPON: Place = { reason: 'OFFER_INVALID', intent: 'OFFER' }
const PAYMENT: Place = { reason: 'PAYMENT_DATA_INVALID', intent: 'PAYMENT_AUTHORIZATION' }
const OTHER: Place = { reason: 'OTHER_ERROR', intent: 'PAYMENT_AUTHORIZATION' }

/** Google's word for what went wrong: https://developers.google.com/pay/api/web/reference/error-objects */
export const statusCode = (error: unknown): string =>
  String((error as { statusCode?: unknown } | null)?.statusCode)

/** What Google answers when nothing is set up wrongly. */
const NO_MISTAKE = /BUYER|INTERNAL/

/** Reports Google's error to the developer: it is often the only hint at a setup mistake. */
export function reportGoogle(context: MethodContext, error: unknown): void {
  const { statusMessage = '' } = (error ?? {}) as { statusMessage?: unknown }
  const value = `${statusCode(error)} ${String(statusMessage)}`.trim().slice(0, 300)
  const code = NO_MISTAKE.test(statusCode(error)) ? 'google_pay_ended' : 'google_pay_refused'
  if (statusCode(error) !== 'undefined') context.report(code, { value })
}

export class GoogleSheet {
  readonly life: SheetLife
  /** True once Google's promise has settled, so that its window is closed. */
  isClosed = false
  readonly #context: MethodContext
  readonly #settings: Settings
  /** The checkout whose amount the sheet shows. */
  #shown: PricedCheckout
  #methods: ShippingMethod[]
  #methodId: string | undefined
  #codes: string[] = []

  constructor(context: MethodContext, checkout: PricedCheckout, settings: Settings) {
    this.#context = context
    this.#shown = checkout
    this.#settings = settings
    this.#methods = context.wallets.shipping?.methods ?? []
    this.#methodId = this.#methods[0]?.id
    prefetchContactCode(context.wallets)
    // No page can close Google's window. What it authorizes after the sheet's end is refused.
    this.life = new SheetLife(context, () => undefined)
  }

  /** Opens the sheet and waits for its end. Call it inside the click, or browsers block the window. */
  async open(client: google.payments.api.PaymentsClient): Promise<void> {
    this.life.press()
    try {
      const ended = client.loadPaymentData(googleRequest(this.#shown, this.#settings, this.#context.wallets))
      this.life.go('shown')
      const data = await ended
      this.isClosed = true
      await this.#settled(data)
    } catch (error) {
      this.isClosed = true
      if (statusCode(error) === 'CANCELED') return this.life.closed()
      reportGoogle(this.#context, error)
      this.life.fail('wallet_failed')
      this.life.closed()
    }
  }

  /** Google's window may end without its callback although the shopper agreed: this pays, once. */
  async #settled(data: google.payments.api.PaymentData): Promise<void> {
    if (this.life.stage !== 'open') return
    const { transactionState } = await this.onPaymentAuthorized(data)
    if (transactionState === 'ERROR') this.life.fail('wallet_failed')
  }

  /** https://developers.google.com/pay/api/web/reference/client#onPaymentDataChanged; never rejects: Google would wait. */
  async onPaymentDataChanged(data: google.payments.api.IntermediatePaymentData): Promise<Update> {
    if (this.life.isOver) return { error: this.#problem(OTHER) }
    return await this.#answer(data).catch(() => ({ error: this.#problem(OTHER) }))
  }

  /** Each handler has the name of its `callbackTrigger`. */
  async #answer(data: google.payments.api.IntermediatePaymentData): Promise<Update> {
    const { callbackTrigger: trigger, shippingAddress, shippingOptionData, offerData } = data
    if (trigger === 'SHIPPING_OPTION' && shippingOptionData)
      return await this.#onShippingOption(shippingOptionData.id)
    if (trigger === 'OFFER') return await this.#onOffer(offerData?.redemptionCodes ?? [])
    if (shippingAddress) return await this.#onShippingAddress(shippingAddress)
    return this.#update()
  }

  async #onShippingAddress(address: google.payments.api.IntermediateAddress): Promise<Update> {
    const contacts = await loadContactCode()
    const event = new contacts.PaykkaShippingContactEvent(
      'google_pay',
      contacts.googleContact(address),
      false,
    )
    const update = await this.#ask(contacts, event, ADDRESS)
    if (!event.methods || update.error) return update
    this.#methods = event.methods
    const { currency } = this.#shown.amount
    const options = shippingOptions(event.methods, currency, this.#methodId)
    this.#methodId = options.defaultSelectedOptionId
    return { ...update, newShippingOptionParameters: options }
  }

  async #onShippingOption(id: string): Promise<Update> {
    const contacts = await loadContactCode()
    const update = await this.#ask(contacts, new contacts.PaykkaShippingMethodEvent('google_pay', id), OPTION)
    if (!update.error) this.#methodId = id
    return update
  }

  async #onOffer(codes: string[]): Promise<Update> {
    const contacts = await loadContactCode()
    const update = await this.#ask(contacts, new contacts.PaykkaCouponEvent('google_pay', codes), COUPON)
    if (!update.error) this.#codes = codes
    const offers = this.#codes.map((code) => ({ redemptionCode: code, description: code }))
    return { ...update, newOfferInfo: { offers } }
  }

  async #ask(contacts: ContactCode, event: WalletChangeEvent, place: Place): Promise<Update> {
    const answer = await contacts.askAndReprice(this.#context, event)
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

  /** https://developers.google.com/pay/api/web/reference/client#onPaymentAuthorized; never rejects: Google would wait. */
  async onPaymentAuthorized(data: google.payments.api.PaymentData): Promise<Result> {
    // A sheet that was given up, or that authorizes twice, gets Google's own error and pays nothing.
    if (!this.life.go('authorized')) return this.#refusal()
    try {
      const problem = await this.#confirm(data)
      if (!problem) return await this.#pay(data)
      this.life.go('refused')
      return { transactionState: 'ERROR', error: problem }
    } catch {
      this.life.fail('wallet_failed')
      return this.#refusal()
    }
  }

  /** Passes the full contacts to the page before anything is charged. */
  async #confirm({
    shippingAddress,
    email,
    paymentMethodData,
  }: google.payments.api.PaymentData): Promise<Problem | null> {
    const billing = paymentMethodData.info?.billingAddress
    const { contact: asked = [], billing: asksBilling } = this.#context.wallets
    if (!shippingAddress && !email && !billing) return null
    const contacts = await loadContactCode()
    const phone = asked.includes('phone') ? billing?.phoneNumber : undefined
    if (shippingAddress || email || phone) {
      const contact = contacts.googleContact(shippingAddress ?? { phoneNumber: phone ?? '' }, email)
      const event = new contacts.PaykkaShippingContactEvent('google_pay', contact, true)
      const problem = await this.#refused(contacts, event, ADDRESS)
      if (problem) return problem
    }
    if (!billing || !asksBilling) return null
    const event = new contacts.PaykkaBillingContactEvent('google_pay', contacts.googleContact(billing), true)
    return await this.#refused(contacts, event, PAYMENT)
  }

  async #refused(contacts: ContactCode, event: WalletChangeEvent, place: Place): Promise<Problem | null> {
    const answer = await contacts.askPage(this.#context, event)
    if (answer.kind === 'ended') return this.#problem(OTHER)
    return answer.kind === 'refused' ? this.#problem(place, answer.refusal) : null
  }

  /** The BFF charges the version that the sheet showed, or answers `amount_changed`. */
  async #pay({
    email,
    paymentMethodData: { tokenizationData, info },
  }: google.payments.api.PaymentData): Promise<Result> {
    const address = this.#context.wallets.billing ? info?.billingAddress : undefined
    const contacts = address && (await loadContactCode())
    const end = await this.life.pay({
      method: { type: 'google_pay', token: tokenizationData.token },
      ...(contacts && { billing: contacts.addressOf(contacts.googleContact(address, email)) }),
    })
    // A shopper who closed the window before the page answered has not agreed to anything.
    if (end === null || end === 'refused') {
      this.life.go('refused')
      return this.#refusal()
    }
    this.life.go('answered')
    // Only this answer closes the window. It must also close while the outcome is unknown, because an error would
    // invite another try. The page shows the true outcome.
    return { transactionState: 'SUCCESS' }
  }

  /** The page explains the error; the sheet can only show that there is one. */
  #refusal(): Result {
    return { transactionState: 'ERROR', error: this.#problem(PAYMENT) }
  }
}
