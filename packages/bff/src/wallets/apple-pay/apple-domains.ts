/** Which domain Apple Pay is registered for, by the storefront a checkout belongs to. */

const DOMAIN = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/

/**
 * @param text `shop.example`, which serves the allowed origins of that host, or `origin=domain`; several by comma
 * @returns domain by origin
 * @throws Error that names the entry that is wrong
 */
export function readDomains(text: string, allowedOrigins: string[]): Map<string, string> {
  const entries = text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .flatMap((entry) => readEntry(entry, allowedOrigins))
  const domains = new Map<string, string>()
  for (const [origin, domain] of entries) {
    if (domains.has(origin)) throw new Error(`names two domains for ${origin}`)
    domains.set(origin, domain)
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
    throw new Error(`"${entry}" is of none of BFF_ALLOWED_ORIGINS; write https://your-origin=${domain}`)
  return origins.map((origin) => [origin, domain])
}
