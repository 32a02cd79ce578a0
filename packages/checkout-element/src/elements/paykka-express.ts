/** `<paykka-express>`: only the wallet buttons, for product and basket pages. Otherwise like `<paykka-checkout>`. */
import { css } from 'lit'
import type { CheckoutState } from '../checkout/checkout-state.ts'
import type { PublicCheckout } from '../checkout/wire.ts'
import { PaykkaCheckout } from './paykka-checkout.ts'

const WALLETS = ['apple_pay', 'google_pay']

/**
 * The wallets of one checkout without a form: same `bff-url` and `client-secret`, same events, same outcomes. Hidden
 * while no wallet can be used; `paykka-availability` gives the reasons.
 */
export class PaykkaExpress extends PaykkaCheckout {
  static override styles = [
    ...PaykkaCheckout.styles,
    css`
      :host {
        --paykka-surface-padding: 0px;
        --paykka-color-surface: transparent;
      }
      .base {
        border: 0;
      }
      .methods,
      .or,
      .hint {
        display: none;
      }
    `,
  ]

  constructor() {
    super()
    // No card form and no pay button.
    this.cardEntry = 'inline'
    this.payButton = 'none'
  }

  /** @internal Offers the wallets only. */
  override offered(checkout: PublicCheckout): PublicCheckout {
    const methods = checkout.methods.filter(({ type }) => WALLETS.includes(type))
    return { ...checkout, methods, cards: [] }
  }

  /** @internal */
  override moved(before: CheckoutState, after: CheckoutState): void {
    super.moved(before, after)
    this.hidden = after.kind === 'stopped' && after.error.code === 'no_method_available'
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'paykka-express': PaykkaExpress
  }
}
