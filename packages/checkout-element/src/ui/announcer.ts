/** Reports to the page, once each, what a checkout offers and that it is ready. */
import type { CheckoutState } from '../checkout/checkout-state.ts'
import type { MethodOffer, PublicCheckout } from '../checkout/wire.ts'
import type { CheckoutError } from '../errors.ts'
import { PaykkaAvailabilityEvent, PaykkaErrorEvent, PaykkaReadyEvent } from '../events.ts'

export class Announcer {
  /** Resolves with `settle()`. */
  readonly ready: Promise<void>
  /** Resolves `ready`: the form can be used, or never will be. */
  settle: () => void = () => undefined

  readonly #page: EventTarget
  #offered = ''
  #announced = ''

  constructor(page: EventTarget) {
    this.#page = page
    this.ready = new Promise((resolve) => {
      this.settle = resolve
    })
  }

  /** Raises `paykka-availability` when the offer has changed. */
  offer({ id }: PublicCheckout, methods: readonly MethodOffer[]): void {
    const offered = `${id} ${JSON.stringify(methods)}`
    if (offered === this.#offered) return
    this.#offered = offered
    this.#page.dispatchEvent(new PaykkaAvailabilityEvent(methods))
  }

  /** Raises `paykka-ready` when this checkout's form can be used for the first time. */
  usable(state: CheckoutState): void {
    if (state.kind !== 'ready' || this.#announced === state.checkout.id) return
    this.#announced = state.checkout.id
    this.#page.dispatchEvent(new PaykkaReadyEvent(state.checkout.id))
    this.settle()
  }

  /** Raises `paykka-error`: the form will not be usable. */
  fail(error: CheckoutError): void {
    this.#page.dispatchEvent(new PaykkaErrorEvent(error))
    this.settle()
  }
}

/** True when the card form is offered. */
export const takesCards = ({ methods }: PublicCheckout): boolean =>
  methods.some(({ type, available }) => type === 'card' && available)
