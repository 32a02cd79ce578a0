/** One Apple Pay sheet, from the click to its end. What is charged is decided by the BFF; the sheet only shows it. */

import { CheckoutError } from '../errors.ts'
import type { MethodContext } from '../methods/pay-method.ts'
import { appleMethod, appleRequest, appleUpdate, prices } from './apple-request.ts'
import { APPLE_FIELDS, addressOf, appleContact } from './contact.ts'
import { ask, hold, within } from './hold.ts'
import { merchantSession } from './merchant-session.ts'
import type { ShippingMethod } from './options.ts'
import type { PricedCheckout } from './wallet.ts'
import { cancel, priced } from './wallet.ts'
import type { Refusal, WalletChangeEvent } from './wallet-events.ts'
import {
  PaykkaBillingContactEvent,
  PaykkaCouponEvent,
  PaykkaShippingContactEvent,
  PaykkaShippingMethodEvent,
} from './wallet-events.ts'

/** Apple shows its own, unexplained failure when validation takes too long; ours comes first. */
const VALIDATION_MS = 12_000
/** The newest version of Apple’s API that anything here needs, down to the oldest that it works with. */
const VERSIONS = [14, 12, 3]

/** The newest version the browser and this code both know, if any. */
export const appleVersion = (): number | undefined =>
  VERSIONS.find((version) => ApplePaySession.supportsVersion(version))

type Update = ReturnType<typeof appleUpdate> & {
  errors?: ApplePayJS.ApplePayError[]
  newShippingMethods?: ApplePayJS.ApplePayShippingMethod[]
}

export class AppleSheet {
  readonly #context: MethodContext
  readonly #settings: NonNullable<PricedCheckout['applePay']>
  readonly #session: ApplePaySession
  #stage: 'open' | 'paying' | 'over' = 'open'
  #methodId: string | undefined

  /** Throws what Apple throws, for example when another sheet is open. */
  constructor(context: MethodContext) {
    const { checkout, wallets } = context
    const shown = priced(checkout)
    if (!shown || !checkout.applePay) throw new TypeError('no amount to show')
    this.#context = context
    this.#settings = checkout.applePay
    this.#methodId = wallets.shipping?.methods[0]?.id
    this.#session = new ApplePaySession(appleVersion() ?? 3, appleRequest(shown, checkout.applePay, wallets))
    this.#listen()
  }

  /** Opens the sheet. Apple allows it only inside the shopper’s click, before anything is waited for. */
  begin(): void {
    this.#session.begin()
  }

  /** Closes the sheet with the element it belongs to. */
  dispose(): void {
    if (this.#stage !== 'over') this.#close()
  }

  #listen(): void {
    const session = this.#session
    const { shipping, billing, coupons } = this.#context.wallets
    session.onvalidatemerchant = () => void this.#validate()
    session.onpaymentauthorized = ({ payment }) => void this.#authorize(payment)
    session.oncancel = () => this.#cancel()
    if (shipping) {
      session.onshippingcontactselected = ({ shippingContact }) => void this.#moveTo(shippingContact)
      session.onshippingmethodselected = ({ shippingMethod }) => void this.#shipBy(shippingMethod.identifier)
    }
    if (billing) session.onpaymentmethodselected = ({ paymentMethod }) => void this.#billTo(paymentMethod)
    if (coupons) session.oncouponcodechanged = ({ couponCode }) => void this.#redeem(couponCode)
  }

