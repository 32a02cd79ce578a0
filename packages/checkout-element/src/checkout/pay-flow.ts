/** One payment on the page: takes the permission to pay, pays by card, and sends the shopper to the bank. */
import type { ReactiveController } from 'lit'
import type { SealOutcome } from '../card/entry/card-entry.ts'
import { CheckoutError } from '../errors.ts'
import { PaykkaSubmitEvent } from '../events.ts'
import type { PayWith } from '../methods/pay-method.ts'
import type { CheckoutContext } from './checkout-context.ts'
import type { CheckoutController } from './checkout-controller.ts'
import type { CheckoutState } from './checkout-state.ts'
import type { DeferredCode } from './deferred-code.ts'
import type { PublicPayment } from './wire.ts'

export class PayFlow implements ReactiveController {
  readonly #context: CheckoutContext
  readonly #checkout: CheckoutController
  readonly #deferred: DeferredCode
  /** True once this element started a payment: only then may it send the shopper away. */
  #started = false
  /** Aborted when the bank has nothing more to ask. */
  #atBank = new AbortController()

  constructor(context: CheckoutContext, checkout: CheckoutController, deferred: DeferredCode) {
    this.#context = context
    this.#checkout = checkout
    this.#deferred = deferred
    context.element.addController(this)
  }

  hostDisconnected(): void {
    this.#atBank.abort()
  }

  /** The checkout that is opened next was not paid here. */
  forget(): void {
    this.#started = false
  }

  /** Takes the one permission to pay, unless the page prevents `paykka-submit`. */
  begin(): boolean {
    const { state } = this.#checkout
    const { element } = this.#context
    if (state.kind !== 'ready' || element.formDisabled) return false
    const { id, amount } = state.checkout
    if (!element.dispatchEvent(new PaykkaSubmitEvent(id, amount))) return false
    if (!this.#checkout.begin()) return false
    this.#started = true
    this.#deferred.prefetch()
    return true
  }

  /** Pays with the sealed card, or gives the permission back. */
  async payCard(sealed: SealOutcome, along?: Omit<PayWith, 'method'>): Promise<void> {
    if (sealed.kind === 'invalid') return this.#checkout.giveBack(null)
    if (sealed.kind === 'failed') return this.#checkout.giveBack(new CheckoutError(sealed.code))
    const method = sealed.kind === 'sealed' ? ({ type: 'card', card: sealed.jwe } as const) : sealed.method
    await this.#checkout.pay({ method, ...along })
  }

  /** Follows a move: 3-D Secure may start or end. */
  follow(before: CheckoutState, after: CheckoutState): void {
    if (before.kind === 'action' && after.kind !== 'action') this.#atBank.abort()
    // A payment that was started in another tab goes to the bank there.
    if (after.kind === 'action' && before.kind !== 'action' && this.#started && !after.elsewhere)
      void this.#goToBank(after.payment)
  }

  async #goToBank(payment: PublicPayment): Promise<void> {
    this.#atBank = new AbortController()
    const { signal } = this.#atBank
    const { goToBank } = await this.#deferred.load()
    await goToBank(payment, this.#context, this.#deferred.adopt, signal)
  }
}
