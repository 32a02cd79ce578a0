/** The clock of this process. PayKKa's time confirms or corrects this machine's clock, and nothing expires before that. */

export type ProcessClock = {
  /** Unix milliseconds: this machine's clock, or PayKKa's while the two are more than a minute apart. */
  now(): number
  /**
   * Like `now`, for decisions that end something: giving up, pruning, expiry. 0 until PayKKa has confirmed the time, so
   * that nothing ends yet.
   */
  provenNow(): number
  /** Unix milliseconds at which this process started, by its present clock. */
  startedAt(): number
  /** Records the times in one answer of PayKKa. */
  note(shown: ShownTimes): void
  /** @returns milliseconds by which this machine's clock is ahead of PayKKa's; null before the first answer */
  skewMs(): number | null
  /** @returns milliseconds since PayKKa's last time, on the monotonic clock; null when there was none */
  reportedAgoMs(): number | null
}

/** The times of one answer in Unix milliseconds; NaN for a missing one. */
export type ShownTimes = {
  /** PayKKa's timestamp of the answer. */
  stamp: number
  /** The HTTP `Date`, which a proxy in between may have written. */
  date: number
  /** Whether PayKKa's signature covers `stamp`. Only a signed time can correct this machine's clock. */
  signed: boolean
}

type ClockParts = {
  /** Unix milliseconds, of this machine's clock. */
  wall: () => number
  /** Milliseconds of a monotonic clock. */
  monotonic?: () => number
  /** Whether times of unsigned answers are ignored. */
  needsSignature: boolean
}

/** From this difference on, a clock counts as wrong. PayKKa refuses signatures that are five minutes off. */
export const MAX_SKEW_MS = 60_000

type Reported = { time: number; at: number; signed: boolean }

/** Jobs read the clock twice a second: a minute between two reads was a suspension or a jump. */
export function createProcessClock({
  wall,
  monotonic = monotonicNow,
  needsSignature,
}: ClockParts): ProcessClock {
  const began = monotonic()
  let reported: Reported | null = null
  let proven = false
  let last = { wall: wall(), monotonic: began }
  const look = () => {
    const seen = { wall: wall(), monotonic: monotonic() }
    if (hasJumped(last, seen)) proven = false
    // PayKKa's time is counted on by this clock. Set back, it would put new rows so far into the past that they are pruned.
    if (seen.monotonic < last.monotonic) reported = null
    last = seen
    return seen
  }
  const now = () => {
    const seen = look()
    return reported?.signed ? unlessApart(seen.wall, theirs(reported, seen.monotonic)) : seen.wall
  }
  return {
    now,
    provenNow: () => {
      const moment = now()
      return proven ? moment : 0
    },
    startedAt: () => Math.round(now() - (monotonic() - began)),
    note: (shown) => {
      const meaning = weigh(shown, now())
      if (!meaning) return
      const { time, corrects, confirms } = meaning
      if (corrects || !reported?.signed) reported = { time, at: last.monotonic, signed: corrects }
      proven ||= corrects || (confirms && !needsSignature)
    },
    skewMs: () => {
      const seen = look()
      return reported && seen.wall - theirs(reported, seen.monotonic)
    },
    reportedAgoMs: () => reported && monotonic() - reported.at,
  }
}

const monotonicNow = () => performance.now()

/** Whole milliseconds, as in timestamps and the database; the monotonic clock also has fractions. */
const theirs = (reported: Reported, monotonic: number) => Math.round(reported.time + monotonic - reported.at)

const unlessApart = (ours: number, real: number) => (Math.abs(ours - real) > MAX_SKEW_MS ? real : ours)

type Look = { wall: number; monotonic: number }

/** The clock was set, the machine slept, or the process was suspended: only PayKKa's time shows which. */
function hasJumped(before: Look, after: Look): boolean {
  const passed = after.monotonic - before.monotonic
  return passed < 0 || passed > MAX_SKEW_MS || Math.abs(after.wall - before.wall - passed) > MAX_SKEW_MS
}

/**
 * A signed time that agrees with ours is right. One that differs counts only if the `Date` header does not contradict it: a
 * replayed answer has an old timestamp, and a proxy may write its own `Date`. When both differ from ours, our clock is
 * wrong.
 */
function weigh({ stamp, date, signed }: ShownTimes, ours: number) {
  const shown = [stamp, date].filter(Number.isFinite)
  const [time] = shown.toSorted((a, b) => Math.abs(a - ours) - Math.abs(b - ours))
  if (time === undefined) return null
  const agree = (a: number, b: number) => Math.abs(a - b) <= MAX_SKEW_MS
  const corrects =
    signed && Number.isFinite(stamp) && (agree(stamp, ours) || !(Math.abs(date - stamp) > MAX_SKEW_MS))
  const confirms = !signed && shown.every((one) => agree(one, ours))
  return { time: corrects ? stamp : time, corrects, confirms }
}

/** @returns the reason for a clock that is off by more than a minute; nothing when it is right or unconfirmed */
export function clockReasons(clock: Pick<ProcessClock, 'skewMs'>): string[] {
  const skew = clock.skewMs()
  if (skew === null || Math.abs(skew) <= MAX_SKEW_MS) return []
  const seconds = Math.round(Math.abs(skew) / 1000)
  return [`the clock is ${seconds} s ${skew > 0 ? 'ahead of' : 'behind'} PayKKa's`]
}
