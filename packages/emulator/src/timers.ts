/** Time and timers: both can be injected, and a test moves them by hand. */

/** Runs a task after some milliseconds; the returned function calls it off. */
export type Schedule = (task: () => void, ms: number) => () => void

/** The emulator's own use of a {@link Schedule} and a clock. */
export interface Timers {
  /** Milliseconds since the epoch, moved by the test. */
  now(): number
  after(ms: number, task: () => void): void
  wait(ms: number): Promise<void>
  /** Moves time to this moment. What is due until then runs in order, each at its own time. */
  moveTo(moment: number): void
  /** Drops every timer and puts time back. */
  reset(): void
  /** Resets, and starts no timer any more. */
  stop(): void
}

interface Timer {
  at: number
  task: () => void
  cancel: () => void
}

/** Real timers that never keep the process alive. */
export const realSchedule: Schedule = (task, ms) => {
  // Longer waits would overflow and fire at once.
  const timer = setTimeout(task, Math.min(ms, 2 ** 31 - 1))
  timer.unref()
  return () => clearTimeout(timer)
}

/** Timers over a schedule and a clock, which may be a test's. */
export function createTimers(schedule: Schedule, clock: () => number): Timers {
  return new MovableTimers(schedule, clock)
}

class MovableTimers implements Timers {
  readonly #schedule: Schedule
  readonly #clock: () => number
  readonly #open = new Set<Timer>()
  #offset = 0
  #stopped = false

  constructor(schedule: Schedule, clock: () => number) {
    this.#schedule = schedule
    this.#clock = clock
  }

  now(): number {
    return this.#clock() + this.#offset
  }

  after(ms: number, task: () => void): void {
    if (this.#stopped) return
    const timer: Timer = { at: this.now() + ms, task, cancel: () => {} }
    this.#open.add(timer)
    this.#start(timer)
  }

  wait(ms: number): Promise<void> {
    return new Promise((resolve) => this.after(ms, resolve))
  }

  moveTo(moment: number): void {
    for (let due = this.#next(moment); due !== undefined; due = this.#next(moment)) {
      this.#offset += Math.max(due.at - this.now(), 0)
      due.cancel()
      this.#run(due)
    }
    this.#offset += moment - this.now()
    for (const timer of this.#open) {
      timer.cancel()
      this.#start(timer)
    }
  }

  reset(): void {
    for (const { cancel } of this.#open) cancel()
    this.#open.clear()
    this.#offset = 0
  }

  stop(): void {
    this.#stopped = true
    this.reset()
  }

  #start(timer: Timer): void {
    timer.cancel = this.#schedule(() => this.#run(timer), Math.max(timer.at - this.now(), 0))
  }

  #run(timer: Timer): void {
    this.#open.delete(timer)
    timer.task()
  }

  #next(moment: number): Timer | undefined {
    const due = [...this.#open].filter(({ at }) => at <= moment)
    return due.sort((one, other) => one.at - other.at)[0]
  }
}
