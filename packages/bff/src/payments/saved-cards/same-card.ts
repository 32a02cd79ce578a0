/** Whether a card that is saved was saved before. Pure. */
import type { SavedCardRow } from '../../database/tables.ts'

/** What is known of a card without its number. `bin` is its first six digits, where the gateway told them. */
export type CardTraits = Pick<SavedCardRow, 'brand' | 'last4' | 'exp_month' | 'exp_year'> & {
  token: string | null
  bin: string | null
}

/**
 * The gateway's token proves it, but the gateway may give another one each time. Else it is the same card when all that
 * its shopper can see of it is the same, and so are its first digits where both are known.
 * @param other a card of the same shopper
 */
export function isSameCard(card: CardTraits, other: CardTraits): boolean {
  if (card.token !== null && card.token === other.token) return true
  if (card.bin !== null && other.bin !== null && card.bin !== other.bin) return false
  return SHOWN.every((trait) => card[trait] !== null && card[trait] === other[trait])
}

const SHOWN = ['brand', 'last4', 'exp_month', 'exp_year'] as const
