/** Classifies PayKKa's hosts. The region depends on the PayKKa company of the merchant's contract. */
import { isLoopback } from './loopback.ts'

/** The hosts on which no real money moves, according to PayKKa's documentation. */
const SANDBOX_HOSTS = ['openapi-sandbox.paykka.com', 'sandbox.aq.paykka.com']

/** A trailing dot means the same host (RFC 1034, 3.1). */
const hostOf = (address: string) => URL.parse(address)?.hostname.replace(/\.$/, '')

/**
 * An unknown host may be a new host of PayKKa or a proxy, so it counts as live.
 * @returns whether real money may move there; false for an invalid address
 */
export function isLiveHost(address: string): boolean {
  const host = hostOf(address)
  return host !== undefined && !isLoopback(host) && !SANDBOX_HOSTS.includes(host)
}

/** @returns whether it is the host of PayKKa's European company */
export function isEuropeanHost(address: string): boolean {
  return hostOf(address)?.endsWith('.eu.paykka.com') ?? false
}