  async #validate(): Promise<void> {
    const answer = await within(VALIDATION_MS, this.#context, merchantSession(this.#context))
    if (this.#stage !== 'open') return
    if (answer?.session) return this.#session.completeMerchantValidation(answer.session)
    // PayKKa answered and refused: the domain, and with it every further try, is what is wrong.
    if (answer?.code === 'gateway_refused')
      this.#context.availabilityChanged({ available: false, reason: 'domain-not-verified' })
    this.#fail('wallet_validation_failed', answer?.supportCode)
  }

  async #moveTo(shippingContact: ApplePayJS.ApplePayPaymentContact): Promise<void> {
    const event = new PaykkaShippingContactEvent('apple_pay', appleContact(shippingContact), false)
    const answered = await this.#ask(event, 'addressUnserviceable')
    if (!answered) return
    const methods = event.methods && this.#selectedFirst(event.methods)
    this.#session.completeShippingContactSelection({
      ...answered,
      ...(methods && { newShippingMethods: methods.map(appleMethod) }),
    })
  }

  async #shipBy(id: string): Promise<void> {
    const event = new PaykkaShippingMethodEvent('apple_pay', id)
    const answered = await this.#ask(event, 'unknown')
    if (!answered) return
    // Apple’s update of a shipping method has no room for an error, and a refused method must not look chosen.
    if (answered.errors) return this.#fail('wallet_update_failed')
    this.#methodId = id
    this.#session.completeShippingMethodSelection(answered)
  }

  async #billTo({ billingContact = {} }: ApplePayJS.ApplePayPaymentMethod): Promise<void> {
    const event = new PaykkaBillingContactEvent('apple_pay', appleContact(billingContact), false)
    const answered = await this.#ask(event, 'billingContactInvalid')
    if (answered) this.#session.completePaymentMethodSelection(answered)
  }

  async #redeem(code: string): Promise<void> {
    const event = new PaykkaCouponEvent('apple_pay', code ? [code] : [])
    const answered = await this.#ask(event, 'couponCodeInvalid')
    if (answered) this.#session.completeCouponCodeChange(answered)
  }

  /** The sheet’s new content, or null when it is closed by now. */
  async #ask(event: WalletChangeEvent, code: ApplePayJS.ApplePayErrorCode): Promise<Update | null> {
    const answer = await ask(this.#context, event)
    if (this.#stage !== 'open') return null
    if (answer.kind === 'ended') {
      this.#fail('wallet_update_failed')
      return null
    }
    const update = appleUpdate(prices(answer.checkout, this.#settings, this.#context.wallets.applePay))
    return answer.kind === 'refused' ? { ...update, errors: [appleError(code, answer.refusal)] } : update
  }

  /** Apple selects the first of new methods; the one the shopper chose stays chosen while it is offered. */
  #selectedFirst(methods: ShippingMethod[]): ShippingMethod[] {
    const sorted = methods.toSorted(
      (one, other) => Number(other.id === this.#methodId) - Number(one.id === this.#methodId),
    )
    this.#methodId = sorted[0]?.id
    return sorted
  }

  async #authorize(payment: ApplePayJS.ApplePayPayment): Promise<void> {
    const errors = await this.#confirm(payment)
    if (this.#stage !== 'open') return
    if (errors.length > 0) this.#session.completePayment({ status: ApplePaySession.STATUS_FAILURE, errors })
    else await this.#pay(payment)
  }

  /** Shows the page the full contacts before anything is charged. */
  async #confirm({
    shippingContact,
    billingContact,
  }: ApplePayJS.ApplePayPayment): Promise<ApplePayJS.ApplePayError[]> {
    const { shipping, contact, billing } = this.#context.wallets
    const errors: ApplePayJS.ApplePayError[] = []
    if (shippingContact && (shipping || contact)) {
      const event = new PaykkaShippingContactEvent('apple_pay', appleContact(shippingContact), true)
      errors.push(...(await this.#refused(event, 'shippingContactInvalid')))
    }
    if (billingContact && billing) {
      const event = new PaykkaBillingContactEvent('apple_pay', appleContact(billingContact), true)
      errors.push(...(await this.#refused(event, 'billingContactInvalid')))
    }
    return errors
  }

  async #refused(
    event: WalletChangeEvent,
    code: ApplePayJS.ApplePayErrorCode,
  ): Promise<ApplePayJS.ApplePayError[]> {
    if (this.#stage !== 'open') return []
    const answer = await hold(this.#context, event)
    if (answer.kind === 'ended') this.#fail('wallet_update_failed')
    return answer.kind === 'refused' ? [appleError(code, answer.refusal)] : []
  }

  /** The BFF charges the version the sheet showed, or answers `amount_changed`. */
  async #pay({ token, billingContact }: ApplePayJS.ApplePayPayment): Promise<void> {
    this.#stage = 'paying'
    const asked = this.#context.wallets.billing && billingContact
    const end = await this.#context.pay({
      method: { type: 'apple_pay', token },
      ...(asked && { billing: addressOf(appleContact(billingContact)) }),
    })
    if (this.#over()) return
    // While nobody knows the outcome the sheet must neither claim success nor invite another try: it only closes.
    if (end === 'open') return this.#close()
    this.#stage = 'over'
    this.#session.completePayment({
      status: end === 'accepted' ? ApplePaySession.STATUS_SUCCESS : ApplePaySession.STATUS_FAILURE,
    })
  }

  #cancel(): void {
    const sent = this.#stage === 'paying'
    this.#stage = 'over'
    // Once it is sent only the attempt’s own outcome counts, whatever happens to the sheet.
    if (!sent) cancel(this.#context)
  }

  #fail(code: 'wallet_validation_failed' | 'wallet_update_failed', supportCode?: string | null): void {
    if (this.#over()) return
    this.#close()
    this.#context.giveBack(new CheckoutError(code, supportCode))
  }

  #close(): void {
    this.#stage = 'over'
    try {
      this.#session.abort()
    } catch {
      // It was closed already.
    }
  }

  /** A method, so that a wait in between is taken into account. */
  #over(): boolean {
    return this.#stage === 'over'
  }
}

const appleError = (
  code: ApplePayJS.ApplePayErrorCode,
  { message, field }: Refusal,
): ApplePayJS.ApplePayError => new ApplePayError(code, field && APPLE_FIELDS[field], message || undefined)
