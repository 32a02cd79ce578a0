/** The one way in which a payment route answers: a result, or a problem with the status of its code. */
import type { Problem } from '@paykka-checkout/shared-types'
import type { FastifyReply } from 'fastify'

export type Answer<T> = {
  status: number
  body: T | Problem
  /** The request was carried out before; this is its stored answer. */
  replayed?: boolean
  /** Seconds. */
  retryAfter?: number | undefined
}

/**
 * @returns what a handler returns. Fastify types a reply by one status of its route, and a problem may have any of them,
 * so the type is given up here and nowhere else; the route's schema still decides what is written.
 */
export function sendAnswer<T>(reply: FastifyReply, { status, body, replayed, retryAfter }: Answer<T>): never {
  if (retryAfter !== undefined) reply.header('retry-after', String(retryAfter))
  if (replayed) reply.header('idempotency-replayed', 'true')
  if (status >= 400) reply.type('application/problem+json; charset=utf-8')
  return reply.code(status).send(body) as never
}
