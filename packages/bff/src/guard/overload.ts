/** Sheds load while nothing was promised yet: a payment that can’t be carried through must not begin. */
import underPressure from '@fastify/under-pressure'
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

/** Starts to measure; `refuseUnderPressure` acts on it. */
export async function measurePressure(app: FastifyInstance, limits: OverloadLimits): Promise<void> {
  await app.register(underPressure, {
    sampleInterval: 250,
    maxEventLoopDelay: limits.eventLoopDelayMs,
    maxRssBytes: limits.rssBytes,
    // Its own hook would run before CORS, and a page could not read the answer.
    pressureHandler: () => undefined,
  })
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
