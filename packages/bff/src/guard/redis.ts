/** The connection that several instances count over. */
import { Redis } from 'ioredis'
import type { LimiterLog } from './limiter.ts'

const PATIENCE_MS = 500

/**
 * Fails at once when Redis is away: a shopper must not wait for a counter.
 * @param patienceMs milliseconds until a command without answer has failed
 */
export function connectRedis(url: string, log: LimiterLog, patienceMs = PATIENCE_MS): Redis {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 2000,
    commandTimeout: patienceMs,
    retryStrategy: (attempt) => Math.min(attempt * 200, 2000),
  })
  let away = false
  redis.on('error', (error) => {
    if (!away) log.warn({ err: error }, 'Redis does not answer; limits are counted by each instance alone')
    away = true
  })
  redis.on('ready', () => {
    away = false
  })
  return redis
}
