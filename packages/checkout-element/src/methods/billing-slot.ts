/** The place of the billing details beside the ways to pay. Their code is loaded when page or checkout ask for them. */
import type { BillingDetails } from '../billing/billing-details.ts'
import type { CheckoutContext } from '../checkout/checkout-context.ts'
import type { DeferredCode } from '../checkout/deferred-code.ts'
import type { PublicCheckout } from '../checkout/wire.ts'
import type { Choice, PayWith } from './pay-method.ts'
import type { WalletOptions } from './wallets/wallet-options.ts'

type Code = typeof import('../billing/billing-details.ts')
/** Billing details that go with a payment. */
export type Billing = Pick<PayWith, 'billing'>

export class BillingSlot {
  readonly #context: CheckoutContext
  readonly #checkout: PublicCheckout
  readonly #adopt: DeferredCode['adopt']
  #details: BillingDetails | null = null
  #loading: Promise<void> | null = null

  constructor(context: CheckoutContext, checkout: PublicCheckout, adopt: DeferredCode['adopt']) {
    this.#context = context
    this.#checkout = checkout
    this.#adopt = adopt
  }

  /** Loads the details where they are asked for. Without their code, the payment goes on without them. */
  load(): Promise<void> {
    if (!this.#form) return Promise.resolve()
    this.#loading ??= import('../billing/billing-details.ts').then(this.#open).catch(() => undefined)
    return this.#loading
  }

  #open = async ({ BillingDetails, billingStyles }: Code): Promise<void> => {
    const details = new BillingDetails(this.#context, this.#checkout, () => this.#form ?? 'address')
    await details.load()
    this.#adopt(billingStyles)
    // `auto` asks only for what the shop's server does not know.
    if (!this.#isAuto || !details.known) this.#details = details
    this.#context.element.requestUpdate()
  }

  /** What a wallet's sheet must ask for, unless the page says otherwise. A postal code alone is not worth a question. */
  get sheet(): Pick<WalletOptions, 'billing' | 'contact'> {
    if (this.#form === null || this.#form === 'postal' || !this.#details) return {}
    const contact = this.#form === 'full' && !this.#checkout.billing?.known?.email
    return { billing: true, ...(contact && { contact: ['email'] }) }
  }

  complete(chosen: Choice | null): boolean {
    return this.#shown(chosen)?.complete !== false
  }

  render(chosen: Choice | null, locked: boolean): unknown {
    void this.load()
    return this.#shown(chosen)?.render(locked)
  }

  /**
   * @param focus false while another field has the first mistake
   * @returns `null` when something is missing, which the shopper then sees
   */
  answer(chosen: Choice | null, focus: boolean): Billing | null {
    const details = this.#shown(chosen)
    if (!details) return {}
    const billing = details.answer(focus)
    return billing && { billing }
  }

  report(chosen: Choice | null): void {
    this.#shown(chosen)?.report()
  }

  /** The contact of a wallet's sheet fills the fields. Without one, the payment gets what was typed. */
  withSheet<T extends Billing>(payWith: T): T {
    const details = this.#details
    if (payWith.billing) details?.fill(payWith.billing)
    else if (details?.complete) return { ...payWith, ...this.answer('card', false) }
    return payWith
  }

  reset(): void {
    this.#details?.reset()
  }

  get #isAuto(): boolean {
    return (this.#context.element.billingDetails ?? 'auto') === 'auto'
  }

  /** Which form is asked for, if any. */
  get #form() {
    const { billingDetails } = this.#context.element
    if (billingDetails === 'postal' || billingDetails === 'full') return billingDetails
    return this.#isAuto && this.#checkout.billing?.required ? 'address' : null
  }

  /** PayKKa's own page asks for a required address itself. */
  #shown(chosen: Choice | null): BillingDetails | null {
    if (!this.#form || chosen === null) return null
    return chosen === 'hosted' && this.#isAuto ? null : this.#details
  }
}
