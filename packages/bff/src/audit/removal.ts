/** The entry of a saved card that was removed, or of an agreement that was ended. */
import type { By, Deed } from './record.ts'

/**
 * The shopper's reference is not told: entries stay when a shopper is forgotten.
 * @param at Unix milliseconds
 */
export function removalOf(at: number, target: Deed['target'], action: string, by: By): Deed {
  return { ...by, at, shop: 'default', action, target, outcome: 'done' }
}
