/** The counters of the limits: of this process alone, or shared through Redis where it is configured. */
import type { Logger } from '../process/logging.ts'
import type { Limiter } from './limiter.ts'
import { createLimiter } from './limiter.ts'
import type { Limits } from './limits.ts'

/** Milliseconds to wait for the first answer of Redis before this process counts alone. */
const REDIS_KNOWN_MS = 1000

/** @param watch receives a function that returns whether Redis is in use */
export async function connectLimiter(
  { limits, redisUrl }: { limits: Limits; redisUrl: string | undefined },
  log: Logger,
  watch?: (isUsed: () => boolean) => void,
): Promise<Limiter> {
  if (redisUrl === undefined) return createLimiter(limits)
  // The client is loaded only where Redis is used.
  const { connectRedis, untilKnown } = await import('./redis.ts')
  const shared = connectRedis(redisUrl, log)
  await untilKnown(shared, REDIS_KNOWN_MS)
  watch?.(shared.breaker.isUsed)
  return createLimiter(limits, shared)
}
