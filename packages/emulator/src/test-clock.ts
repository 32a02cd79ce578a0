/** A clock that a test moves by hand. */
import type { Schedule } from './timers.ts'

export interface TestClock {
  now(): number
  schedule: Schedule
  /** Moves time forward and runs what is due, in order. */
  advance(ms: number): void
}

export function createTestClock(start: number): TestClock {
  let now = start
  let tasks: { at: number; run: () => void }[] = []
  return {
    now: () => now,
    schedule(run, ms) {
      const task = { at: now + ms, run }
      tasks.push(task)
      return () => {
        tasks = tasks.filter((other) => other !== task)
      }
    },
    advance(ms) {
      const end = now + ms
      for (;;) {
        const due = tasks.filter((task) => task.at <= end).sort((a, b) => a.at - b.at)[0]
        if (due === undefined) break
        tasks = tasks.filter((task) => task !== due)
        now = Math.max(now, due.at)
        due.run()
      }
      now = end
    },
  }
}
