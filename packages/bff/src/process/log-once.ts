/** Keeps the log readable while the same thing happens repeatedly. */

const QUIET_MS = 60_000

/**
 * @param monotonic milliseconds of a monotonic clock
 * @returns a function that returns true once a minute for each key
 */
export function onceAMinute(monotonic: () => number = () => performance.now()): (key: string) => boolean {
  const reportedAt = new Map<string, number>()
  return (key) => {
    const now = monotonic()
    if (now - (reportedAt.get(key) ?? Number.NEGATIVE_INFINITY) < QUIET_MS) return false
    reportedAt.set(key, now)
    return true
  }
}
