/** Where a request comes from on the network: read once, where it enters, for limits, logs and PayKKa. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { readIp } from '../domain/ip.ts'
import { createMatcher } from '../limits/client-key.ts'

/** A caller behind a socket of this machine's file system has no address. */
const THIS_MACHINE = '127.0.0.1'
const QUIET_MS = 60_000
const SHOWN_CHARACTERS = 64
/** Where no machine of the shop's asks. */
const SHOPPERS = '/client/'

const addresses = new WeakMap<object, string>()

/**
 * Takes the address of every request before any other hook looks at it. One that nobody can read counts as the peer's.
 * That, and a shopper whose proxy names nobody, is told with at most one log line a minute.
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

/** @returns the address a request came from, as `TRUST_PROXY` lets it be known; always a plain IPv4 or IPv6 address */
export function clientAddress({ raw, ip }: Pick<FastifyRequest, 'raw' | 'ip'>): string {
  return addresses.get(raw) ?? readIp(ip) ?? THIS_MACHINE
}

/**
 * @param networks CIDRs of the deployment's own proxies
 * @returns whether an address, in whatever form a proxy wrote it, is one of them
 */
export function trustedProxies(networks: string[]): (address: string | undefined) => boolean {
  const matches = createMatcher(networks)
  return (address) => {
    const ip = readIp(address)
    return ip !== null && matches(ip)
  }
}

/**
 * A shopper's address is never that of a proxy. Where it is, the proxy named nobody, and counting it would count all shoppers
 * as one. A network of the whole internet tells nothing about a machine.
 * @returns whether the limits must not count by this address
 */
export function sharedAddresses(trustProxy: string[]): (address: string) => boolean {
  return createMatcher(trustProxy.filter((network) => !/\/0+$/.test(network)))
}
