/** Reads IP addresses in the notations of proxies, listeners and shops. */
import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

/** Longer than any address with its decoration. */
const MAX_CHARACTERS = 128
/** RFC 7239 writes `for="[2001:db8::1]:4711"`; some proxies put that into X-Forwarded-For. */
const DECORATION = /^\s*(?:for=)?"?\s*|\s*"?\s*$/gi
/** `[address]` and `[address]:port`. */
const BRACKETED = /^\[([^[\]]+)\](?::\d{1,5})?$/
/** `1.2.3.4:port`, also after `::ffff:`. In IPv6 without brackets a port is ambiguous, unless the address is complete. */
const WITH_PORT = /^(.*\d\.\d+\.\d+\.\d+|(?:[\da-f]{1,4}:){7}[\da-f]{1,4}):\d{1,5}$/i
/** `fe80::1%eth0` names a network interface of the sender. */
const ZONE = /%.*$/s

/**
 * Reads one address, or the first readable one of a list: with a port, brackets, a zone, white space or quotes around it.
 * An IPv4 address that IPv6 wraps (`::ffff:1.2.3.4`, `::ffff:102:304`; RFC 4291, 2.5.5.2) is IPv4.
 * @returns the address alone; null when the text contains none
 */
export function readIp(text: string | undefined): string | null {
  for (const part of (text ?? '').split(',')) {
    const address = readOne(part)
    if (address !== null) return address
  }
  return null
}

function readOne(text: string): string | null {
  if (text.length > MAX_CHARACTERS) return null
  const bare = text.replace(DECORATION, '')
  const inside = BRACKETED.exec(bare)?.[1] ?? WITH_PORT.exec(bare)?.[1] ?? bare
  const address = inside.replace(ZONE, '')
  return isIP(address) === 0 ? null : unwrapped(address)
}

/** @returns the network of a plain address, as much as may be kept of it: /24 of IPv4, /48 of IPv6 */
export function networkOf(address: string): string {
  if (ipaddr.IPv4.isValid(address))
    return `${ipaddr.IPv4.networkAddressFromCIDR(`${address}/24`).toString()}/24`
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${address}/48`).toString()}/48`
}

function unwrapped(address: string): string {
  if (!ipaddr.IPv6.isValid(address)) return address
  const parsed = ipaddr.IPv6.parse(address)
  return parsed.isIPv4MappedAddress() ? parsed.toIPv4Address().toString() : address
}
