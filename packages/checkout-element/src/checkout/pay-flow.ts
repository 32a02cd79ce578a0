/** The course of one payment on the page: the permission to pay, what pays, the way to the bank. */
import type { LitElement, ReactiveController } from 'lit'
import type { SealOutcome } from '../card/entry/card-entry.ts'
import type { Environment } from '../environment.ts'
import { CheckoutError } from '../errors.ts'
import { PaykkaSubmitEvent } from '../events.ts'
import type { PayWith } from '../methods/pay-method.ts'
import type { CheckoutController } from './checkout-controller.ts'
import type { CheckoutState } from './checkout-state.ts'
import type { LaterCode } from './deferred-code.ts'
import type { BankVisitor } from './paying/to-bank.ts'
import type { PublicPayment } from './wire.ts'

/** The element, as a payment sees it. */
export type PayHost = LitElement & BankVisitor['element'] & { readonly barred: boolean }

export class PayFlow implements ReactiveController {
  readonly #host: PayHost
  readonly #env: Environment
  readonly #checkout: CheckoutController
  readonly #later: LaterCode
  /** True once this element started a payment: only then may it send the shopper away. */
  #started = false
  /** Ends when the bank has nothing more to ask. */
  #atBank = new AbortController()

  constructor(host: PayHost, env: Environment, checkout: CheckoutController, later: LaterCode) {
    this.#host = host
    this.#env = env
    this.#checkout = checkout
    this.#later = later
    host.addController(this)
  }

  hostDisconnected(): void {
    this.#atBank.abort()
  }

  /** What is opened next is no longer what was paid here. */
  forget(): void {
    this.#started = false
  }

  /** Takes the one permission to pay, unless the page prevents it. */
  begin(): boolean {
    const { state } = this.#checkout
    if (state.kind !== 'ready' || this.#host.barred) return false
    const { id, amount } = state.checkout
    if (!this.#host.dispatchEvent(new PaykkaSubmitEvent(id, amount))) return false
    if (!this.#checkout.begin()) return false
    this.#started = true
    this.#later.want()
    return true
  }

  /** Pays with the card the form sealed, or gives the permission back. */
  async payCard(sealed: SealOutcome, along?: Omit<PayWith, 'method'>): Promise<void> {
    if (sealed.kind === 'invalid') return this.#checkout.giveBack(null)
    if (sealed.kind === 'failed') return this.#checkout.giveBack(new CheckoutError(sealed.code))
    const method = sealed.kind === 'sealed' ? ({ type: 'card', card: sealed.jwe } as const) : sealed.method
    await this.pay({ method, ...along })
  }

  async pay(payWith: PayWith): Promise<void> {
    await this.#checkout.pay(payWith)
  }

  /** Takes over a move: the bank may want to see the shopper, or be done with them. */
  follow(before: CheckoutState, after: CheckoutState): void {
    if (before.kind === 'action' && after.kind !== 'action') this.#atBank.abort()
    // The bank of a payment in another tab is that tab's.
    if (after.kind === 'action' && before.kind !== 'action' && this.#started && !after.elsewhere)
      void this.#goToBank(after.payment)
  }

  async #goToBank(payment: PublicPayment): Promise<void> {
    this.#atBank = new AbortController()
    const { signal } = this.#atBank
    const { goToBank } = await this.#env.loadLater()
    await goToBank(payment, {
      element: this.#host,
      environment: this.#env,
      checkout: this.#checkout,
      signal,
      adopt: this.#later.adopt,
    })
  }
}
