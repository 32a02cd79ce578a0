/** Which of PayKKa's hosts an address is. The region follows the company the merchant has its contract with. */
import { isLoopback } from './loopback.ts'

/** Where PayKKa documents that no real money moves. */
const SANDBOX_HOSTS = ['openapi-sandbox.paykka.com', 'sandbox.aq.paykka.com']

/** A final dot names the same host (RFC 1034, 3.1). */
const hostOf = (address: string) => URL.parse(address)?.hostname.replace(/\.$/, '')

/**
 * A host that nobody knows may be a new one of PayKKa's, or a proxy before one, so it counts as live.
 * @returns whether real money may move there; false for what is no address
 */
export function isLiveHost(address: string): boolean {
  const host = hostOf(address)
  return host !== undefined && !isLoopback(host) && !SANDBOX_HOSTS.includes(host)
}

/** @returns whether it is the host of merchants with PayKKa's European company */
export function isEuropeanHost(address: string): boolean {
  return hostOf(address)?.endsWith('.eu.paykka.com') ?? false
}
