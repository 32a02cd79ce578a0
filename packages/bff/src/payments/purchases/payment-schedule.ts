/** When the resolver's next query about a payment is due. */
import type { PaymentStatus } from '@paykka-checkout/shared-types'
import type { PaymentRow } from '../../database/tables.ts'
import { LONGEST_SPREAD } from '../../domain/jitter.ts'
import { DAY_MS, dueAt, longestWait, pauseAfter } from '../engine/due.ts'
import { isActive, isLeftBehind } from '../states.ts'
import { notFoundIsFinalAt } from './judge-payment.ts'

const MINUTE = 60_000
/** A shopper who reads a text message needs minutes, so a pending challenge is queried less often. */
const CHALLENGE_DELAYS_MS = [30, 60, 120, 300, 600].map((seconds) => seconds * 1000)
/** An abandoned page blocks nothing, and PayKKa sends a notification if the shopper still pays on it. */
export const LEFT_BEHIND_DELAYS_MS = [1, 2, 4, 8, 15, 30, 60].map((minutes) => minutes * MINUTE)
/** A contradiction often disappears after a moment; a missing answer of a day does not. The last entry repeats. */
const REVIEW_DELAYS_MS = [1, 5, 60].map((minutes) => minutes * MINUTE)
/** After a day of hourly queries in review, one a day is enough. */
const REVIEW_HOURS = 24

/** The longest pause before a payment's next query. */
export const LONGEST_QUERY_PAUSE_MS = LONGEST_SPREAD * DAY_MS

const DELAYS_MS: Partial<Record<PaymentStatus, readonly number[]>> = {
  action_required: CHALLENGE_DELAYS_MS,
  needs_review: REVIEW_DELAYS_MS,
}

type Waiting = Pick<
  PaymentRow,
  | 'status'
  | 'method'
  | 'queries'
  | 'send_deadline'
  | 'created_at'
  | 'payable_until'
  | 'left_at'
  | 'return_used_at'
>

/** The columns that decide the length of a pause. */
type Paused = Pick<Waiting, 'status' | 'queries' | 'left_at'>

/**
 * @param payment `queries` counts the queries made in this state
 * @param random 0 to 1: jitter that spreads many payments over time (± 20 %)
 * @param askedAt the moment of the last query; its answer describes the state at that moment
 * @returns Unix milliseconds of the next query, null when no query is needed
 */
export function nextQueryAt(payment: Waiting, now: number, random: number, askedAt = now): number | null {
  // Authorized funds may be captured, voided or expire outside of this BFF, and the notification of that may be lost.
  if (payment.status === 'authorized') return now + DAY_MS
  if (!isActive(payment.status) && !isLeftBehind(payment)) return null
  const pause = Math.min(delay(payment), longestAt(now - lastNews(payment)))
  // The shopper waits for that moment.
  const waitsForIt = payment.status === 'unknown' || payment.method === 'hosted'
  return dueAt(pause, now, random, waitsForIt ? { finalAt: notFoundIsFinalAt(payment), askedAt } : null)
}

/** A shopper who has just returned from the bank's or PayKKa's page waits for the result. */
function lastNews({ status, created_at, return_used_at, left_at }: Waiting): number {
  return status === 'action_required' ? Math.max(created_at, return_used_at ?? 0, left_at ?? 0) : created_at
}

/**
 * Probes and notifications cause extra queries, which count too; a young payment must not wait longer than its age.
 * @param age milliseconds; far below 0 when a clock in the future dated the payment, so that its age is unknown
 */
function longestAt(age: number): number {
  return age < -MINUTE ? Number.POSITIVE_INFINITY : Math.max(1000, age)
}

/** @returns the longest pause in milliseconds before the next query about an open payment in that state */
export function longestPause(payment: Paused, sendWindowMs: number): number {
  return longestWait(payment.status, delay(payment), sendWindowMs)
}

function delay(payment: Paused): number {
  const { status, queries } = payment
  if (status === 'needs_review' && queries >= REVIEW_HOURS) return DAY_MS
  return pauseAfter(queries, isLeftBehind(payment) ? LEFT_BEHIND_DELAYS_MS : DELAYS_MS[status])
}
