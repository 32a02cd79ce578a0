/** Notices a proxy that stands before the BFF and is not named in `TRUST_PROXY`: behind it all shoppers are one address. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { readIp } from '../domain/ip.ts'

/** Where doctor reads how its own request arrived. Only a holder of a secret key is told. */
export const PROXY_HEADER = 'x-paykka-proxy'

const QUIET_MS = 60 * 60_000

export type ForwardedParts = {
  /** @returns whether an address is one of `TRUST_PROXY` */
  isTrusted(address: string | undefined): boolean
  isShop(request: FastifyRequest): boolean
  /** Unix milliseconds. */
  now(): number
}

/** Warns once an hour at most, since anybody can write the header. */
export function watchForwarded(app: FastifyInstance, { isTrusted, isShop, now }: ForwardedParts): void {
  let quietUntil = 0
  app.addHook('onRequest', async (request, reply) => {
    const state = stateOf(request, isTrusted)
    if (request.routeOptions.url === '/healthz' && isShop(request)) reply.header(PROXY_HEADER, state)
    if (!state.startsWith('untrusted') || now() < quietUntil) return
    quietUntil = now() + QUIET_MS
    request.log.warn({ peer: peerOf(request) }, UNTRUSTED)
  })
}

const UNTRUSTED =
  'X-Forwarded-For came from an address that TRUST_PROXY does not name, and was not believed. If a proxy of yours stands there, all its shoppers count as one address: name it in TRUST_PROXY'

const peerOf = ({ socket }: FastifyRequest) => readIp(socket?.remoteAddress) ?? 'unknown'

function stateOf(request: FastifyRequest, isTrusted: ForwardedParts['isTrusted']): string {
  if (request.headers['x-forwarded-for'] === undefined) return 'none'
  const peer = peerOf(request)
  return `${isTrusted(peer) ? 'trusted' : 'untrusted'} ${peer}`
}
