/** The counting key of a caller's network address. */
import ipaddr from 'ipaddr.js'

/** @returns the address; for IPv6 its /64, since one household owns a /64 and can use a new address per request */
export function clientKey(ip: string): string {
  if (!ipaddr.isValid(ip)) return 'unknown'
  const address = ipaddr.process(ip)
  if (address instanceof ipaddr.IPv4) return address.toString()
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${address.toString()}/64`).toString()}/64`
}

/** @param networks CIDRs or single addresses */
export function createMatcher(networks: string[]): (ip: string) => boolean {
  const ranges = networks.map((network) =>
    ipaddr.parseCIDR(
      network.includes('/') ? network : `${network}/${ipaddr.parse(network).kind() === 'ipv4' ? 32 : 128}`,
    ),
  )
  return (ip) => {
    if (!ipaddr.isValid(ip)) return false
    const address = ipaddr.process(ip)
    return ranges.some((range) => range[0].kind() === address.kind() && address.match(range))
  }
}
