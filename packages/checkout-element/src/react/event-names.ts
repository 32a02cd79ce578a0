/** Names of the events that the components pass on. TypeScript finds a name that is missing. */
import type { SavedCardsEventMap } from '../elements/account/account-events.ts'
import type { PaykkaEventMap } from '../events.ts'
import type { WalletEventMap } from '../methods/wallets/wallet-events.ts'

const namesOf = <Events>(names: Record<keyof Events, true>) => Object.keys(names) as (keyof Events & string)[]

export const CHECKOUT_EVENTS = namesOf<PaykkaEventMap & WalletEventMap>({
  'paykka-ready': true,
  'paykka-change': true,
  'paykka-availability': true,
  'paykka-submit': true,
  'paykka-action-required': true,
  'paykka-success': true,
  'paykka-decline': true,
  'paykka-unknown': true,
  'paykka-cancel': true,
  'paykka-amount-changed': true,
  'paykka-expired': true,
  'paykka-restart': true,
  'paykka-error': true,
  'paykka-shipping-contact': true,
  'paykka-shipping-method': true,
  'paykka-billing-contact': true,
  'paykka-coupon': true,
})

export const SAVED_CARDS_EVENTS = namesOf<SavedCardsEventMap>({
  'paykka-card-removed': true,
  'paykka-agreement-ended': true,
  'paykka-error': true,
})
