/** A caller's address on the network, in the one form that limits, logs and PayKKa get. */
import ipaddr from 'ipaddr.js'

/** @returns the address; one of IPv4 that a dual-stack listener shows as IPv6 (RFC 4291, 2.5.5.2) as IPv4 */
export function foldAddress(text: string): string {
  if (!ipaddr.IPv6.isValid(text)) return text
  const address = ipaddr.IPv6.parse(text)
  return address.isIPv4MappedAddress() ? address.toIPv4Address().toString() : text
}

/** @returns the address a request came from, as `TRUST_PROXY` lets it be known */
export function clientAddress({ ip }: { ip: string }): string {
  return foldAddress(ip)
}
