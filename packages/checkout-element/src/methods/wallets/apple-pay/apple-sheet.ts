/** One Apple Pay sheet, from the click to its end. The BFF decides the amount; the sheet only shows it. */

import type { ProblemCode } from '../../../checkout/wire.ts'
import type { MethodContext } from '../../pay-method.ts'
import type { ContactCode } from '../load-contact-code.ts'
import { loadContactCode, prefetchContactCode } from '../load-contact-code.ts'
import { ignoreErrors, SheetLife } from '../sheet-life.ts'
import type { PricedCheckout } from '../wallet.ts'
import { priced } from '../wallet.ts'
import type { Refusal, WalletChangeEvent } from '../wallet-events.ts'
import type { ShippingMethod } from '../wallet-options.ts'
import { appleMethod, appleRequest, appleUpdate, prices } from './apple-request.ts'
import { merchantSession } from './merchant-session.ts'

/** Versions of Apple's API that this code works with, newest first. */
const VERSIONS = [14, 12, 3]

/** The newest version that both the browser and this code know, if any. */
export const appleVersion = (): number | undefined =>
  VERSIONS.find((version) => ApplePaySession.supportsVersion(version))

type Update = ReturnType<typeof appleUpdate> & {
  errors?: ApplePayJS.ApplePayError[]
  newShippingMethods?: ApplePayJS.ApplePayShippingMethod[]
}

export class AppleSheet {
  readonly life: SheetLife
  readonly #context: MethodContext
  readonly #settings: NonNullable<PricedCheckout['applePay']>
  readonly #session: ApplePaySession
  #methodId: string | undefined

  /** @throws what Apple throws, for example when another sheet is open */
  constructor(context: MethodContext) {
    const { checkout, wallets } = context
    const shown = priced(checkout)
    if (!shown || !checkout.applePay) throw new TypeError('no amount')
    this.#context = context
    this.#settings = checkout.applePay
    this.#methodId = wallets.shipping?.methods[0]?.id
    prefetchContactCode(wallets)
    this.#session = new ApplePaySession(appleVersion() ?? 3, appleRequest(shown, checkout.applePay, wallets))
    this.life = new SheetLife(context, () => this.#session.abort())
    this.#addHandlers()
  }

  /** Opens the sheet. Apple allows it only inside the shopper's click, before any `await`. */
  begin(): void {
    this.#session.begin()
    this.life.press()
  }

  /** Each handler has the name of its event: https://developer.apple.com/documentation/applepayontheweb/applepaysession */
  #addHandlers(): void {
    const session = this.#session
    const { shipping, billing, coupons } = this.#context.wallets
    const update = (work: () => Promise<void>) => void this.life.run(work, 'wallet_update_failed')
    session.onvalidatemerchant = () =>
      void this.life.run(() => this.#onValidateMerchant(), 'wallet_validation_failed')
    session.onpaymentauthorized = ({ payment }) =>
      void this.life.run(() => this.#onPaymentAuthorized(payment))
    session.oncancel = (event) => this.#onCancel(event)
    if (shipping) {
      session.onshippingcontactselected = ({ shippingContact }) =>
        update(() => this.#onShippingContactSelected(shippingContact))
      session.onshippingmethodselected = ({ shippingMethod }) =>
        update(() => this.#onShippingMethodSelected(shippingMethod.identifier))
    }
    if (billing)
      session.onpaymentmethodselected = ({ paymentMethod }) =>
        update(() => this.#onPaymentMethodSelected(paymentMethod))
    if (coupons)
      session.oncouponcodechanged = ({ couponCode }) => update(() => this.#onCouponCodeChanged(couponCode))
  }

  async #onValidateMerchant(): Promise<void> {
    const answer = await merchantSession(this.#context)
    if (this.life.isOver) return
    if (!answer?.session) return this.#notValidated(answer?.code ?? null, answer?.supportCode)
    this.#session.completeMerchantValidation(answer.session)
    this.life.go('shown')
  }

  #notValidated(code: ProblemCode | null, supportCode: string | null | undefined): void {
    // PayKKa refused the domain, so every further try would fail too.
    if (code === 'gateway_refused')
      this.#context.availabilityChanged({ available: false, reason: 'domain-not-verified' })
    // No further sheet opens for this checkout: the button goes, and the other ways to pay stay.
    const isExhausted = code === 'rate_limited' || code === 'method_unavailable'
    if (isExhausted) this.#context.availabilityChanged({ available: false, reason: 'merchant-disabled' })
    this.life.fail(isExhausted ? 'wallet_finished' : 'wallet_validation_failed', supportCode)
  }

  async #onShippingContactSelected(shippingContact: ApplePayJS.ApplePayPaymentContact): Promise<void> {
    const contacts = await loadContactCode()
    const contact = contacts.appleContact(shippingContact)
    const event = new contacts.PaykkaShippingContactEvent('apple_pay', contact, false)
    const answered = await this.#ask(contacts, event, 'addressUnserviceable')
    if (!answered) return
    const methods = event.methods && this.#selectedFirst(event.methods)
    this.#session.completeShippingContactSelection({
      ...answered,
      ...(methods && { newShippingMethods: methods.map(appleMethod) }),
    })
  }

  async #onShippingMethodSelected(id: string): Promise<void> {
    const contacts = await loadContactCode()
    const event = new contacts.PaykkaShippingMethodEvent('apple_pay', id)
    const answered = await this.#ask(contacts, event, 'unknown')
    if (!answered) return
    // Apple's update of a shipping method cannot carry an error, and a refused method must not look chosen.
    if (answered.errors) return this.life.fail('wallet_update_failed')
    this.#methodId = id
    this.#session.completeShippingMethodSelection(answered)
  }

  async #onPaymentMethodSelected({ billingContact = {} }: ApplePayJS.ApplePayPaymentMethod): Promise<void> {
    const contacts = await loadContactCode()
    const contact = contacts.appleContact(billingContact)
    const event = new contacts.PaykkaBillingContactEvent('apple_pay', contact, false)
    const answered = await this.#ask(contacts, event, 'billingContactInvalid')
    if (answered) this.#session.completePaymentMethodSelection(answered)
  }

