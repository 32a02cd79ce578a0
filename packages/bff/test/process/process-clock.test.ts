/** The time a process goes by: this machine's clock, PayKKa's word on it, and what neither may end. */
import { describe, expect, it } from 'vitest'
import type { ShownTimes } from '../../src/process/process-clock.ts'
import { clockReasons, createProcessClock } from '../../src/process/process-clock.ts'

const NOW = 1_800_000_000_000
const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const YEAR = 365 * 24 * HOUR

/** `real` is PayKKa's time, `wall` is our wall clock, which can be set, `monotonic` is the monotonic clock. */
function bench({ wall = NOW, needsSignature = true } = {}) {
  const time = { real: NOW, wall, monotonic: 5.25 }
  const clock = createProcessClock({
    wall: () => time.wall,
    monotonic: () => time.monotonic,
    needsSignature,
  })
  const pass = (ms: number) => {
    for (const name of ['real', 'wall', 'monotonic'] as const) time[name] += ms
  }
  const report = (changes: Partial<ShownTimes> = {}) =>
    clock.note({ stamp: time.real, date: time.real, signed: true, ...changes })
  /** Time in which the process looks at its clock as its jobs do. */
  const work = (ms: number) => {
    for (let left = ms; left > 0; left -= 30 * SECOND) {
      pass(Math.min(left, 30 * SECOND))
      clock.now()
    }
  }
  /** How far the process is off, and whether it may end anything by that. */
  const seen = () => ({ off: clock.now() - time.real, proven: clock.provenNow() === clock.now() })
  return { time, clock, pass, report, work, seen }
}

const RIGHT = { off: 0, proven: true }
const RIGHT_BUT_UNPROVEN = { off: 0, proven: false }

describe('the time of a process', () => {
  it('goes by this machine when every clock was set a year ahead and back', () => {
    const { time, report, work, seen } = bench()
    report()
    time.wall += YEAR
    time.monotonic += YEAR
    report()
    work(MINUTE)
    time.wall -= YEAR
    time.monotonic -= YEAR
    expect(seen()).toEqual(RIGHT_BUT_UNPROVEN)
    report()
    expect(seen()).toEqual(RIGHT)
  })

  it("is this machine's, and ends nothing, before PayKKa's time is known", () => {
    const { clock } = bench({ wall: NOW + YEAR })
    expect([clock.now(), clock.provenNow(), clock.skewMs(), clock.reportedAgoMs()]).toEqual([
      NOW + YEAR,
      0,
      null,
      null,
    ])
    clock.note({ stamp: Number.NaN, date: Number.NaN, signed: false })
    expect([clock.skewMs(), clockReasons(clock)]).toEqual([null, []])
  })

  it.each([
    ['right', 0],
    ['an hour ahead', HOUR],
    ['in next year', YEAR],
    ['in last year', -YEAR],
  ])("is PayKKa's from its first signed answer on, where this machine's was %s", (_name, wrong) => {
    const { clock, report, seen, time, work } = bench({ wall: NOW + wrong })
    report()
    expect(seen()).toEqual(RIGHT)
    work(2 * HOUR)
    expect(seen()).toEqual(RIGHT)
    expect([clock.startedAt(), clock.reportedAgoMs()]).toEqual([time.real - 2 * HOUR, 2 * HOUR])
  })

  it('is in whole milliseconds', () => {
    const { clock, report, time } = bench({ wall: NOW + HOUR })
    report()
    time.monotonic += 1000.7
    for (const moment of [clock.now(), clock.startedAt(), clock.skewMs()])
      expect(Number.isInteger(moment)).toBe(true)
  })

  it.each([
    ['an hour ahead', HOUR],
    ['a year ahead', YEAR],
    ['an hour back', -HOUR],
  ])('does not follow a clock that is set %s for two seconds', (_name, step) => {
    const { seen, report, time, pass } = bench()
    report()
    time.wall += step
    expect(seen()).toEqual(RIGHT_BUT_UNPROVEN)
    pass(2 * SECOND)
    time.wall -= step
    expect(seen()).toEqual(RIGHT_BUT_UNPROVEN)
    report()
    expect(seen()).toEqual(RIGHT)
  })

  it.each([
    ['is stopped for an hour', { real: HOUR, wall: HOUR, monotonic: HOUR }],
    ['sleeps with its machine for an hour', { real: HOUR, wall: HOUR, monotonic: 0 }],
    ['sees on every clock that a year has passed', { real: 0, wall: YEAR, monotonic: YEAR }],
    ['sees on every clock that time runs back', { real: 0, wall: -HOUR, monotonic: -HOUR }],
  ])('proves nothing once the process %s, until the time of PayKKa is known again', (_name, steps) => {
    const { seen, report, time } = bench()
    report()
    time.real += steps.real
    time.wall += steps.wall
    time.monotonic += steps.monotonic
    expect(seen().proven).toBe(false)
    report()
    expect(seen()).toEqual(RIGHT)
  })

  it('is believed where a replayed answer carries an old time, or a proxy its own', () => {
    const { seen, report, time } = bench()
    report()
    report({ stamp: time.real - 60 * MINUTE })
    report({ stamp: Number.NaN, date: time.real + YEAR, signed: false })
    report({ date: time.real + YEAR })
    expect(seen()).toEqual(RIGHT)
  })

  it.each<[string, Partial<ShownTimes>]>([
    ['without a signature', { signed: false }],
    ['that a proxy on this machine has dated too', { date: NOW + YEAR }],
    ['without any time', { stamp: Number.NaN, date: Number.NaN }],
  ])('is not confirmed in next year by an answer %s', (_name, shown) => {
    for (const needsSignature of [true, false]) {
      const { clock, report } = bench({ wall: NOW + YEAR, needsSignature })
      report(shown)
      expect(clock.provenNow()).toBe(0)
    }
  })

  it('is confirmed without a signature only where none is asked for, and never corrected', () => {
    const confirmed = [true, false].map((needsSignature) => {
      const { report, seen } = bench({ needsSignature })
      report({ signed: false })
      return seen()
    })
    expect(confirmed).toEqual([RIGHT_BUT_UNPROVEN, RIGHT])
  })
})

describe('what is reported about the clock', () => {
  it.each([
    ['right', 0, []],
    ['a minute ahead', MINUTE, []],
    ['more ahead', 6 * MINUTE, ["the clock is 360 s ahead of PayKKa's"]],
    ['behind', -61_000, ["the clock is 61 s behind PayKKa's"]],
  ])('when it is %s', (_name, skew, reasons) => {
    const { clock, report, pass } = bench({ wall: NOW + skew })
    report({ date: Number.NaN })
    pass(10 * MINUTE)
    expect([clock.skewMs(), clockReasons(clock)]).toEqual([skew, reasons])
  })

  it('is the same for an answer whose signature is not known', () => {
    const { clock, report } = bench({ wall: NOW + 6 * MINUTE })
    report({ signed: false })
    expect(clockReasons(clock)).toEqual(["the clock is 360 s ahead of PayKKa's"])
  })

  it('follows a step without another answer, and its correction too', () => {
    const { clock, report, time } = bench()
    report()
    time.wall -= 60 * MINUTE
    expect(clockReasons(clock)).toEqual(["the clock is 3600 s behind PayKKa's"])
    time.wall += 60 * MINUTE
    expect(clockReasons(clock)).toEqual([])
  })
})
