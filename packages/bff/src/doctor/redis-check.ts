/** Redis: does it answer in time, and can the BFF count in it. */

import type { Check, Result } from '../environment/finding.ts'
import { failed, ok, skipped } from '../environment/finding.ts'
import { createLimiter } from '../limits/limiter.ts'
import { DEFAULT_LIMITS } from '../limits/limits.ts'

const CONNECT_MS = 3000

/** @param redisUrl undefined when this instance counts alone */
export function redisChecks(redisUrl: string | undefined): Check[] {
  return [{ name: 'redis', run: () => checkRedis(redisUrl) }]
}

async function checkRedis(redisUrl: string | undefined): Promise<Result> {
  if (redisUrl === undefined) return skipped('REDIS_URL is not set: each instance counts limits alone')
  const { connectRedis, untilKnown } = await import('../limits/redis.ts')
  const warnings: string[] = []
  const shared = connectRedis(redisUrl, { warn: (_facts, message) => void warnings.push(message) })
  const limiter = createLimiter(DEFAULT_LIMITS, shared)
  try {
    await untilKnown(shared, CONNECT_MS)
    for (let count = 0; count < 3; count++) await limiter.add('reports', 'doctor')
    await limiter.count('reports', 'doctor')
    const [problem] = warnings
    return problem === undefined
      ? ok('instances count limits together')
      : failed(problem, 'Correct Redis as it says. Payments work without it.')
  } finally {
    limiter.close()
  }
}
