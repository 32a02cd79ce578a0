/** When an attempt is asked about next: one rule for every kind. Pure. */

const SECOND = 1000
const MINUTE = 60 * SECOND
export const DAY_MS = 24 * 60 * MINUTE
/** Often at first, when a shopper is waiting; then ever more rarely. The last entry repeats. */
export const QUERY_DELAYS_MS = [
  ...[0, 1, 2, 4, 8, 15, 30, 60].map((seconds) => seconds * SECOND),
  ...[2, 5, 10, 30, 60].map((minutes) => minutes * MINUTE),
]

/** How far a pause may be drawn beyond its length. */
export const LONGEST_SPREAD = 1.2

/** @returns the pause after so many questions, in milliseconds; the last one repeats */
export function pauseAfter(queries: number, delays: readonly number[] = QUERY_DELAYS_MS): number {
  return delays[Math.min(queries, delays.length - 1)] ?? DAY_MS
}

/** The moment "not found" becomes an answer, while it is waited for; long pauses must not step over it. */
export type Awaited = { finalAt: number; askedAt: number } | null

/**
 * @param pause milliseconds
 * @param random 0 to 1, spreads many attempts over time (± 20 %)
 * @returns Unix milliseconds of the next question
 */
export function dueAt(pause: number, now: number, random: number, awaited: Awaited): number {
  const next = now + Math.round(pause * (0.8 + 0.4 * random))
  const comesEarlier = awaited !== null && awaited.askedAt < awaited.finalAt
  return comesEarlier ? Math.min(next, Math.max(now, awaited.finalAt)) : next
}

/** @returns the longest wait in milliseconds for the next question about an open attempt with that pause */
export function longestWait(status: string, pause: number, sendWindowMs: number): number {
  return status === 'sending' ? sendWindowMs : LONGEST_SPREAD * pause
}
