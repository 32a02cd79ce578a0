/** Ids, secrets and their fingerprints. */
import { createHash, createHmac, createSecretKey, randomBytes, timingSafeEqual } from 'node:crypto'

/** @returns `<prefix>_` and 22 url-safe characters: 128 random bits */
export function newId(prefix: string): string {
  return `${prefix}_${randomBytes(16).toString('base64url')}`
}

/** In the order of their bytes, so that texts sort like the numbers they write. */
const SORTED = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz'
const DIGITS_OF_TIME = 7

/**
 * Like `newId`, and ids sort by their time: new rows of a table that is sorted by them share its last page.
 * @param now Unix milliseconds, until the year 2094; a wrong clock only costs that order
 * @returns `<prefix>_` and 22 url-safe characters: the time and 90 random bits
 */
export function newTimedId(prefix: string, now: number): string {
  return `${prefix}_${timeDigits(now)}${randomBytes(12)
    .toString('base64url')
    .slice(0, 22 - DIGITS_OF_TIME)}`
}

function timeDigits(now: number): string {
  let text = ''
  for (
    let rest = Math.max(0, Math.floor(now));
    text.length < DIGITS_OF_TIME;
    rest = Math.floor(rest / SORTED.length)
  )
    text = SORTED.charAt(rest % SORTED.length) + text
  return text
}

/** RFC 4648; no two characters look alike. */
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/**
 * @returns `req_` and 26 characters of base32: 130 random bits. The first eight are the support code, in the form of a
 * payment's support code.
 */
export const newRequestId = (): string =>
  `req_${Array.from(randomBytes(26), (byte) => BASE32.charAt(byte & 31)).join('')}`

/** @returns `dsp_` and 22 characters: a dispute of a payment has the same id on every instance */
export function deriveDisputeId(paymentId: string, gatewayId: string): string {
  const digest = createHash('sha256').update(`${paymentId}\n${gatewayId}`).digest('base64url')
  return `dsp_${digest.slice(0, 22)}`
}

/** @returns `<prefix>_` and 43 url-safe characters: 256 random bits, for bearer secrets */
export function newSecret(prefix: string): string {
  return `${prefix}_${randomBytes(32).toString('base64url')}`
}

/** SHA-256 as hex. Secrets are stored only in this form: they are random, so no salt is needed. */
export function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** Compares in constant time. */
export function sameSecret(a: string, b: string): boolean {
  return timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest())
}

/** @returns `<prefix>_` and 43 url-safe characters that only a holder of `key` can derive for `text` */
export function derivedSecret(prefix: string, key: Uint8Array, text: string): string {
  return `${prefix}_${keyedHash(key, text).toString('base64url')}`
}

/** @returns HMAC-SHA-256 of the parts, one after the other */
export function keyedHash(key: Uint8Array, ...parts: (string | Uint8Array)[]): Buffer {
  // Without a key object Node takes four times as long.
  const hash = createHmac('sha256', createSecretKey(key))
  for (const part of parts) hash.update(part)
  return hash.digest()
}

/** JSON with sorted object members, so that equal requests in different notations compare equal. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  )
}
