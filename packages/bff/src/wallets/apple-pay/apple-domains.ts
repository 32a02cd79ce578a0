/** The registered Apple Pay domain of each storefront. */
import { list } from '../../environment/readers.ts'

/** Apple requests either name: its older pages show the file without `.txt`, its newer ones with it. */
export const DOMAIN_FILE_PATHS = [
  '/.well-known/apple-developer-merchantid-domain-association',
  '/.well-known/apple-developer-merchantid-domain-association.txt',
]

const DOMAIN = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/

/**
 * @param text `shop.example` for the allowed origins of that host, or `origin=domain`; several are comma-separated
 * @returns domain by origin
 * @throws Error that names the invalid entry
 */
export function readDomains(text: string, allowedOrigins: string[]): Record<string, string> {
  const domains: Record<string, string> = {}
  for (const [origin, domain] of list(text).flatMap((entry) => readEntry(entry, allowedOrigins))) {
    if (Object.hasOwn(domains, origin)) throw new Error(`names two domains for ${origin}`)
    domains[origin] = domain
  }
  return domains
}

function readEntry(entry: string, allowedOrigins: string[]): [string, string][] {
  const [left = '', right] = entry.split('=')
  const domain = right ?? left
  if (!DOMAIN.test(domain))
    throw new Error(`"${entry}" must be a domain like shop.example: no scheme, no port, lower case`)
  const origins =
    right === undefined ? allowedOrigins.filter((origin) => URL.parse(origin)?.hostname === domain) : [left]
  const [first] = origins
  if (first === undefined || !allowedOrigins.includes(first))
    throw new Error(`"${entry}" belongs to none of BFF_ALLOWED_ORIGINS; write https://your-origin=${domain}`)
  return origins.map((origin) => [origin, domain])
}
