/** Makes settings unchangeable, all the way down. */

/**
 * Freezes plain objects, arrays and URLs. Keys and certificates of `node:crypto` stay as they are: they have no setters.
 * @returns the same value
 */
export function deepFreeze<T>(value: T): T {
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

const URL_PARTS = Object.entries(Object.getOwnPropertyDescriptors(URL.prototype))

/** `Object.freeze` does not reach the setters of a URL, which are on its prototype. So the URL gets own properties, which hide the setters. */
function freezeUrl(url: URL): void {
  if (Object.isFrozen(url)) return
  for (const [part, { get, set }] of URL_PARTS)
    if (set) Object.defineProperty(url, part, { value: get?.call(url) })
  Object.defineProperty(url, 'searchParams', { get: () => new URLSearchParams(url.search) })
  Object.freeze(url)
}
