/** Runs one piece of work again and again, never twice at once, and stops cleanly. */

export type Ticker = {
  /** Runs soon, once the run under way is over. */
  wake(): void
  /** Waits for the run under way, if any. */
  stop(): Promise<void>
}

/** Wakings of one moment share a run: a flood of notices costs a few questions to the ledger and not several per notice. */
const WAKE_AFTER_MS = 20

/**
 * @param work returns whether there is more to do right away
 * @param intervalMs pause between runs that found nothing
 * @param onError called when a run throws; the next one still comes
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
