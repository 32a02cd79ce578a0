/** How long each kind of data is kept, read from the environment. */
import type { Static, TObject } from 'typebox'
import type { Take } from '../config/take.ts'
import type { RETENTION_VARIABLES } from './retention-schema.ts'

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

/** Days by kind; 0 keeps it for ever. */
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

export type RetentionSettings = {
  retention: Retention
  /** Keys of metadata that stay when personal data goes. */
  retainMetadata: string[]
  /** Remembers erasures beside the database; undefined where nothing does. */
  erasuresFile: string | undefined
}

type Values = Static<TObject<typeof RETENTION_VARIABLES>>

/** A client that retries may come back weeks later, and must not move money twice. */
const LEAST_KEY_DAYS = 31

/** @param take reads one variable and keeps its complaint */
export function readRetention(values: Values & { DATABASE_URL: string }, take: Take): RetentionSettings {
  return {
    retention: {
      unpaid: values.RETAIN_UNPAID,
      personal: values.RETAIN_PERSONAL,
      payments: values.RETAIN_PAYMENTS,
      disputes: values.RETAIN_DISPUTES,
      audit: values.RETAIN_AUDIT,
      notices: values.RETAIN_NOTICES,
      events: values.RETAIN_EVENTS,
      keys: take('RETAIN_KEYS', () => keyDays(values.RETAIN_KEYS), LEAST_KEY_DAYS),
    },
    retainMetadata: values.RETAIN_METADATA.split(',').flatMap((key) => key.trim() || []),
    erasuresFile: values.ERASURES_FILE ?? besideDatabase(values.DATABASE_URL),
  }
}

function keyDays(days: number): number {
  if (days > 0 && days < LEAST_KEY_DAYS)
    throw new Error(`must be ${LEAST_KEY_DAYS} or more: a request that is repeated later would be done twice`)
  return days
}

function besideDatabase(address: string): string | undefined {
  return address.startsWith('sqlite:') ? `${address.slice('sqlite:'.length).trim()}.erasures` : undefined
}

const DAY_MS = 24 * 60 * 60_000

/**
 * @param provenNow Unix milliseconds that PayKKa has confirmed; by 0 nothing is old
 * @returns the moment before which rows of that kind go; null where they stay for ever
 */
export function cutoff(retention: Retention, kind: RetentionKind, provenNow: number): number | null {
  // A key of a checkout that is gone would begin that checkout anew, under the same ids.
  const days = kind === 'unpaid' && retention.unpaid > 0 ? unpaidDays(retention) : retention[kind]
  return days === 0 ? null : provenNow - days * DAY_MS
}

const unpaidDays = ({ unpaid, keys }: Retention) => (keys === 0 ? 0 : Math.max(unpaid, keys))
