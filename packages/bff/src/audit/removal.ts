/** The audit entry of a removed saved card, or of an ended agreement. */
import type { By, Deed } from './record.ts'

/**
 * Omits the shopper's reference: entries stay when a shopper is erased.
 * @param at Unix milliseconds
 */
export function removalOf(at: number, target: Deed['target'], action: string, by: By): Deed {
  return { ...by, at, shop: 'default', action, target, outcome: 'done' }
}
