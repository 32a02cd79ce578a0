/** Where a checkout’s card form stands, and what it is told. */
import { parseBffUrl } from '../../checkout/addresses.ts'
import type { CheckoutContext } from '../../checkout/checkout-context.ts'
import type { CheckoutState } from '../../checkout/checkout-state.ts'
import { checkoutOf, isCardUnreadable, isOver } from '../../checkout/checkout-state.ts'
import { takesCards } from '../../ui/announcer.ts'
import { cardFrame } from '../../ui/checkout-messages.ts'
import { lookOf } from '../../ui/theme/look.ts'
import { dropFrameAhead } from '../frame/frame-ahead.ts'
import type { CardPlace } from './card-entry.ts'
import type { CardEntryController } from './card-entry-controller.ts'

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
export function placeCard(card: CardEntryController, context: CheckoutContext): void {
  const { element, environment, language, page } = context
  const { state } = context.checkout
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
