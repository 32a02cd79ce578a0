/** Detects a proxy in front of the BFF that `TRUST_PROXY` does not name: behind it all shoppers share one address. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { derivedSecret, sameSecret } from '../domain/ids.ts'
import { readIp } from '../domain/ip.ts'

/** The header in which doctor reads how its own request arrived. */
export const PROXY_HEADER = 'x-paykka-proxy'
/** Proves the caller without the secret key itself: a mistyped address must not receive the key. */
export const DOCTOR_HEADER = 'x-paykka-doctor'

/** @returns the value of `DOCTOR_HEADER`; `nonce` is letters and digits */
export function doctorProof(secretKey: string, nonce: string): string {
  return `${nonce}:${derivedSecret('doctor', Buffer.from(secretKey), nonce)}`
}

function isDoctor({ headers }: FastifyRequest, secretKeys: string[]): boolean {
  const given = String(headers[DOCTOR_HEADER] ?? '')
  const [nonce = ''] = given.split(':')
  return nonce !== '' && secretKeys.some((key) => sameSecret(doctorProof(key, nonce), given))
}

const QUIET_MS = 60 * 60_000

type ForwardedParts = {
  /** @returns whether an address is one of `TRUST_PROXY` */
  isTrusted(address: string | undefined): boolean
  secretKeys: string[]
  /** Unix milliseconds. */
  now(): number
}

/** Warns at most once an hour, since anyone can send the header. */
export function watchForwarded(app: FastifyInstance, { isTrusted, secretKeys, now }: ForwardedParts): void {
  let quietUntil = 0
  app.addHook('onRequest', async (request, reply) => {
    const state = stateOf(request, isTrusted)
    if (request.routeOptions.url === '/healthz' && isDoctor(request, secretKeys))
      reply.header(PROXY_HEADER, state)
    if (!state.startsWith('untrusted') || now() < quietUntil) return
    quietUntil = now() + QUIET_MS
    request.log.warn({ peer: peerOf(request) }, UNTRUSTED)
  })
}

const UNTRUSTED =
  'X-Forwarded-For came from an address that TRUST_PROXY does not name, and was not believed. If it is your proxy, all its shoppers count as one address: name it in TRUST_PROXY'

const peerOf = ({ socket }: FastifyRequest) => readIp(socket?.remoteAddress) ?? 'unknown'

function stateOf(request: FastifyRequest, isTrusted: ForwardedParts['isTrusted']): string {
  if (request.headers['x-forwarded-for'] === undefined) return 'none'
  const peer = peerOf(request)
  return `${isTrusted(peer) ? 'trusted' : 'untrusted'} ${peer}`
}
