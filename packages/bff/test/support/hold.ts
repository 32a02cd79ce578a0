/** Answers of the emulator that wait for the test and not for a clock. */
import type { Schedule } from '@paykka-checkout/emulator'
import { realSchedule } from '@paykka-checkout/emulator'

/** A delay of this length ends when the test says so; every other timer of the emulator runs as usual. */
export const HELD_MS = 86_400_000

/** @returns the schedule for an emulator, and what lets its held answers go, and those that come later */
export function holdAnswers(): { schedule: Schedule; release(): void } {
  const held = new Set<() => void>()
  let released = false
  return {
    schedule: (task, ms) => {
      if (ms !== HELD_MS) return realSchedule(task, ms)
      if (released) return realSchedule(task, 0)
      held.add(task)
      return () => held.delete(task)
    },
    release: () => {
      released = true
      for (const task of held) task()
      held.clear()
    },
  }
}
