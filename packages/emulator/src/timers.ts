/** Timers that can be injected, so that tests move time instead of sleeping. */

/** Runs a task after some milliseconds; the returned function calls it off. */
export type Schedule = (task: () => void, ms: number) => () => void

/** The emulator's own use of a {@link Schedule}. */
export interface Timers {
  after(ms: number, task: () => void): void
  wait(ms: number): Promise<void>
  clear(): void
  /** Clears, and starts no timer any more. */
  stop(): void
}

/** Real timers that never keep the process alive. */
export const realSchedule: Schedule = (task, ms) => {
  // Longer waits would overflow and fire at once.
  const timer = setTimeout(task, Math.min(ms, 2 ** 31 - 1))
  timer.unref()
  return () => clearTimeout(timer)
}

/** Remembers every open timer so that a reset can drop them all. */
export function createTimers(schedule: Schedule): Timers {
  const open = new Set<() => void>()
  let stopped = false
  function after(ms: number, task: () => void): void {
    if (stopped) return
    const cancel = schedule(() => {
      open.delete(cancel)
      task()
    }, ms)
    open.add(cancel)
  }
  function clear(): void {
    for (const cancel of open) cancel()
    open.clear()
  }
  return {
    after,
    wait: (ms) => new Promise((resolve) => after(ms, resolve)),
    clear,
    stop() {
      stopped = true
      clear()
    },
  }
}
