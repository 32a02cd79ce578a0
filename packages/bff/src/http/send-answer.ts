/** Sends the answer of a payment route: a result, or a problem with the status of its code. */
import type { Problem } from '@paykka-checkout/shared-types'
import type { FastifyReply } from 'fastify'

export type Answer<T> = {
  status: number
  body: T | Problem
  /** The request was executed before; this is its stored answer. */
  replayed?: boolean
  /** Seconds. */
  retryAfter?: number | undefined
}

/**
 * @returns the handler's return value. Fastify types a reply by one status of its route, but a problem may have any of
 * them. So only this function drops the type; the route's schema still decides what is sent.
 */
export function sendAnswer<T>(reply: FastifyReply, { status, body, replayed, retryAfter }: Answer<T>): never {
  if (retryAfter !== undefined) reply.header('retry-after', String(retryAfter))
  if (replayed) reply.header('idempotency-replayed', 'true')
  if (status >= 400) reply.type('application/problem+json; charset=utf-8')
  return reply.code(status).send(body) as never
}
