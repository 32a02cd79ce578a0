/** When the outcome of an operation is asked for next. */
import type { OperationRow } from '../../store/tables.ts'
import { LONGEST_SPREAD, QUERY_DELAYS_MS } from '../schedule.ts'
import { NOT_FOUND_IS_FINAL_MS } from '../transitions.ts'
import { isOver } from './judge.ts'

const HOUR = 60 * 60_000
/** Refunds take banking days, so after a day of hourly questions one in six hours is enough. */
const RARELY_AFTER = 36
const RARE_MS = 6 * HOUR

type Waiting = Pick<OperationRow, 'status' | 'queries' | 'send_deadline'>

/**
 * @param row `queries` counts the questions already asked in this status
 * @param random 0 to 1, spreads many operations over time (± 20 %)
 * @returns Unix milliseconds of the next question, null when nothing is left to ask
 */
export function nextOperationQueryAt(row: Waiting, now: number, random: number): number | null {
  if (isOver(row.status)) return null
  const pause = delay(row.queries)
  const next = now + Math.round(pause * (0.8 + 0.4 * random))
  // The moment "not found" becomes an answer: the long pauses must not step over it.
  const final = row.send_deadline + NOT_FOUND_IS_FINAL_MS
  return row.status === 'unknown' && now < final ? Math.min(next, final) : next
}

function delay(queries: number): number {
  const index = Math.min(queries, QUERY_DELAYS_MS.length - 1)
  return queries >= RARELY_AFTER ? RARE_MS : Math.max(1000, QUERY_DELAYS_MS[index] ?? HOUR)
}

/** @returns the longest pause in milliseconds before the next question about an open operation in that state */
export function longestOperationPause(
  { status, queries }: Pick<Waiting, 'status' | 'queries'>,
  sendWindowMs: number,
): number {
  return status === 'sending' ? sendWindowMs : LONGEST_SPREAD * delay(queries)
}
