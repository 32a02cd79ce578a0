/** When an attempt is asked about next. */
import { describe, expect, it } from 'vitest'
import { DAY_MS, dueAt, longestWait, pauseAfter, QUERY_DELAYS_MS } from '../../../src/payments/engine/due.ts'

const NOW = 1_000_000

describe('pauseAfter', () => {
  it('grows from at once to an hour, and stays there', () => {
    const pauses = Array.from({ length: 15 }, (_, queries) => pauseAfter(queries) / 1000)
    expect(pauses).toEqual([0, 1, 2, 4, 8, 15, 30, 60, 120, 300, 600, 1800, 3600, 3600, 3600])
  })

  it('takes other pauses, and a day where there are none', () => {
    expect(pauseAfter(1, [5, 7])).toBe(7)
    expect(pauseAfter(9, [5, 7])).toBe(7)
    expect(pauseAfter(0, [])).toBe(86_400_000)
    expect(DAY_MS).toBe(86_400_000)
    expect(QUERY_DELAYS_MS.at(-1)).toBe(3_600_000)
  })
})

describe('dueAt', () => {
  it.each([
    [0, 800],
    [0.5, 1000],
    [1, 1200],
  ])('spreads a pause of 1000 ms with %d to %d', (random, pause) => {
    expect(dueAt(1000, NOW, random, null)).toBe(NOW + pause)
  })

  const AWAITED: [string, { finalAt: number; askedAt: number }, number][] = [
    ['comes earlier for the moment that is waited for', { finalAt: NOW + 400, askedAt: NOW }, NOW + 400],
    ['is not put off to it', { finalAt: NOW + 4000, askedAt: NOW }, NOW + 1000],
    [
      'is now when that moment passed while the answer was on its way',
      { finalAt: NOW - 5, askedAt: NOW - 9 },
      NOW,
    ],
    [
      'is not brought forward once it was asked after that moment',
      { finalAt: NOW - 5, askedAt: NOW - 5 },
      NOW + 1000,
    ],
  ]
  it.each(AWAITED)('%s', (_what, awaited, at) => {
    expect(dueAt(1000, NOW, 0.5, awaited)).toBe(at)
  })
})

describe('longestWait', () => {
  it('is the time to send while it is being sent, then the widest pause', () => {
    expect(longestWait('sending', 1000, 45_000)).toBe(45_000)
    expect(longestWait('unknown', 1000, 45_000)).toBe(1200)
  })
})
