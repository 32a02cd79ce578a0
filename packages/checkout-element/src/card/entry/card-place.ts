/** Chooses the form of a checkout's card, and configures it. */
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
 * Inline only when the page asks for it and the BFF offers it; otherwise the frame. A BFF that must not see cards takes
 * them only from PayKKa's script, whatever the page asks for.
 */
export function placeOf(state: CheckoutState, asked: string): CardPlace {
  const offered = checkoutOf(state)?.cardEntry
  return offered === 'encrypted-card' || (offered === 'inline' && asked === offered) ? offered : 'frame'
}

/**
 * True when the typed card must be removed: the checkout is over, or the BFF can no longer decrypt with the old key. The
 * frame uses the key of its own page, so only a reload of the frame helps.
 */
export const isSpent = (state: CheckoutState, asked: string): boolean =>
  isOver(state) || (isCardUnreadable(state) && placeOf(state, asked) !== 'inline')

/** Opens and configures the form for the state, or removes it when the checkout accepts no card. */
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
