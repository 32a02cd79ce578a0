/** Ids, secrets and their fingerprints. */
import { createHash, createHmac, createSecretKey, randomBytes, timingSafeEqual } from 'node:crypto'

/** @returns `<prefix>_` and 22 url-safe characters: 128 random bits */
export function newId(prefix: string): string {
  return `${prefix}_${randomBytes(16).toString('base64url')}`
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
