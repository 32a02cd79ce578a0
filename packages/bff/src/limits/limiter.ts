/**
 * Counts against the limits: in this process, or in Redis for several instances. When Redis is down, it counts here with
 * half the limit.
 */
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'
import type { Limit, LimitName, Limits } from './limits.ts'
import type { Counts } from './memory-counts.ts'
import { countInMemory } from './memory-counts.ts'
import type { SharedCounts } from './redis.ts'

export type Limiter = {
  /** Counts one. @returns 0, or the seconds to wait when the limit is exceeded */
  take(name: LimitName, key: string): Promise<number>
  /** Counts one without applying the limit. @returns the new count */
  add(name: LimitName, key: string): Promise<number>
  /** @returns the seconds to wait when the limit is reached, else 0; counts nothing */
  waitFor(name: LimitName, key: string): Promise<number>
  /** Subtracts one, down to 0. */
  giveBack(name: LimitName, key: string): Promise<void>
  /** @returns the present count */
  count(name: LimitName, key: string): Promise<number>
  close(): void
}

/** Counts against one limit, in Redis or in memory. */
type Counting = <T>(run: (limiter: Counts) => Promise<T>) => Promise<T>

/**
 * @param shared the shared counters of several instances; this process counts alone when left out
 * @param monotonic milliseconds of a monotonic clock
 */
export function createLimiter(
  limits: Limits,
  shared?: SharedCounts,
  monotonic: () => number = () => performance.now(),
): Limiter {
  const names = Object.keys(limits) as LimitName[]
  const counting = Object.fromEntries(
    names.map((name) => [name, build(name, limits[name], monotonic, shared)]),
  ) as Record<LimitName, Counting>
  const found = (name: LimitName, key: string) => counting[name]((limiter) => readState(limiter, key))
  return {
    take: (name, key) => counting[name]((limiter) => limiter.consume(key)).then(() => 0, secondsToWait),
    add: async (name, key) => (await counting[name]((limiter) => limiter.penalty(key))).consumedPoints,
    waitFor: async (name, key) => {
      const state = await found(name, key)
      return state && state.consumedPoints >= limits[name].points ? secondsToWait(state) : 0
    },
    giveBack: async (name, key) => {
      const state = await found(name, key)
      if (state && state.consumedPoints > 0) await counting[name]((limiter) => limiter.reward(key))
    },
    count: async (name, key) => (await found(name, key))?.consumedPoints ?? 0,
    close: () => shared?.client.disconnect(),
  }
}

function build(
  name: LimitName,
  { points, seconds }: Limit,
  monotonic: () => number,
  shared: SharedCounts | undefined,
): Counting {
  if (!shared) {
    const only = countInMemory({ points, seconds }, monotonic)
    return (run) => run(only)
  }
  // While Redis is down, the number of instances is unknown; half the limit each keeps two instances within it.
  const alone = countInMemory({ points: Math.ceil(points / 2), seconds }, monotonic)
  const together = new RateLimiterRedis({
    keyPrefix: `paykka:${name}`,
    points,
    duration: seconds,
    storeClient: shared.client,
    rejectIfRedisNotReady: true,
  })
  return async (run) => {
    try {
      return await shared.breaker.ask(() => run(together))
    } catch (error) {
      if (error instanceof RateLimiterRes) throw error
      return run(alone)
    }
  }
}

/** A Redis transaction returns the errors of its commands inside its answer. */
async function readState(limiter: Counts, key: string): Promise<RateLimiterRes | null> {
  const state = await limiter.get(key)
  if (state && !Number.isInteger(state.consumedPoints)) throw new Error('NOPERM: no count can be read')
  return state
}

function secondsToWait(state: unknown): number {
  if (!(state instanceof RateLimiterRes)) throw state
  return Math.max(1, Math.ceil(state.msBeforeNext / 1000))
}
