/** URLs of the shop: their text stays unchanged, because shops sign them. */

const PARTS = /^[^/?#]*\/\/[^/?#]*([^?#]*)(\?[^#]*)?(#.*)?$/s

/**
 * Adds one parameter before the fragment. Everything else stays byte for byte (`%20`, `?flag`, `a[]`), except the origin,
 * which is written as checked, and characters not allowed in headers, which are percent-encoded as browsers do.
 * @param address an absolute http(s) address
 * @param name of letters only
 */
export function withParameter(address: string, name: string, value: string): string {
  const [, path = '', query, fragment = ''] = PARTS.exec(address.toWellFormed()) ?? []
  const others = query === undefined ? [] : query.slice(1).split('&')
  const kept = others.filter((pair) => !isNamed(pair, name))
  const pairs = [...(kept.join('&') === '' ? [] : kept), `${name}=${encodeURIComponent(value)}`]
  return asciiOnly(`${new URL(address).origin}${path || '/'}?${pairs.join('&')}${fragment}`)
}

function isNamed(pair: string, name: string): boolean {
  const [given = ''] = pair.split('=')
  try {
    return decodeURIComponent(given) === name
  } catch {
    return false
  }
}

function asciiOnly(address: string): string {
  return address.replace(/[^\x21-\x7e]+/g, encodeURIComponent)
}
