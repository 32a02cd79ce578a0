/** Counts by one limit in this process. Its windows run by a clock that nobody sets: the wall clock may jump. */
import { RateLimiterRes } from 'rate-limiter-flexible'
import type { Limit } from './limits.ts'

/** As `rate-limiter-flexible` has it, so that Redis and memory can take each other's place. */
export type Counts = {
  /** Counts one. Rejects with the state when that is more than the limit. */
  consume(key: string): Promise<RateLimiterRes>
  /** Counts one without a judgment. */
  penalty(key: string): Promise<RateLimiterRes>
  /** Counts one less. */
  reward(key: string): Promise<RateLimiterRes>
  get(key: string): Promise<RateLimiterRes | null>
}

type Window = { count: number; endsAt: number }

/** @param monotonic milliseconds since any moment, by a clock that nobody sets */
export function countInMemory({ points, seconds }: Limit, monotonic: () => number): Counts {
  // In the order of their ends, since all are equally long.
  const windows = new Map<string, Window>()
  const forgetEnded = (now: number) => {
    for (const [key, { endsAt }] of windows) {
      if (endsAt > now) return
      windows.delete(key)
    }
  }
  const stateOf = ({ count, endsAt }: Window, now: number) =>
    new RateLimiterRes(Math.max(points - count, 0), endsAt - now, count)
  const add = (key: string, by: number) => {
    const now = monotonic()
    forgetEnded(now)
    const window = windows.get(key) ?? { count: 0, endsAt: now + seconds * 1000 }
    window.count += by
    windows.set(key, window)
    return stateOf(window, now)
  }
  return {
    consume: async (key) => {
      const state = add(key, 1)
      if (state.consumedPoints > points) throw state
      return state
    },
    penalty: async (key) => add(key, 1),
    reward: async (key) => add(key, -1),
    get: async (key) => {
      const now = monotonic()
      forgetEnded(now)
      const window = windows.get(key)
      return window ? stateOf(window, now) : null
    },
  }
}
