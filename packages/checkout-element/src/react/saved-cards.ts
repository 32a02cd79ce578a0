/** `<PaykkaSavedCards>` for React. */
import '../define-saved-cards.ts'
import type { SavedCardsEventMap } from '../elements/account/account-events.ts'
import { PaykkaSavedCards as PaykkaSavedCardsElement } from '../elements/paykka-saved-cards.ts'
import type { SavedCardsProperties } from '../jsx.ts'
import type { Component, ComponentProps } from './component.ts'
import { componentOf } from './component.ts'
import { SAVED_CARDS_EVENTS } from './event-names.ts'

export type PaykkaSavedCardsProps = ComponentProps<SavedCardsProperties, SavedCardsEventMap>

/** A shopper's saved cards and recurring payments, for account pages. `clientSecret` is the shopper's secret. */
export const PaykkaSavedCards: Component<PaykkaSavedCardsElement, PaykkaSavedCardsProps> = componentOf({
  tagName: 'paykka-saved-cards',
  elementClass: PaykkaSavedCardsElement,
  events: SAVED_CARDS_EVENTS,
})
