/** Counts against one limit in this process. Its windows use a monotonic clock, since the wall clock may jump. */
import { RateLimiterRes } from 'rate-limiter-flexible'
import type { Limit } from './limits.ts'

/** The interface of `rate-limiter-flexible`, so that Redis and memory are interchangeable. */
export type Counts = {
  /** Counts one. Rejects with the state when the limit is exceeded. */
  consume(key: string): Promise<RateLimiterRes>
  /** Counts one without applying the limit. */
  penalty(key: string): Promise<RateLimiterRes>
  /** Subtracts one. */
  reward(key: string): Promise<RateLimiterRes>
  get(key: string): Promise<RateLimiterRes | null>
}

type Window = { count: number; endsAt: number }

/** @param monotonic milliseconds of a monotonic clock */
export function countInMemory({ points, seconds }: Limit, monotonic: () => number): Counts {
  // Sorted by their end, since all windows are equally long.
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
