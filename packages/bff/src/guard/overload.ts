/** Sheds load while nothing was promised yet: a payment that can’t be carried through must not begin. */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AppError } from '../errors.ts'

export type OverloadLimits = {
  /** Milliseconds the event loop may be late; 0 looks at something else. A loop that is busy but not late serves everyone. */
  eventLoopDelayMs: number
  /** Resident memory in bytes. */
  rssBytes: number
  /** Purchases that may wait for the gateway at once. */
  purchases: number
}

export const OVERLOAD_LIMITS: OverloadLimits = {
  eventLoopDelayMs: 250,
  rssBytes: 1024 * 1024 * 1024,
  purchases: 200,
}

/** A pause shorter than a person’s patience, long enough for a queue to drain. */
const RETRY_S = 2

/** Routes that start new work. Results, returns and notices are served to the end: they let work finish. */
const SHEDDABLE = new Set(['POST /v1/checkouts', 'POST /client/v1/checkout/payments'])

declare module 'fastify' {
  interface FastifyInstance {
    isUnderPressure(): boolean
  }
}

/** Long enough that one stall, such as a collection of garbage, is no overload; many late turns in it are. */
const SAMPLE_MS = 1000
const RESOLUTION_MS = 10

/**
 * Starts to measure; `refuseUnderPressure` acts on it.
 * @fastify/under-pressure does the same, but its timer throws when no more files can be opened, and that ends the process.
 */
export function measurePressure(app: FastifyInstance, limits: OverloadLimits): void {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  delay.enable()
  const last = { delayMs: 0, rssBytes: 0 }
  const timer = setInterval(() => {
    last.delayMs = lateness(delay)
    last.rssBytes = residentBytes() ?? last.rssBytes
  }, SAMPLE_MS)
  timer.unref()
  app.addHook('onClose', async () => {
    clearInterval(timer)
    delay.disable()
  })
  const { eventLoopDelayMs, rssBytes } = limits
  app.decorate('isUnderPressure', () => {
    const isLate = eventLoopDelayMs > 0 && last.delayMs > eventLoopDelayMs
    return isLate || last.rssBytes > rssBytes
  })
}

/** Milliseconds by which the loop was late on average since the last look; a loop that never turned has no average. */
function lateness(delay: ReturnType<typeof monitorEventLoopDelay>): number {
  const mean = delay.mean / 1e6
  delay.reset()
  return Number.isNaN(mean) ? Number.POSITIVE_INFINITY : Math.max(0, mean - RESOLUTION_MS)
}

/** @returns undefined when it can’t be read, for instance because no more files can be opened */
function residentBytes(): number | undefined {
  try {
    return process.memoryUsage.rss()
  } catch {
    return undefined
  }
}

/** @throws AppError busy for new work while the process is under pressure */
export function refuseUnderPressure(request: FastifyRequest): void {
  const starts = SHEDDABLE.has(`${request.method} ${request.routeOptions.url}`)
  if (starts && request.server.isUnderPressure()) throw busy()
}

const busy = () => new AppError('busy', { retryAfter: RETRY_S })

/**
 * Bounds the purchases that are under way. One more is refused, not queued: a queue would only make all of them late.
 * @returns a function that runs `work` in a free place, or throws AppError busy before it begins
 */
export function limitInFlight(places: number): <T>(work: () => Promise<T>) => Promise<T> {
  let taken = 0
  return async (work) => {
    if (taken >= places) throw busy()
    taken++
    try {
      return await work()
    } finally {
      taken--
    }
  }
}
