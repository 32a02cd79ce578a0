/** The client's IP address: read once, when the request arrives, for limits, logs and PayKKa. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { readIp } from '../domain/ip.ts'
import { createMatcher } from '../limits/client-key.ts'

/** A client on a Unix domain socket has no address. */
const THIS_MACHINE = '127.0.0.1'
const QUIET_MS = 60_000
const SHOWN_CHARACTERS = 64
/** The path that the shop's own servers never call. */
const SHOPPERS = '/client/'

const addresses = new WeakMap<object, string>()

/**
 * Determines the address of every request before any other hook runs. An unreadable one counts as the peer's address. This
 * case, and a shopper whose proxy sends no address, is logged at most once a minute.
 * @param trustProxy CIDRs of the deployment's own proxies
 * @param now Unix milliseconds
 */
export function readAddresses(app: FastifyInstance, trustProxy: string[], now: () => number): void {
  const isShared = sharedAddresses(trustProxy)
  let quietUntil = 0
  app.addHook('onRequest', async (request) => {
    const given = readIp(request.ip)
    const peer = readIp(request.socket?.remoteAddress) ?? THIS_MACHINE
    addresses.set(request.raw, given ?? peer)
    const isNamed = given !== null && !(request.url.startsWith(SHOPPERS) && isShared(given))
    if (isNamed || request.ip === undefined || now() < quietUntil) return
    quietUntil = now() + QUIET_MS
    request.log.warn(
      { peer, given: request.ip.slice(0, SHOWN_CHARACTERS) },
      "a proxy of TRUST_PROXY sends no readable address in X-Forwarded-For: the proxy's own counts",
    )
  })
}

/** @returns the client's address according to `TRUST_PROXY`; always a plain IPv4 or IPv6 address */
export function clientAddress({ raw, ip }: Pick<FastifyRequest, 'raw' | 'ip'>): string {
  return addresses.get(raw) ?? readIp(ip) ?? THIS_MACHINE
}

/**
 * @param networks CIDRs of the deployment's own proxies
 * @returns whether an address, in any notation, is one of them
 */
export function trustedProxies(networks: string[]): (address: string | undefined) => boolean {
  const matches = createMatcher(networks)
  return (address) => {
    const ip = readIp(address)
    return ip !== null && matches(ip)
  }
}

/**
 * A shopper's address is never a proxy's. If it is, the proxy sent no address, and counting by it would count all shoppers
 * as one. A range that covers the whole internet is ignored here.
 * @returns whether the limits must not count by this address
 */
export function sharedAddresses(trustProxy: string[]): (address: string) => boolean {
  return createMatcher(trustProxy.filter((network) => !/\/0+$/.test(network)))
}
