/** Checks the addresses that the element requests or sends shoppers to. */

const LOCAL_HOSTS = ['localhost', '127.0.0.1', '[::1]']

function urlOf(text: string): URL | null {
  try {
    return new URL(text)
  } catch {
    return null
  }
}

/** True for https, and for http on this machine, for developers. */
export const isTrustworthy = (url: URL): boolean =>
  url.protocol === 'https:' || (url.protocol === 'http:' && LOCAL_HOSTS.includes(url.hostname))

/** The BFF's base address without a trailing slash, or `null` when the text is none. */
export function parseBffUrl(text: string): string | null {
  const url = urlOf(text)
  if (!url || !isTrustworthy(url) || url.username || url.search || url.hash) return null
  return url.href.replace(/\/+$/, '')
}

/** The address of a 3-D Secure page, or `null`: a `javascript:` address would run in the shop's page. */
export function parseActionUrl(text: string): string | null {
  const url = urlOf(text)
  return url && isTrustworthy(url) ? url.href : null
}
