/** When the next query about an operation is due. Pure. */
import type { ModificationRow } from '../../database/tables.ts'
import { dueAt, longestWait, pauseAfter } from '../engine/due.ts'
import { NOT_FOUND_IS_FINAL_MS } from '../engine/undone.ts'
import { isOver } from './judge-modification.ts'

/** Refunds take banking days, so after a day of hourly queries one every six hours is enough. */
const RARELY_AFTER = 36
const RARE_MS = 6 * 60 * 60_000

type Waiting = Pick<ModificationRow, 'status' | 'queries' | 'send_deadline'>

/**
 * @param row `queries` counts the queries made in this status
 * @param random 0 to 1: jitter that spreads many operations over time (± 20 %)
 * @param askedAt the moment of the last query
 * @returns Unix milliseconds of the next query, null when no query is needed
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

/** @returns the longest pause in milliseconds before the next query about an open operation in that state */
export function longestModificationPause(
  row: Pick<Waiting, 'status' | 'queries'>,
  sendWindowMs: number,
): number {
  return longestWait(row.status, pause(row), sendWindowMs)
}
