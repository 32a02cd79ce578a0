/** The element’s events. All bubble and are composed; none carries a card number, security code or token. */
import type { CheckoutError, CheckoutErrorCode, CheckoutErrorType } from './errors.ts'
import type { MethodOffer, PublicPayment, RetryAdvice } from './wire.ts'

const options = (cancelable = false): EventInit => ({ bubbles: true, composed: true, cancelable })

/** What may be said of a payment. */
export type PaymentFacts = {
  paymentId: string
  status: string
  brand: string | null
  last4: string | null
  supportCode: string
}

const factsOf = (payment: PublicPayment): PaymentFacts => ({
  paymentId: payment.id,
  status: payment.status,
  brand: payment.card?.brand ?? null,
  last4: payment.card?.last4 ?? null,
  supportCode: payment.supportCode,
})

/** The card form can be used. */
export class PaykkaReadyEvent extends Event {
  readonly checkoutId: string
  constructor(checkoutId: string) {
    super('paykka-ready', options())
    this.checkoutId = checkoutId
  }
}

/** What the card form holds has changed. */
export class PaykkaChangeEvent extends Event {
  readonly brand: string | null
  readonly last4: string | null
  readonly empty: boolean
  readonly complete: boolean
  constructor(card: { brand: string | null; last4: string | null; empty: boolean; complete: boolean }) {
    super('paykka-change', options())
    this.brand = card.brand
    this.last4 = card.last4
    this.empty = card.empty
    this.complete = card.complete
  }
}

/** Which ways to pay are offered, and why others are not. */
export class PaykkaAvailabilityEvent extends Event {
  readonly methods: readonly MethodOffer[]
  constructor(methods: readonly MethodOffer[]) {
    super('paykka-availability', options())
    this.methods = methods
  }
}

/** The shopper asked to pay. Prevent it to stop here; nothing has been sent. */
export class PaykkaSubmitEvent extends Event {
  readonly checkoutId: string
  readonly amount: { value: number; currency: string; display: string }
  constructor(checkoutId: string, amount: { value: number; currency: string; display: string }) {
    super('paykka-submit', options(true))
    this.checkoutId = checkoutId
    this.amount = { ...amount }
  }
}

/** The shopper must go to `url`. Prevent it to send them there yourself. */
export class PaykkaActionRequiredEvent extends Event {
  readonly paymentId: string
  readonly url: string
  constructor(paymentId: string, url: string) {
    super('paykka-action-required', options(true))
    this.paymentId = paymentId
    this.url = url
  }
}

/** The payment succeeded or is authorized. A hint for the page: ship on the BFF’s signed event. */
export class PaykkaSuccessEvent extends Event {
  readonly checkoutId: string
  readonly payment: PaymentFacts | null
  constructor(checkoutId: string, payment: PublicPayment | null) {
    super('paykka-success', options())
    this.checkoutId = checkoutId
    this.payment = payment && factsOf(payment)
  }
}

/** The bank said no; `retry` says what the shopper can do. */
export class PaykkaDeclineEvent extends Event {
  readonly payment: PaymentFacts
  readonly retry: RetryAdvice
  constructor(payment: PublicPayment, retry: RetryAdvice) {
    super('paykka-decline', options())
    this.payment = factsOf(payment)
    this.retry = retry
  }
}

/** Nobody knows yet whether money moved. The shopper is told not to pay again; keep the order open. */
export class PaykkaUnknownEvent extends Event {
  readonly checkoutId: string
  readonly payment: PaymentFacts | null
  constructor(checkoutId: string, payment: PublicPayment | null) {
    super('paykka-unknown', options())
    this.checkoutId = checkoutId
    this.payment = payment && factsOf(payment)
  }
}

/** Canceled: by the shopper at the bank’s page (they may pay again), or the whole checkout by the shop. */
export class PaykkaCancelEvent extends Event {
  readonly reason: 'shopper' | 'checkout'
  constructor(reason: 'shopper' | 'checkout') {
    super('paykka-cancel', options())
    this.reason = reason
  }
}

/** The amount changed since the shopper saw it. Nothing was charged; they confirm by paying again. */
export class PaykkaAmountChangedEvent extends Event {
  readonly shown: string
  readonly current: string
  constructor(shown: string, current: string) {
    super('paykka-amount-changed', options())
    this.shown = shown
    this.current = current
  }
}

/** The checkout’s time is over; the shop must create a new one. */
export class PaykkaExpiredEvent extends Event {
  constructor() {
    super('paykka-expired', options())
  }
}

/** Something went wrong that is not a decline. */
export class PaykkaErrorEvent extends Event {
  readonly errorType: CheckoutErrorType
  readonly code: CheckoutErrorCode
  readonly retryable: boolean
  readonly supportCode: string | null
  constructor(error: CheckoutError) {
    super('paykka-error', options())
    this.errorType = error.type
    this.code = error.code
    this.retryable = error.retryable
    this.supportCode = error.supportCode
  }
}

/** Every event of the element by name. */
export type PaykkaEventMap = {
  'paykka-ready': PaykkaReadyEvent
  'paykka-change': PaykkaChangeEvent
  'paykka-availability': PaykkaAvailabilityEvent
  'paykka-submit': PaykkaSubmitEvent
  'paykka-action-required': PaykkaActionRequiredEvent
  'paykka-success': PaykkaSuccessEvent
  'paykka-decline': PaykkaDeclineEvent
  'paykka-unknown': PaykkaUnknownEvent
  'paykka-cancel': PaykkaCancelEvent
  'paykka-amount-changed': PaykkaAmountChangedEvent
  'paykka-expired': PaykkaExpiredEvent
  'paykka-error': PaykkaErrorEvent
}

declare global {
  interface HTMLElementEventMap extends PaykkaEventMap {}
}
