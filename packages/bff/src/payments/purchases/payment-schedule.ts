/** When the resolver asks next. */
import type { PaymentStatus } from '@paykka-checkout/shared-types'
import type { PaymentRow } from '../../database/tables.ts'
import { DAY_MS, dueAt, LONGEST_SPREAD, longestWait, pauseAfter } from '../engine/due.ts'
import { isActive, isLeftBehind } from '../states.ts'
import { notFoundIsFinalAt } from './judge-payment.ts'

const MINUTE = 60_000
/** A shopper reading a text message needs minutes, so a pending challenge is asked for less often. */
export const CHALLENGE_DELAYS_MS = [30, 60, 120, 300, 600].map((seconds) => seconds * 1000)
/** A page that was left behind holds nothing up, and PayKKa tells by a notice when it is paid after all. */
export const LEFT_BEHIND_DELAYS_MS = [1, 2, 4, 8, 15, 30, 60].map((minutes) => minutes * MINUTE)
/** What contradicts itself is often over after a moment; what nobody answered for a day is not. The last entry repeats. */
const REVIEW_DELAYS_MS = [1, 5, 60].map((minutes) => minutes * MINUTE)
/** After a day of hourly questions in review one a day is enough. */
const REVIEW_HOURS = 24

/** No payment waits longer for its next question. */
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

/** What decides on the length of a pause. */
type Paused = Pick<Waiting, 'status' | 'queries' | 'left_at'>

/**
 * @param payment `queries` counts the questions already asked in this state
 * @param random 0 to 1, spreads many payments over time (± 20 %)
 * @param askedAt when the last question was asked; a slow answer to it says how things stood then
 * @returns Unix milliseconds of the next question, null when nothing is left to ask
 */
export function nextQueryAt(payment: Waiting, now: number, random: number, askedAt = now): number | null {
  // Held funds are captured, voided or expire outside of this BFF; a notice of that may be lost.
  if (payment.status === 'authorized') return now + DAY_MS
  if (!isActive(payment.status) && !isLeftBehind(payment)) return null
  const pause = Math.min(delay(payment), longestAt(now - lastNews(payment)))
  // A shopper waits for that moment.
  const waitsForIt = payment.status === 'unknown' || payment.method === 'hosted'
  return dueAt(pause, now, random, waitsForIt ? { finalAt: notFoundIsFinalAt(payment), askedAt } : null)
}

/** A shopper who has just come back from the bank or from PayKKa's page waits for the result. */
function lastNews({ status, created_at, return_used_at, left_at }: Waiting): number {
  return status === 'action_required' ? Math.max(created_at, return_used_at ?? 0, left_at ?? 0) : created_at
}

/**
 * Probes and notices ask out of turn and count too; a young payment must not wait longer than it exists.
 * @param age milliseconds; far below 0 for a payment that a clock in the future has begun, which is of no known age
 */
function longestAt(age: number): number {
  return age < -MINUTE ? Number.POSITIVE_INFINITY : Math.max(1000, age)
}

/** @returns the longest pause in milliseconds before the next question about an open payment in that state */
export function longestPause(payment: Paused, sendWindowMs: number): number {
  return longestWait(payment.status, delay(payment), sendWindowMs)
}

function delay(payment: Paused): number {
  const { status, queries } = payment
  if (status === 'needs_review' && queries >= REVIEW_HOURS) return DAY_MS
  return pauseAfter(queries, isLeftBehind(payment) ? LEFT_BEHIND_DELAYS_MS : DELAYS_MS[status])
}
