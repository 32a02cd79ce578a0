/** Whether a card was saved before. Pure. */
import type { SavedCardRow } from '../../database/tables.ts'

/** What is known of a card without its number. `bin`: its first six digits, where the gateway reported them. */
export type CardTraits = Pick<SavedCardRow, 'brand' | 'last4' | 'exp_month' | 'exp_year'> & {
  token: string | null
  bin: string | null
}

/**
 * The same token proves the same card, but the gateway may issue a new token each time. Otherwise the visible traits must
 * all be equal, and the first digits too where both are known.
 * @param other a card of the same shopper
 */
export function isSameCard(card: CardTraits, other: CardTraits): boolean {
  if (card.token !== null && card.token === other.token) return true
  if (card.bin !== null && other.bin !== null && card.bin !== other.bin) return false
  return SHOWN.every((trait) => card[trait] !== null && card[trait] === other[trait])
}

const SHOWN = ['brand', 'last4', 'exp_month', 'exp_year'] as const
