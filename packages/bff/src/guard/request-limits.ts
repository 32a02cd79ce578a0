/** Bounds how often one address may ask, before anything is looked up for it. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { clientAddress } from '../client-address.ts'
import { AppError } from '../errors.ts'
import { clientKey } from './client-key.ts'
import type { Limiter } from './limiter.ts'
import type { LimitName } from './limits.ts'

export type RequestLimitParts = { limiter: Limiter; isExempt(ip: string): boolean }

const HTTP_UNAUTHORIZED = 401

/** Files and health are cheap and asked for by proxies, which are one address; the shop’s server has its own credential. */
const GROUPS: readonly (readonly [prefix: string, name: LimitName])[] = [
  ['/client/', 'requests'],
  ['/card-frame', 'requests'],
  ['/challenge', 'requests'],
  ['/paykka/return/', 'requests'],
  ['/paykka/notifications', 'notices'],
  ['/csp-reports', 'reports'],
]

/** @throws AppError rate_limited with the seconds to wait */
export async function refuseTooMany(
  { limiter, isExempt }: RequestLimitParts,
  request: FastifyRequest,
): Promise<void> {
  if (isExempt(clientAddress(request))) return
  const key = clientKey(clientAddress(request))
  const name = groupOf(request)
  const wait =
    (await limiter.waitFor('unauthorized', key)) || (name === undefined ? 0 : await limiter.take(name, key))
  if (wait > 0) throw new AppError('rate_limited', { retryAfter: wait })
}

/** Counts credentials that opened nothing. */
export function countUnauthorized(app: FastifyInstance, { limiter, isExempt }: RequestLimitParts): void {
  app.addHook('onResponse', async (request, reply) => {
    if (reply.statusCode !== HTTP_UNAUTHORIZED || isExempt(clientAddress(request))) return
    await limiter.add('unauthorized', clientKey(clientAddress(request)))
  })
}

function groupOf({ routeOptions }: FastifyRequest): LimitName | undefined {
  return GROUPS.find(([prefix]) => routeOptions.url?.startsWith(prefix))?.[1]
}
