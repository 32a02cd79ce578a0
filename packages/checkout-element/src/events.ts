/**
 * The element's events until the payment; events of the outcome are in `ui/results/`. All bubble and are composed. None
 * carries a card number, security code or token.
 */

import type { MethodOffer } from './checkout/wire.ts'
import type { CheckoutError, CheckoutErrorCode, CheckoutErrorType } from './errors.ts'
import { options } from './ui/event-options.ts'
import type {
  PaykkaActionRequiredEvent,
  PaykkaAmountChangedEvent,
  PaykkaCancelEvent,
  PaykkaDeclineEvent,
  PaykkaExpiredEvent,
  PaykkaRestartEvent,
  PaykkaSuccessEvent,
  PaykkaUnknownEvent,
} from './ui/results/result-events.ts'

/** The card form can be used. */
export class PaykkaReadyEvent extends Event {
  readonly checkoutId: string
  constructor(checkoutId: string) {
    super('paykka-ready', options())
    this.checkoutId = checkoutId
  }
}

/** Brand, last digits or completeness of the typed card have changed. Other changes raise no event. */
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

/** The shopper asked to pay. Call `preventDefault()` to stop; nothing was sent yet. */
export class PaykkaSubmitEvent extends Event {
  readonly checkoutId: string
  readonly amount: { value: number; currency: string; display: string }
  constructor(checkoutId: string, amount: { value: number; currency: string; display: string }) {
    super('paykka-submit', options(true))
    this.checkoutId = checkoutId
    this.amount = { ...amount }
  }
}

/** An error that is not a decline. */
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
  'paykka-restart': PaykkaRestartEvent
  'paykka-error': PaykkaErrorEvent
}

declare global {
  interface HTMLElementEventMap extends PaykkaEventMap {}
}
