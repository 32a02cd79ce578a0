/** How far two clocks are apart, by what answers show. */
import { describe, expect, it } from 'vitest'
import { clockObstacles, createGatewayClock } from '../../src/paykka/clock.ts'

const NOW = 1_800_000_000_000
const MINUTE = 60_000

/** A clock of ours that can be set, and one that nobody sets. */
function bench() {
  const time = { ours: NOW, monotonic: 5 }
  const clock = createGatewayClock(
    () => time.ours,
    () => time.monotonic,
  )
  const pass = (ms: number) => {
    time.ours += ms
    time.monotonic += ms
  }
  return { time, clock, pass }
}

describe('the clock', () => {
  it('is not judged before the first answer, nor by one that shows no time', () => {
    const { clock } = bench()
    expect(clock.skewMs()).toBeNull()
    clock.note([Number.NaN, Number.NaN])
    expect([clock.skewMs(), clockObstacles(clock)]).toEqual([null, []])
  })

  it.each([
    ['right', 0, []],
    ['a minute ahead', MINUTE, []],
    ['more ahead', 6 * MINUTE, ['the clock is 360 s ahead of PayKKa’s']],
    ['behind', -61_000, ['the clock is 61 s behind PayKKa’s']],
  ])('that is %s', (_name, skew, obstacles) => {
    const { clock, pass } = bench()
    clock.note([NOW - skew, Number.NaN])
    pass(10 * MINUTE)
    expect([clock.skewMs(), clockObstacles(clock)]).toEqual([skew, obstacles])
  })

  it('is believed when one of the two times of an answer agrees with it', () => {
    const { clock } = bench()
    clock.note([NOW - 60 * MINUTE, NOW - 400])
    expect(clockObstacles(clock)).toEqual([])
  })

  it('shows a step of ours without another answer, and its correction too', () => {
    const { clock, time } = bench()
    clock.note([NOW])
    time.ours -= 60 * MINUTE
    expect(clockObstacles(clock)).toEqual(['the clock is 3600 s behind PayKKa’s'])
    time.ours += 60 * MINUTE
    expect(clockObstacles(clock)).toEqual([])
  })
})
