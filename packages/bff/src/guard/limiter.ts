/** Counts against the limits: in this process, or in Redis for several. Without Redis it counts here, and stricter. */
import type { Redis } from 'ioredis'
import type { RateLimiterAbstract } from 'rate-limiter-flexible'
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'
import type { Limit, LimitName, Limits } from './limits.ts'

export type Limiter = {
  /** Counts one. @returns 0, or the seconds to wait when it was one too many */
  take(name: LimitName, key: string): Promise<number>
  /** Counts one without a judgment. @returns how many that makes */
  add(name: LimitName, key: string): Promise<number>
  /** @returns the seconds to wait when the limit is reached, else 0; counts nothing */
  waitFor(name: LimitName, key: string): Promise<number>
  /** @returns how many were counted */
  count(name: LimitName, key: string): Promise<number>
  close(): void
}

export type LimiterLog = { warn(facts: Record<string, unknown>, message: string): void }

/** @param redis where several instances count together; this process counts alone when it is left out */
export function createLimiter(limits: Limits, redis?: Redis): Limiter {
  const names = Object.keys(limits) as LimitName[]
  const limiters = Object.fromEntries(
    names.map((name) => [name, build(name, limits[name], redis)]),
  ) as Record<LimitName, RateLimiterAbstract>
  const found = (name: LimitName, key: string) => limiters[name].get(key)
  return {
    take: (name, key) => limiters[name].consume(key).then(() => 0, secondsToWait),
    add: async (name, key) => (await limiters[name].penalty(key)).consumedPoints,
    waitFor: async (name, key) => {
      const state = await found(name, key)
      return state && state.consumedPoints >= limits[name].points ? secondsToWait(state) : 0
    },
    count: async (name, key) => (await found(name, key))?.consumedPoints ?? 0,
    close: () => redis?.disconnect(),
  }
}

function build(name: LimitName, { points, seconds }: Limit, redis: Redis | undefined): RateLimiterAbstract {
  const options = { keyPrefix: `paykka:${name}`, points, duration: seconds }
  if (!redis) return new RateLimiterMemory(options)
  // Nobody knows how many instances count alone while Redis is away; half the limit each keeps a pair within it.
  const alone = new RateLimiterMemory({ ...options, points: Math.ceil(points / 2) })
  return new RateLimiterRedis({
    ...options,
    storeClient: redis,
    insuranceLimiter: alone,
    rejectIfRedisNotReady: true,
  })
}

function secondsToWait(state: unknown): number {
  if (!(state instanceof RateLimiterRes)) throw state
  return Math.max(1, Math.ceil(state.msBeforeNext / 1000))
}
