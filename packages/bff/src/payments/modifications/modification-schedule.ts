/** When the outcome of an operation is asked for next. Pure. */
import type { ModificationRow } from '../../database/tables.ts'
import { dueAt, longestWait, pauseAfter } from '../engine/due.ts'
import { NOT_FOUND_IS_FINAL_MS } from '../engine/undone.ts'
import { isOver } from './judge-modification.ts'

/** Refunds take banking days, so after a day of hourly questions one in six hours is enough. */
const RARELY_AFTER = 36
const RARE_MS = 6 * 60 * 60_000

type Waiting = Pick<ModificationRow, 'status' | 'queries' | 'send_deadline'>

/**
 * @param row `queries` counts the questions already asked in this status
 * @param random 0 to 1, spreads many operations over time (± 20 %)
 * @param askedAt when the last question was asked
 * @returns Unix milliseconds of the next question, null when nothing is left to ask
 */
export function nextModificationQueryAt(
  row: Waiting,
  now: number,
  random: number,
  askedAt = now,
): number | null {
  if (isOver(row.status)) return null
  const finalAt = row.send_deadline + NOT_FOUND_IS_FINAL_MS
  return dueAt(pause(row), now, random, row.status === 'unknown' ? { finalAt, askedAt } : null)
}

function pause({ queries }: Pick<Waiting, 'queries'>): number {
  return queries >= RARELY_AFTER ? RARE_MS : Math.max(1000, pauseAfter(queries))
}

/** @returns the longest pause in milliseconds before the next question about an open operation in that state */
export function longestModificationPause(
  row: Pick<Waiting, 'status' | 'queries'>,
  sendWindowMs: number,
): number {
  return longestWait(row.status, pause(row), sendWindowMs)
}
