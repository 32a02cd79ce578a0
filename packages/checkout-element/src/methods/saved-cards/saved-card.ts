/** What is shown of a saved card. Pure. */

import type { CodeLength } from '../../card/entry/card-entry.ts'
import { BRAND_NAMES } from '../../card/form/brand-names.ts'
import type { CardBrand, StoredCard } from '../../checkout/wire.ts'
import { cardName } from './saved-card-messages.ts'

type Summary = Pick<StoredCard, 'brand' | 'last4'>

const isKnown = (brand: string): brand is CardBrand => Object.hasOwn(BRAND_NAMES, brand)

/** The brand, if this version has a logo for it. */
export const knownBrand = ({ brand }: Summary): CardBrand | null => (isKnown(brand) ? brand : null)

/** `Visa ending in 4242`; an unknown brand keeps the name from the BFF. */
export function nameOf(card: Summary): string {
  const brand = isKnown(card.brand) ? BRAND_NAMES[card.brand] : capitalized(card.brand)
  return cardName(brand, card.last4)
}

const capitalized = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

/** `12/28`, or `null` when it is not known. */
export const expiryOf = ({ expMonth, expYear }: StoredCard): string | null =>
  expMonth && expYear ? `${expMonth}/${expYear.slice(-2)}` : null

/** True when its last month is known to be over. @param now the server's time, Unix milliseconds */
export const isExpired = ({ expMonth, expYear }: StoredCard, now: number): boolean =>
  Date.UTC(Number(expYear), Number(expMonth), 1) <= now

/** Number of digits of its security code. */
export const codeLengthOf = ({ brand }: Summary): CodeLength => (brand === 'amex' ? 4 : 3)
