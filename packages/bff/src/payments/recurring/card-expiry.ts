/** How long the card of an agreement can be charged. Pure. */
import type { SavedCardRow } from '../../database/tables.ts'

type Expiry = Pick<SavedCardRow, 'exp_month' | 'exp_year'>

/** How long before its last day a card counts as expiring. */
export const EXPIRY_NOTICE_MS = 30 * 24 * 60 * 60_000

/** @returns the end of the card's last month, UTC, in Unix milliseconds; null where the expiry is unknown */
function cardEnd({ exp_month: month, exp_year: year }: Expiry): number | null {
  // Date counts months from 0, so this is the first moment of the month after.
  return month === null || year === null ? null : Date.UTC(Number(year), Number(month), 1)
}

/** @returns whether the card expires within 30 days or has expired */
export function isExpiring(card: Expiry, now: number): boolean {
  const end = cardEnd(card)
  return end !== null && end <= now + EXPIRY_NOTICE_MS
}
