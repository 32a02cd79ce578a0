/** Sheds load before work begins: a payment that can't be completed must not start. */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { paymentInProgress } from '../../checkouts/checkout-rules.ts'
import { AppError } from '../../domain/errors.ts'

export type OverloadLimits = {
  /**
   * Maximum average event loop delay in milliseconds; 0 turns this check off. A loop that is busy but not late serves
   * everyone.
   */
  eventLoopDelayMs: number
  /** Resident memory in bytes. */
  rssBytes: number
  /** Maximum concurrent purchases, from the complete body to the end of the answer. */
  purchases: number
  /** The same for new checkouts. */
  checkouts: number
}

export const OVERLOAD_LIMITS: OverloadLimits = {
  eventLoopDelayMs: 250,
  rssBytes: 1024 * 1024 * 1024,
  purchases: 200,
  checkouts: 200,
}

/** Short enough for a waiting shopper, long enough for a queue to drain. */
const RETRY_S = 2

/** Routes that start new work. Results, returns and notifications are always served: they let work finish. */
const SHEDDABLE: Record<string, 'purchases' | 'checkouts'> = {
  'POST /v1/checkouts': 'checkouts',
  'POST /client/v1/checkout/payments': 'purchases',
}

declare module 'fastify' {
  interface FastifyInstance {
    isUnderPressure(): boolean
  }
}

/** Long enough that one stall (such as a garbage collection) does not count as overload, but many late turns do. */
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

/** Average event loop delay in milliseconds since the last sample; without a turn there is no average. */
function lateness(delay: ReturnType<typeof monitorEventLoopDelay>): number {
  const mean = delay.mean / 1e6
  delay.reset()
  return Number.isNaN(mean) ? Number.POSITIVE_INFINITY : Math.max(0, mean - RESOLUTION_MS)
}

/** @returns undefined when it can't be read, for example because no more files can be opened */
function residentBytes(): number | undefined {
  try {
    return process.memoryUsage.rss()
  } catch {
    return undefined
  }
}

/** @throws AppError busy for new work while the process is under pressure */
export function refuseUnderPressure(request: FastifyRequest): void {
  if (begunBy(request) && request.server.isUnderPressure()) throw busy()
}

const begunBy = (request: FastifyRequest) => SHEDDABLE[`${request.method} ${request.routeOptions.url}`]

type Entry = {
  /** For `onRequest`: refuses new work while all slots are taken, before anything is read or queried for it. */
  refuseFull(request: FastifyRequest): void
  /** For `preValidation`: takes a slot until the answer is sent. */
  enter(request: FastifyRequest, reply: FastifyReply): void
}

/**
 * Counts new work. Requests that wait for the database make the event loop neither busy nor late. So without this count
 * more requests could arrive than finish, and each purchase would wait longer than the one before.
 *
 * A request takes a slot when its body is complete. A client that sends its body slowly, or never completes it, holds none:
 * otherwise a few hundred such clients would block every shopper.
 * @returns two hooks, which throw AppError busy
 */
export function limitEntry(limits: OverloadLimits): Entry {
  const inside = { purchases: 0, checkouts: 0 }
  const refuseFull = (request: FastifyRequest) => {
    const kind = begunBy(request)
    if (kind && inside[kind] >= limits[kind]) throw busy()
  }
  return {
    refuseFull,
    enter: (request, { raw }) => {
      refuseFull(request)
      const kind = begunBy(request)
      if (!kind) return
      inside[kind]++
      const leave = () => {
        raw.off('finish', leave).off('close', leave)
        inside[kind]--
      }
      // Only `close` reports a disconnected client, and an injected response has no `close`.
      raw.on('finish', leave).on('close', leave)
    },
  }
}

const busy = () => new AppError('busy', { retryAfter: RETRY_S })

/** Runs one purchase of the checkout when a slot is free. */
export type InPlace = <T>(checkoutId: string, work: () => Promise<T>) => Promise<T>

/** A double click and a repeated request; a shopper never sends more at once. */
const PER_CHECKOUT = 2

/**
 * Limits concurrent purchases, which continue after their client disconnects. Further ones are refused, not queued: a queue
 * would only delay all of them.
 * @param places slots for all checkouts together; each checkout may use two
 * @returns a function that runs `work` in a free slot, or throws AppError busy, or payment_in_progress when the checkout
 * uses its two, before it begins
 */
export function limitInFlight(places: number): InPlace {
  let taken = 0
  const byCheckout = new Map<string, number>()
  return async (checkoutId, work) => {
    const own = byCheckout.get(checkoutId) ?? 0
    if (own >= PER_CHECKOUT) throw paymentInProgress()
    if (taken >= places) throw busy()
    taken++
    byCheckout.set(checkoutId, own + 1)
    try {
      return await work()
    } finally {
      taken--
      const left = (byCheckout.get(checkoutId) ?? 1) - 1
      if (left === 0) byCheckout.delete(checkoutId)
      else byCheckout.set(checkoutId, left)
    }
  }
}
