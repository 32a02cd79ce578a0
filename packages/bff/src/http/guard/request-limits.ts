/** Rate limits per credential where there is one, so that callers behind the same address do not block each other. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AppError } from '../../domain/errors.ts'
import { fingerprint } from '../../domain/ids.ts'
import { clientKey } from '../../limits/client-key.ts'
import type { Limiter } from '../../limits/limiter.ts'
import type { LimitName } from '../../limits/limits.ts'
import { clientAddress } from '../client-address.ts'

export type RequestLimitParts = { limiter: Limiter; isExempt(ip: string): boolean }

declare module 'fastify' {
  interface FastifyInstance {
    /**
     * Refuses a request with an invalid credential, and counts it against its address. A valid credential is never counted
     * here.
     * @throws AppError unauthorized, or rate_limited after too many
     */
    refuseStranger(request: FastifyRequest): Promise<never>
    /**
     * Counts one against a limit.
     * @param key the counter's key; the address when left out
     * @throws AppError rate_limited with the seconds to wait
     */
    countAgainst(request: FastifyRequest, name: LimitName, key?: string): Promise<void>
  }
}

/** Public pages. Files and probes have no limit: they are cheap, and proxies request them from one address. */
const PAGES: readonly (readonly [prefix: string, name: LimitName])[] = [
  ['/card-frame', 'requests'],
  ['/challenge', 'requests'],
  ['/csp-reports', 'reports'],
]

/** Adds the limits as functions that routes call once they know the caller. */
export function limitRequests(app: FastifyInstance, { limiter, isExempt }: RequestLimitParts): void {
  const keyOf = (request: FastifyRequest) => clientKey(clientAddress(request))
  const countAgainst = async (request: FastifyRequest, name: LimitName, key = keyOf(request)) => {
    if (isExempt(clientAddress(request))) return
    const wait = await limiter.take(name, key)
    if (wait > 0) throw new AppError('rate_limited', { retryAfter: wait })
  }
  app.decorate('countAgainst', countAgainst)
  app.decorate('refuseStranger', async (request: FastifyRequest) => {
    await countAgainst(request, 'unauthorized')
    throw new AppError('unauthorized')
  })
}

/** @throws AppError rate_limited when one address opens a page too often */
export async function limitPages(request: FastifyRequest): Promise<void> {
  const name = PAGES.find(([prefix]) => request.routeOptions.url?.startsWith(prefix))?.[1]
  if (name !== undefined) await request.server.countAgainst(request, name)
}

/** @returns the counter key of a credential or reference: a hash, so that counters reveal no secret */
export function holderOf(secret: string): string {
  return fingerprint(secret).slice(0, 22)
}
