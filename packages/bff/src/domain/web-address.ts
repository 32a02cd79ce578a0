/** URLs of pages and images in a basket. */
import type { Reader, Reading } from './reading.ts'
import { leftOut, NOTHING, readAs } from './reading.ts'
import { isAbsent } from './records.ts'
import { asText } from './text.ts'

/** URLs that every parser reads the same way. */
const PLAIN = /^https?:\/\/[^\s\\\p{Cc}\p{Cf}\p{Cs}]+$/u

/** Reads an http(s) URL, also without a scheme (`//cdn.shop.example/a.png`). PayKKa accepts nothing else. */
export function webAddressReader(maxLength: number): Reader<string> {
  return (given) => (isAbsent(given) ? NOTHING : read(given, maxLength))
}

function read(given: unknown, maxLength: number): Reading<string> {
  const text = (asText(given) ?? '').trim()
  const url = URL.parse(text.startsWith('//') ? `https:${text}` : text)
  if (url === null || !/^https?:$/.test(url.protocol)) return leftOut('is not an absolute http(s) address')
  const address = PLAIN.test(text) ? text : url.href
  if (address.length > maxLength) return leftOut(`is longer than ${maxLength} characters`)
  return PLAIN.test(address) ? readAs(given, address) : leftOut('is not an absolute http(s) address')
}
