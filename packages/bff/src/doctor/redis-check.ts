/** Redis: does it answer in time, and does it let us count. */
import { createLimiter } from '../limits/limiter.ts'
import { DEFAULT_LIMITS } from '../limits/limits.ts'
import type { Check, Seen } from '../environment/finding.ts'
import { failed, ok, skipped } from '../environment/finding.ts'

const CONNECT_MS = 3000

/** @param redisUrl undefined when this instance counts alone */
export function redisChecks(redisUrl: string | undefined): Check[] {
  return [{ name: 'redis', look: () => lookAtRedis(redisUrl) }]
}

async function lookAtRedis(redisUrl: string | undefined): Promise<Seen> {
  if (redisUrl === undefined) return skipped('REDIS_URL is not set: each instance counts limits alone')
  const { connectRedis, untilKnown } = await import('../limits/redis.ts')
  const told: string[] = []
  const shared = connectRedis(redisUrl, { warn: (_facts, message) => void told.push(message) })
  const limiter = createLimiter(DEFAULT_LIMITS, shared)
  try {
    await untilKnown(shared, CONNECT_MS)
    for (let count = 0; count < 3; count++) await limiter.add('reports', 'doctor')
    await limiter.count('reports', 'doctor')
    const [trouble] = told
    return trouble === undefined
      ? ok('instances count limits together')
      : failed(trouble, 'Mend Redis as it says; payments go on meanwhile.')
  } finally {
    limiter.close()
  }
}
