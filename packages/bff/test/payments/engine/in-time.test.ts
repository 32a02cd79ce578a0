/** Whether something that was begun may still be sent: not after its time, and not once the clock was set back. */
import { expect, it } from 'vitest'
import { isTooLate } from '../../../src/payments/engine/in-time.ts'

const SECOND = 1000
const HOUR = 3600 * SECOND
const BEGUN = 1_800_000_000_000

it.each<[string, number, boolean]>([
  ['at once', 0, false],
  ['just before its time is over', 45 * SECOND - 1, false],
  ['when its time is over', 45 * SECOND, true],
  ["after a minute's correction", -60 * SECOND, false],
  ['after the longest correction', -120 * SECOND, false],
  ['once the clock was an hour ahead and is right again', -HOUR, true],
])('is judged %s', (_name, after, late) => {
  expect(isTooLate(BEGUN + after, { begunAt: BEGUN, sendBefore: BEGUN + 45 * SECOND })).toBe(late)
})
