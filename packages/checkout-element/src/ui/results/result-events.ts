/** Events for the outcome of a payment. None carries a card number, security code or token. */

import type { PublicPayment, RetryAdvice } from '../../checkout/wire.ts'
import { options } from '../event-options.ts'

/** The public facts of a payment. */
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

/** The shopper must go to `url`. Call `preventDefault()` to send them there yourself. */
export class PaykkaActionRequiredEvent extends Event {
  readonly paymentId: string
  readonly url: string
  constructor(paymentId: string, url: string) {
    super('paykka-action-required', options(true))
    this.paymentId = paymentId
    this.url = url
  }
}

/** The payment succeeded or is authorized. This is only a hint for the page: ship after the BFF's signed event. */
export class PaykkaSuccessEvent extends Event {
  readonly checkoutId: string
  readonly payment: PaymentFacts | null
  constructor(checkoutId: string, payment: PublicPayment | null) {
    super('paykka-success', options())
    this.checkoutId = checkoutId
    this.payment = payment && factsOf(payment)
  }
}

/** The bank declined the payment; `retry` says what the shopper can do. */
export class PaykkaDeclineEvent extends Event {
  readonly payment: PaymentFacts
  readonly retry: RetryAdvice
  constructor(payment: PublicPayment, retry: RetryAdvice) {
    super('paykka-decline', options())
    this.payment = factsOf(payment)
    this.retry = retry
  }
}

/** It is not known yet whether money moved. The element asks the shopper not to pay again; keep the order open. */
export class PaykkaUnknownEvent extends Event {
  readonly checkoutId: string
  readonly payment: PaymentFacts | null
  constructor(checkoutId: string, payment: PublicPayment | null) {
    super('paykka-unknown', options())
    this.checkoutId = checkoutId
    this.payment = payment && factsOf(payment)
  }
}

/** Canceled: by the shopper at the bank's page (they may pay again), or the whole checkout by the shop. */
export class PaykkaCancelEvent extends Event {
  readonly reason: 'shopper' | 'checkout'
  constructor(reason: 'shopper' | 'checkout') {
    super('paykka-cancel', options())
    this.reason = reason
  }
}

/** The amount changed since the shopper saw it. Nothing was charged; the shopper confirms by paying again. */
export class PaykkaAmountChangedEvent extends Event {
  readonly shown: string
  readonly current: string
  constructor(shown: string, current: string) {
    super('paykka-amount-changed', options())
    this.shown = shown
    this.current = current
  }
}

/** Why the shopper must start again. */
export type RestartReason = 'expired' | 'used-up' | 'canceled'

/**
 * The shopper wants to start again. Call `settle()` with the client secret of a new checkout, or a promise of one, and the
 * element continues with it. Call `preventDefault()` to navigate yourself. Otherwise the shopper goes to `restart-url`, or
 * to the `returnUrl`.
 */
export class PaykkaRestartEvent extends Event {
  readonly reason: RestartReason
  /** @internal */
  secret: string | Promise<string> | null = null
  constructor(reason: RestartReason) {
    super('paykka-restart', options(true))
    this.reason = reason
  }

  /** Continues with this checkout. After a rejected promise the shopper can press the button again. */
  settle(secret: string | Promise<string>): void {
    this.secret = secret
  }
}

/** The checkout has expired; the shop must create a new one. */
export class PaykkaExpiredEvent extends Event {
  constructor() {
    super('paykka-expired', options())
  }
}
