/** The Redis connection for shared counters. */
import { Redis } from 'ioredis'
import type { Breaker, LimiterLog } from './redis-breaker.ts'
import { createBreaker } from './redis-breaker.ts'

/** One request waits at most three times this long: a shopper must not wait for a counter. */
const DEADLINE_MS = 100

export type SharedCounts = { client: Redis; breaker: Breaker }

/**
 * Commands fail at once when Redis is down.
 * @param deadlineMs milliseconds until a command without an answer has failed
 */
export function connectRedis(url: string, log: LimiterLog, deadlineMs = DEADLINE_MS): SharedCounts {
  const client = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 2000,
    commandTimeout: 10 * deadlineMs,
    retryStrategy: (attempt) => Math.min(attempt * 200, 2000),
  })
  const breaker = createBreaker(log, deadlineMs)
  client.on('error', breaker.broken)
  client.on('ready', breaker.connected)
  return { client, breaker }
}

/** Waits until it is known whether Redis can be reached, at most `ms` milliseconds. */
export async function untilKnown({ client }: SharedCounts, ms: number): Promise<void> {
  const { promise: known, resolve } = Promise.withResolvers<void>()
  if (client.status === 'ready') return
  const timer = setTimeout(resolve, ms)
  client.once('ready', resolve)
  client.once('error', () => resolve())
  await known
  clearTimeout(timer)
}
