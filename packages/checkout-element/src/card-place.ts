/** Where a checkout’s card form stands, and what it is told. */
import { parseBffUrl } from './addresses.ts'
import { takesCards } from './announcer.ts'
import type { CardPlace } from './card/card-entry.ts'
import type { CardEntryController } from './card-entry-controller.ts'
import { dropFrameAhead } from './card-frame/frame-ahead.ts'
import type { CheckoutState } from './checkout-state.ts'
import { checkoutOf, isOver } from './checkout-state.ts'
import type { Environment } from './environment.ts'
import type { Language } from './language.ts'
import { cardFrame } from './messages.ts'
import { lookOf } from './theme/look.ts'

/** The element, as the card form sees it. */
export type CardSurroundings = {
  element: Element & { readonly bffUrl: string; readonly cardEntry: string }
  environment: Environment
  language: Language
  dark: boolean
}

/**
 * Inline only where both the page asks for it and the BFF offers it; the frame is the safe answer otherwise. A BFF
 * that must not see cards takes them from PayKKa’s script alone, whatever the page asks for.
 */
export function placeOf(state: CheckoutState, asked: string): CardPlace {
  const offered = checkoutOf(state)?.cardEntry
  return offered === 'encrypted-card' || (offered === 'inline' && asked === offered) ? offered : 'frame'
}

/** Opens the form the state asks for and hands over what it needs, or takes it away where no card can be paid with. */
export function placeCard(card: CardEntryController, state: CheckoutState, around: CardSurroundings): void {
  const { element, environment, language, dark } = around
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
    lookOf(element, dark, language.locale, language.texts),
  )
}
