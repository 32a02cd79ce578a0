/** Types of the tags for typed templates: JSX of React, Preact and Solid, templates of Vue, and the React components. */

import type { Appearance } from '@paykka-checkout/shared-types'
import type { SavedCardsEventMap } from './elements/account/account-events.ts'
import type { PaykkaCheckout } from './elements/paykka-checkout.ts'
import type { PaykkaExpress } from './elements/paykka-express.ts'
import type { PaykkaSavedCards } from './elements/paykka-saved-cards.ts'
import type { PaykkaEventMap } from './events.ts'
import type { WalletEventMap } from './methods/wallets/wallet-events.ts'

/** Properties that `<paykka-checkout>` and `<paykka-express>` share. `clientSecret` may come later. */
export type ExpressProperties = {
  bffUrl?: string | undefined
  clientSecret?: string | undefined
} & Partial<
  Pick<
    PaykkaCheckout,
    | 'locale'
    | 'messages'
    | 'appearance'
    | 'wallets'
    | 'challenge'
    | 'theme'
    | 'restartUrl'
    | 'disabled'
    | 'challengeToken'
    | 'fraud'
  >
>

export type CheckoutProperties = ExpressProperties &
  Partial<Pick<PaykkaCheckout, 'cardEntry' | 'layout' | 'payButton' | 'billingDetails'>> & {
    name?: string | undefined
  }

export type SavedCardsProperties = {
  bffUrl?: string | undefined
  clientSecret?: string | undefined
} & Partial<Pick<PaykkaSavedCards, 'locale' | 'messages' | 'theme'>>

type BffAttributes = { 'bff-url'?: string | undefined; 'client-secret'?: string | undefined }

type LookAttributes = {
  labels?: Appearance['labels']
  density?: Appearance['density']
  holder?: Appearance['holder']
  'card-layout'?: Appearance['cardLayout']
  'icon-style'?: Appearance['iconStyle']
}

type FormAttributes = {
  'card-entry'?: PaykkaCheckout['cardEntry']
  'pay-button'?: PaykkaCheckout['payButton']
  'restart-url'?: string
  'billing-details'?: PaykkaCheckout['billingDetails']
}

/** What every tag may have. */
type GlobalAttributes<Element> = {
  id?: string
  class?: string
  className?: string
  style?: unknown
  slot?: string
  hidden?: boolean
  children?: unknown
  key?: string | number | null
  ref?: ((element: Element | null) => void) | { current: Element | null } | null
}

/** Listeners by the event's name: `onpaykka-success={…}` in React 19 and Preact, `on:paykka-success={…}` in Solid. */
type Listeners<Events, Prefix extends string> = {
  [Name in keyof Events & string as `${Prefix}${Name}`]?: (event: Events[Name]) => void
}

type CheckoutEvents = PaykkaEventMap & WalletEventMap
type Checkout = CheckoutProperties & BffAttributes & LookAttributes & FormAttributes
type Express = ExpressProperties & BffAttributes & LookAttributes
type SavedCards = SavedCardsProperties & BffAttributes

/** Attributes of `<paykka-checkout>` in a template. */
export type PaykkaCheckoutAttributes = Checkout &
  Listeners<CheckoutEvents, 'on'> &
  GlobalAttributes<PaykkaCheckout>

/** Extends the `JSX.IntrinsicElements` of React and Preact: import `@paykka-checkout/element/jsx/react` or `…/jsx/preact`. */
export interface PaykkaIntrinsicElements {
  'paykka-checkout': PaykkaCheckoutAttributes
  'paykka-express': Express & Listeners<CheckoutEvents, 'on'> & GlobalAttributes<PaykkaExpress>
  'paykka-saved-cards': SavedCards & Listeners<SavedCardsEventMap, 'on'> & GlobalAttributes<PaykkaSavedCards>
}

type Solid<Element> = Omit<GlobalAttributes<Element>, 'key' | 'ref'> & {
  ref?: Element | ((element: Element) => void)
}

/** Extends the `JSX.IntrinsicElements` of Solid: import `@paykka-checkout/element/jsx/solid`. */
export interface PaykkaSolidElements {
  'paykka-checkout': Checkout & Listeners<CheckoutEvents, 'on:'> & Solid<PaykkaCheckout>
  'paykka-express': Express & Listeners<CheckoutEvents, 'on:'> & Solid<PaykkaExpress>
  'paykka-saved-cards': SavedCards & Listeners<SavedCardsEventMap, 'on:'> & Solid<PaykkaSavedCards>
}

/** `amount-changed` becomes `AmountChanged`. */
export type Camel<Name extends string> = Name extends `${infer First}-${infer Rest}`
  ? `${Capitalize<First>}${Camel<Rest>}`
  : Capitalize<Name>

/** Vue's templates name a listener `@paykka-success`, and its types `onPaykkaSuccess`. */
type VueListeners<Events> = {
  [Name in keyof Events & string as `on${Camel<Name>}`]?: (event: Events[Name]) => void
}

type VueTag<Element, Properties, Events> = new () => Element & {
  $props: Properties & VueListeners<Events> & { id?: string; class?: unknown; style?: unknown; slot?: string }
}

/** Extends Vue's `GlobalComponents`: import `@paykka-checkout/element/vue`. */
export interface PaykkaVueComponents {
  'paykka-checkout': VueTag<PaykkaCheckout, Checkout, CheckoutEvents>
  'paykka-express': VueTag<PaykkaExpress, Express, CheckoutEvents>
  'paykka-saved-cards': VueTag<PaykkaSavedCards, SavedCards, SavedCardsEventMap>
}
