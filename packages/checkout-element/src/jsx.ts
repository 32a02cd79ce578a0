/** Types for templates that know attributes by name: JSX of React 19 and others. */

import type { Appearance } from '@paykka-checkout/shared-types'
import type { PaykkaCheckout } from './elements/paykka-checkout.ts'
import type { PaykkaEventMap } from './events.ts'

type Properties = Partial<
  Pick<
    PaykkaCheckout,
    | 'bffUrl'
    | 'clientSecret'
    | 'locale'
    | 'messages'
    | 'appearance'
    | 'cardEntry'
    | 'challenge'
    | 'theme'
    | 'layout'
    | 'payButton'
    | 'restartUrl'
    | 'billingDetails'
    | 'disabled'
    | 'fraud'
  >
>

/** Listeners as React 19 passes them to custom elements: `onpaykka-success={…}`. */
type Listeners = { [Name in keyof PaykkaEventMap as `on${Name}`]?: (event: PaykkaEventMap[Name]) => void }

/** Attributes of `<paykka-checkout>` in a template. */
export type PaykkaCheckoutAttributes = Properties &
  Listeners & {
    'bff-url'?: string
    'client-secret'?: string
    'card-entry'?: PaykkaCheckout['cardEntry']
    'pay-button'?: PaykkaCheckout['payButton']
    'restart-url'?: string
    labels?: Appearance['labels']
    density?: Appearance['density']
    holder?: Appearance['holder']
    'card-layout'?: Appearance['cardLayout']
    'icon-style'?: Appearance['iconStyle']
    'billing-details'?: PaykkaCheckout['billingDetails']
    name?: string
    id?: string
    class?: string
    className?: string
    slot?: string
    hidden?: boolean
    children?: unknown
    key?: string | number | null
    ref?: ((element: PaykkaCheckout | null) => void) | { current: PaykkaCheckout | null } | null
  }

/** Extends a framework's `JSX.IntrinsicElements`; the README shows the three lines for React. */
export interface PaykkaIntrinsicElements {
  'paykka-checkout': PaykkaCheckoutAttributes
}
