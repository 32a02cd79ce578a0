/** How far this machine’s clock is from PayKKa’s. PayKKa refuses requests whose timestamp is off by five minutes. */

export type GatewayClock = {
  /** Notes the times that one answer shows, in Unix milliseconds. */
  note(shown: number[]): void
  /** @returns milliseconds by which ours is ahead; null before the first answer */
  skewMs(): number | null
}

/**
 * Keeps PayKKa’s time running by a clock that nobody sets, so that a step of ours shows at once, without another answer.
 * @param now Unix milliseconds, of the clock in question
 * @param monotonic milliseconds since any moment
 */
export function createGatewayClock(
  now: () => number,
  monotonic: () => number = () => performance.now(),
): GatewayClock {
  let known: { time: number; at: number } | null = null
  return {
    note: (shown) => {
      const ours = now()
      // A replayed answer carries an old timestamp, a proxy may write its own Date: both are wrong only if ours is.
      const [nearest] = shown
        .filter(Number.isFinite)
        .toSorted((a, b) => Math.abs(a - ours) - Math.abs(b - ours))
      if (nearest !== undefined) known = { time: nearest, at: monotonic() }
    },
    skewMs: () => (known ? now() - (known.time + monotonic() - known.at) : null),
  }
}

const MAX_SKEW_MS = 60_000

/** @returns what to tell about a clock that is off by more than a minute; nothing when it is right, or not compared yet */
export function clockObstacles(clock: Pick<GatewayClock, 'skewMs'>): string[] {
  const skew = clock.skewMs()
  if (skew === null || Math.abs(skew) <= MAX_SKEW_MS) return []
  const seconds = Math.round(Math.abs(skew) / 1000)
  return [`the clock is ${seconds} s ${skew > 0 ? 'ahead of' : 'behind'} PayKKa’s`]
}
