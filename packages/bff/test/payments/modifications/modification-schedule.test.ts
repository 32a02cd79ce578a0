/** When the outcome of an operation is asked for next. */
import { describe, expect, it } from 'vitest'
import type { ModificationRow } from '../../../src/database/tables.ts'
import { NOT_FOUND_IS_FINAL_MS } from '../../../src/payments/engine/undone.ts'
import { nextModificationQueryAt } from '../../../src/payments/modifications/modification-schedule.ts'

const SECOND = 1000
const HOUR = 3600 * SECOND
const NOW = 1_800_000_000_000

const row = (changes: Partial<ModificationRow>) =>
  ({ status: 'processing', queries: 0, send_deadline: NOW, ...changes }) as ModificationRow
const pause = (changes: Partial<ModificationRow>, random = 0.5) =>
  (nextModificationQueryAt(row(changes), NOW, random) ?? Number.NaN) - NOW

describe('nextModificationQueryAt', () => {
  it.each(['succeeded', 'failed'] as const)('has nothing to ask when it %s', (status) => {
    expect(nextModificationQueryAt(row({ status }), NOW, 0.5)).toBeNull()
  })

  const pauses: [number, number][] = [
    [0, SECOND],
    [1, SECOND],
    [2, 2 * SECOND],
    [7, 60 * SECOND],
    [12, HOUR],
    [35, HOUR],
    [36, 6 * HOUR],
    [500, 6 * HOUR],
  ]
  it.each(pauses)('after %i questions waits %i ms', (queries, ms) => {
    expect(pause({ queries })).toBe(ms)
  })

  it('spreads by a fifth to both sides', () => {
    expect([pause({ queries: 12 }, 0), pause({ queries: 12 }, 1)]).toEqual([0.8 * HOUR, 1.2 * HOUR])
  })

  it('asks at the moment “not found” becomes an answer, when it is not known to have arrived', () => {
    const soon = NOW - NOT_FOUND_IS_FINAL_MS + 5 * SECOND
    expect(pause({ status: 'unknown', queries: 12, send_deadline: soon })).toBe(5 * SECOND)
    expect(pause({ status: 'unknown', queries: 1, send_deadline: soon })).toBe(SECOND)
    expect(pause({ status: 'processing', queries: 12, send_deadline: soon })).toBe(HOUR)
    for (const past of [0, 1])
      expect(
        pause({ status: 'unknown', queries: 12, send_deadline: NOW - NOT_FOUND_IS_FINAL_MS - past }),
      ).toBe(HOUR)
  })
})
