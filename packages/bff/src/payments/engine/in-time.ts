/** Whether a begun attempt may still be sent. Pure. */

/**
 * A process that was suspended must not send: another one may have given up the attempt and begun the next. Nor may a
 * process whose clock was set back meanwhile: the wrong clock wrote its deadline.
 * @param now Unix milliseconds, like the start and the deadline
 */
export function isTooLate(
  now: number,
  { begunAt, sendBefore }: { begunAt: number; sendBefore: number },
): boolean {
  return now >= sendBefore || now < begunAt - STEP_MS
}

/** A switch from this machine's time to PayKKa's may step the clock this far although neither is wrong. */
export const STEP_MS = 2 * 60_000
