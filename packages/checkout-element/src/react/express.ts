/** `<PaykkaExpress>` for React. */
import '../define-express.ts'
import { PaykkaExpress as PaykkaExpressElement } from '../elements/paykka-express.ts'
import type { PaykkaEventMap } from '../events.ts'
import type { ExpressProperties } from '../jsx.ts'
import type { WalletEventMap } from '../methods/wallets/wallet-events.ts'
import type { Component, ComponentProps } from './component.ts'
import { componentOf } from './component.ts'
import { CHECKOUT_EVENTS } from './event-names.ts'

export type PaykkaExpressProps = ComponentProps<ExpressProperties, PaykkaEventMap & WalletEventMap>

/** The wallet buttons of one checkout, for product and basket pages. Hidden while no wallet can be used. */
export const PaykkaExpress: Component<PaykkaExpressElement, PaykkaExpressProps> = componentOf({
  tagName: 'paykka-express',
  elementClass: PaykkaExpressElement,
  events: CHECKOUT_EVENTS,
})
