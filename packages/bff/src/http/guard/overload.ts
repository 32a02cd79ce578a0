/** Sheds load while nothing was promised yet: a payment that can't be carried through must not begin. */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { paymentInProgress } from '../../checkouts/checkout-rules.ts'
import { AppError } from '../../domain/errors.ts'

export type OverloadLimits = {
  /** Milliseconds the event loop may be late; 0 looks at something else. A loop that is busy but not late serves everyone. */
  eventLoopDelayMs: number
  /** Resident memory in bytes. */
  rssBytes: number
  /** Purchases that may be under way at once, from their complete body to the end of the answer. */
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

/** A pause shorter than a person's timeout, long enough for a queue to drain. */
const RETRY_S = 2

/** Routes that start new work. Results, returns and notices are served to the end: they let work finish. */
const SHEDDABLE: Record<string, 'purchases' | 'checkouts'> = {
  'POST /v1/checkouts': 'checkouts',
  'POST /client/v1/checkout/payments': 'purchases',
}

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

/** @returns undefined when it can't be read, for instance because no more files can be opened */
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

type Door = {
  /** For `onRequest`: refuses new work while every place is taken, before anything is read or looked up for it. */
  refuseFull(request: FastifyRequest): void
  /** For `preValidation`: takes a place until the answer is out. */
  enter(request: FastifyRequest, reply: FastifyReply): void
}

/**
 * Counts new work. What waits its turn at the ledger keeps the loop neither busy nor late, so nothing else would notice that
 * more comes in than goes out, and each purchase would only wait longer than the one before.
 *
 * A place is taken when the body is complete. A client that sends its body slowly, or never to the end, holds none: a few
 * hundred of those would otherwise keep every shopper out.
 * @returns two hooks, which throw AppError busy
 */
export function limitEntry(limits: OverloadLimits): Door {
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
      // `close` alone tells of a client that is gone, and a response that is injected has none.
      raw.on('finish', leave).on('close', leave)
    },
  }
}

const busy = () => new AppError('busy', { retryAfter: RETRY_S })

/** Runs one purchase of the checkout when there is a place for it. */
export type InPlace = <T>(checkoutId: string, work: () => Promise<T>) => Promise<T>

/** A double click and a repeated request; more at once are no shopper's. */
const PER_CHECKOUT = 2

/**
 * Bounds the purchases that are sent, which go on when their client is gone. One more is refused, not queued: a queue would
 * only make all of them late.
 * @param places for all checkouts together; each may take two of them
 * @returns a function that runs `work` in a free place, or throws AppError busy, or payment_in_progress where the checkout
 * has its two, before it begins
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
