/** Runs one job repeatedly, never twice at once, and stops cleanly. */

export type Ticker = {
  /** Triggers a run soon, after the present run. */
  wake(): void
  /** Waits for the present run, if any. */
  stop(): Promise<void>
}

/** Debounce: wake-ups within 20 ms cause one run, so a flood of notifications costs only a few database queries. */
const WAKE_AFTER_MS = 20

/**
 * @param work returns whether there is more work right away
 * @param intervalMs pause between runs that found nothing
 * @param onError called when a run throws; the next run still happens
 */
export function startTicker(
  work: () => Promise<boolean>,
  intervalMs: number,
  onError: (error: unknown) => void,
): Ticker {
  let timer: NodeJS.Timeout | null = null
  let stopped = false
  let woken = false
  let running: Promise<void> | null = null

  const schedule = (delay: number) => {
    if (!stopped) timer = setTimeout(run, delay)
  }
  const run = () => {
    woken = false
    running = work()
      .catch((error: unknown) => {
        onError(error)
        return false
      })
      .then((more) => {
        running = null
        schedule(more ? 0 : woken ? WAKE_AFTER_MS : intervalMs)
      })
  }
  schedule(0)
  return {
    wake: () => {
      if (woken) return
      woken = true
      if (running || !timer) return
      clearTimeout(timer)
      schedule(WAKE_AFTER_MS)
    },
    stop: async () => {
      stopped = true
      if (timer) clearTimeout(timer)
      await running
    },
  }
}
