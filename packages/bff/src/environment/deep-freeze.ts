/** Makes settings unchangeable, all the way down. */

const URL_PARTS = [
  'href',
  'protocol',
  'username',
  'password',
  'host',
  'hostname',
  'port',
  'pathname',
  'search',
  'hash',
] as const

/**
 * Freezes plain objects, arrays and addresses. Instances of other classes stay as they are: keys and certificates of
 * `node:crypto` cannot be changed anyway, and a key ring is made to be changed.
 * @returns the same value
 */
export function deepFreeze<T>(value: T): T {
  if (Object.isFrozen(value)) return value
  if (value instanceof URL) freezeUrl(value)
  else if (Array.isArray(value) || isPlain(value)) {
    for (const member of Object.values(value)) deepFreeze(member)
    Object.freeze(value)
  }
  return value
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}

/** The setters of a URL are on its prototype, where `Object.freeze` does not reach: properties of its own hide them. */
function freezeUrl(url: URL): void {
  for (const part of URL_PARTS) Object.defineProperty(url, part, { value: url[part] })
  Object.defineProperty(url, 'searchParams', { get: () => new URLSearchParams(url.search) })
  Object.freeze(url)
}