  async #onCouponCodeChanged(code: string): Promise<void> {
    const contacts = await loadContactCode()
    const event = new contacts.PaykkaCouponEvent('apple_pay', code ? [code] : [])
    const answered = await this.#ask(contacts, event, 'couponCodeInvalid')
    if (answered) this.#session.completeCouponCodeChange(answered)
  }

  /** The sheet's new content, or `null` when it is already closed. */
  async #ask(
    contacts: ContactCode,
    event: WalletChangeEvent,
    code: ApplePayJS.ApplePayErrorCode,
  ): Promise<Update | null> {
    const answer = await contacts.askAndReprice(this.#context, event)
    if (this.life.isOver) return null
    if (answer.kind === 'ended') {
      this.life.fail('wallet_update_failed')
      return null
    }
    const update = appleUpdate(prices(answer.checkout, this.#settings, this.#context.wallets.applePay))
    return answer.kind === 'refused'
      ? { ...update, errors: [appleError(contacts, code, answer.refusal)] }
      : update
  }

  /** Apple selects the first of new methods. The one the shopper chose goes first while it is offered. */
  #selectedFirst(methods: ShippingMethod[]): ShippingMethod[] {
    const sorted = methods.toSorted(
      (one, other) => Number(other.id === this.#methodId) - Number(one.id === this.#methodId),
    )
    this.#methodId = sorted[0]?.id
    return sorted
  }

  async #onPaymentAuthorized(payment: ApplePayJS.ApplePayPayment): Promise<void> {
    // A sheet that was given up, or that authorizes twice, gets Apple's own failure and pays nothing.
    if (!this.life.go('authorized')) return this.#complete()
    const errors = await this.#confirm(payment)
    if (this.life.isOver) return
    if (errors.length === 0) return await this.#pay(payment)
    this.life.go('refused')
    this.#session.completePayment({ status: ApplePaySession.STATUS_FAILURE, errors })
  }

  /** Passes the full contacts to the page before anything is charged. */
  async #confirm({
    shippingContact,
    billingContact,
  }: ApplePayJS.ApplePayPayment): Promise<ApplePayJS.ApplePayError[]> {
    const { shipping, contact, billing } = this.#context.wallets
    const errors: ApplePayJS.ApplePayError[] = []
    if (shippingContact && (shipping || contact)) {
      const contacts = await loadContactCode()
      const full = contacts.appleContact(shippingContact)
      const event = new contacts.PaykkaShippingContactEvent('apple_pay', full, true)
      errors.push(...(await this.#refused(contacts, event, 'shippingContactInvalid')))
    }
    if (billingContact && billing) {
      const contacts = await loadContactCode()
      const full = contacts.appleContact(billingContact)
      const event = new contacts.PaykkaBillingContactEvent('apple_pay', full, true)
      errors.push(...(await this.#refused(contacts, event, 'billingContactInvalid')))
    }
    return errors
  }

  async #refused(
    contacts: ContactCode,
    event: WalletChangeEvent,
    code: ApplePayJS.ApplePayErrorCode,
  ): Promise<ApplePayJS.ApplePayError[]> {
    if (this.life.isOver) return []
    const answer = await contacts.askPage(this.#context, event)
    if (answer.kind === 'ended') this.life.fail('wallet_update_failed')
    return answer.kind === 'refused' ? [appleError(contacts, code, answer.refusal)] : []
  }

  /** The BFF charges the version that the sheet showed, or answers `amount_changed`. */
  async #pay({ token, billingContact, shippingContact }: ApplePayJS.ApplePayPayment): Promise<void> {
    const asked = this.#context.wallets.billing && billingContact
    const contacts = asked && (await loadContactCode())
    const end = await this.life.pay({
      method: { type: 'apple_pay', token },
      ...(contacts && {
        billing: contacts.addressOf(contacts.appleContact(billingContact ?? {}, shippingContact)),
      }),
    })
    if (!this.life.go('answered')) return
    // While the outcome is unknown, the sheet must neither claim success nor invite another try: it only closes.
    if (end === 'open') ignoreErrors(() => this.#session.abort())
    else this.#complete(end === 'accepted')
  }

  #complete(accepted = false): void {
    const { STATUS_SUCCESS, STATUS_FAILURE } = ApplePaySession
    ignoreErrors(() => this.#session.completePayment({ status: accepted ? STATUS_SUCCESS : STATUS_FAILURE }))
  }

  /** Apple raises the same event for its own failures and for a shopper who cancels. */
  #onCancel(event: ApplePayJS.Event & { sessionError?: { code?: unknown } }): void {
    const { code } = event.sessionError ?? {}
    if (typeof code === 'string' && code !== 'unknown')
      this.#context.report('apple_pay_ended', { value: code.slice(0, 100) })
    this.life.closed()
  }
}

const appleError = (
  { APPLE_FIELDS }: ContactCode,
  code: ApplePayJS.ApplePayErrorCode,
  { message, field }: Refusal,
): ApplePayJS.ApplePayError => new ApplePayError(code, field && APPLE_FIELDS[field], message || undefined)
