/** How long each kind of data is kept. */

export const RETENTION_KINDS = [
  'unpaid',
  'personal',
  'payments',
  'disputes',
  'audit',
  'notices',
  'events',
  'keys',
] as const
export type RetentionKind = (typeof RETENTION_KINDS)[number]

/** Days by kind; 0 keeps it forever. */
export type Retention = Record<RetentionKind, number>

export const DEFAULT_RETENTION: Retention = {
  unpaid: 90,
  personal: 730,
  payments: 0,
  disputes: 1095,
  audit: 3650,
  notices: 31,
  events: 31,
  keys: 31,
}

const DAY_MS = 24 * 60 * 60_000

/**
 * @param provenNow Unix milliseconds that PayKKa has confirmed; with 0 nothing is old
 * @returns the moment before which rows of that kind are deleted; null where they are kept forever
 */
export function cutoff(retention: Retention, kind: RetentionKind, provenNow: number): number | null {
  // The idempotency key of a deleted checkout would create it again with the same ids.
  const days = kind === 'unpaid' && retention.unpaid > 0 ? unpaidDays(retention) : retention[kind]
  return days === 0 ? null : provenNow - days * DAY_MS
}

const unpaidDays = ({ unpaid, keys }: Retention) => (keys === 0 ? 0 : Math.max(unpaid, keys))
