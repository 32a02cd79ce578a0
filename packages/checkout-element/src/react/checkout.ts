/** `<PaykkaCheckout>` for React. */
import '../define.ts'
import { PaykkaCheckout as PaykkaCheckoutElement } from '../elements/paykka-checkout.ts'
import type { PaykkaEventMap } from '../events.ts'
import type { CheckoutProperties } from '../jsx.ts'
import type { WalletEventMap } from '../methods/wallets/wallet-events.ts'
import type { Component, ComponentProps } from './component.ts'
import { componentOf } from './component.ts'
import { CHECKOUT_EVENTS } from './event-names.ts'

export type PaykkaCheckoutProps = ComponentProps<CheckoutProperties, PaykkaEventMap & WalletEventMap>

/**
 * The payment form of one checkout. `ref` is the element: call `ref.current.submit()` with `payButton="none"`.
 *
 * @example
 * <PaykkaCheckout bffUrl="https://pay.shop.example" clientSecret={clientSecret} onSuccess={() => router.push('/thanks')} />
 */
export const PaykkaCheckout: Component<PaykkaCheckoutElement, PaykkaCheckoutProps> = componentOf({
  tagName: 'paykka-checkout',
  elementClass: PaykkaCheckoutElement,
  events: CHECKOUT_EVENTS,
})
