/** Whether something that was begun may still be sent. Pure. */

/**
 * A process that slept must not send: others may have given the attempt up and begun the next one. Nor must one whose clock
 * was set back since it began, for the end of its time was written by a clock that was wrong.
 * @param now Unix milliseconds, as are both ends of its time
 */
export function isTooLate(
  now: number,
  { begunAt, sendBefore }: { begunAt: number; sendBefore: number },
): boolean {
  return now >= sendBefore || now < begunAt - STEP_MS
}

/** Between this machine's time and PayKKa's a process may step so far without anybody having been wrong. */
export const STEP_MS = 2 * 60_000
