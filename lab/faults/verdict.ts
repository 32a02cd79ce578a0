/** Whether a fault went as it must. A control must fail on its axis, or the judge proves nothing. */
import type { Axis } from './fault.ts'
import type { Outcome } from './play.ts'

const AXES: readonly Axis[] = ['books', 'operator', 'recovery']

export function isSound({ fault, wrong }: Outcome): boolean {
  if (fault.control) return wrong[fault.control].length > 0
  return AXES.every((axis) => wrong[axis].length === 0)
}

/** @returns everything that was wrong, a sentence each */
export function failures({ wrong }: Outcome): string[] {
  return AXES.flatMap((axis) => wrong[axis].map((words) => `${axis}: ${words}`))
}
