/** Where a checkout’s card form stands, and what it is told. */
import { parseBffUrl } from '../../checkout/addresses.ts'
import type { CheckoutState } from '../../checkout/checkout-state.ts'
import { checkoutOf, isCardUnreadable, isOver } from '../../checkout/checkout-state.ts'
import type { Environment } from '../../environment.ts'
import type { Language } from '../../locales/language.ts'
import { takesCards } from '../../ui/announcer.ts'
import { cardFrame } from '../../ui/checkout-messages.ts'
import type { PageWatch } from '../../ui/page-watch.ts'
import { lookOf } from '../../ui/theme/look.ts'
import { dropFrameAhead } from '../frame/frame-ahead.ts'
import type { CardPlace } from './card-entry.ts'
import type { CardEntryController } from './card-entry-controller.ts'

/** The element and its parts, as the card form sees them. */
export type CardParts = {
  card: CardEntryController
  element: Element & { readonly bffUrl: string; readonly cardEntry: string }
  environment: Environment
  language: Language
  page: PageWatch
}

/**
 * Inline only where both the page asks for it and the BFF offers it; the frame is the safe answer otherwise. A BFF
 * that must not see cards takes them from PayKKa’s script alone, whatever the page asks for.
 */
export function placeOf(state: CheckoutState, asked: string): CardPlace {
  const offered = checkoutOf(state)?.cardEntry
  return offered === 'encrypted-card' || (offered === 'inline' && asked === offered) ? offered : 'frame'
}

/**
 * True when what was typed must not stay: it is over, or the BFF no longer opens the key it was sealed with. The frame
 * seals with the key of its own page, so only a fresh page gets past that.
 */
export const isSpent = (state: CheckoutState, asked: string): boolean =>
  isOver(state) || (isCardUnreadable(state) && placeOf(state, asked) !== 'inline')

/** Opens the form the state asks for and hands over what it needs, or takes it away where no card can be paid with. */
export function placeCard(state: CheckoutState, parts: CardParts): void {
  const { element, environment, language, page, card } = parts
  const checkout = checkoutOf(state)
  const bffUrl = parseBffUrl(element.bffUrl)
  if (!checkout || !bffUrl || isOver(state)) return
  if (!takesCards(checkout)) {
    card.close()
    dropFrameAhead(element)
    return
  }
  card.open(placeOf(state, element.cardEntry), bffUrl, language.locale, checkout.encryptedCard)
  const clockOffset = Date.parse(checkout.serverTime) - environment.now()
  const { id, cardBrands: brands, cardKey: key } = checkout
  card.configure(
    { checkout: id, brands, key, clockOffset, title: cardFrame() },
    lookOf(element, page.dark, language.locale, language.texts),
  )
}
