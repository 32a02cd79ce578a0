/** When the next query about an attempt is due: one rule for every kind. Pure. */
import { LONGEST_SPREAD, withJitter } from '../../domain/jitter.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
export const DAY_MS = 24 * 60 * MINUTE
/** Short pauses at first, while a shopper is waiting, then longer ones. The last entry repeats. */
export const QUERY_DELAYS_MS = [
  ...[0, 1, 2, 4, 8, 15, 30, 60].map((seconds) => seconds * SECOND),
  ...[2, 5, 10, 30, 60].map((minutes) => minutes * MINUTE),
]

/** @returns the pause after this number of queries, in milliseconds; the last one repeats */
export function pauseAfter(queries: number, delays: readonly number[] = QUERY_DELAYS_MS): number {
  return delays[Math.min(queries, delays.length - 1)] ?? DAY_MS
}

/**
 * `finalAt`: the moment from which "not found" is conclusive. A long pause must not skip it. Null when nothing waits for
 * it.
 */
export type Awaited = { finalAt: number; askedAt: number } | null

/**
 * @param pause milliseconds
 * @param random 0 to 1: jitter that spreads many attempts over time (± 20 %)
 * @returns Unix milliseconds of the next query
 */
export function dueAt(pause: number, now: number, random: number, awaited: Awaited): number {
  const next = now + withJitter(pause, random)
  const comesEarlier = awaited !== null && awaited.askedAt < awaited.finalAt
  return comesEarlier ? Math.min(next, Math.max(now, awaited.finalAt)) : next
}

/** @returns the longest wait in milliseconds until the next query about an open attempt with that pause */
export function longestWait(status: string, pause: number, sendWindowMs: number): number {
  return status === 'sending' ? sendWindowMs : LONGEST_SPREAD * pause
}
