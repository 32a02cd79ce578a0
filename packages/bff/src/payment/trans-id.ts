/** `trans_id`: derived from checkout and attempt, so that a lost ledger cannot give one attempt two ids. */
import { createHmac } from 'node:crypto'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const LENGTH = 32

/** @returns 32 characters of base32 (RFC 4648) over HMAC-SHA256: 160 bits */
export function deriveTransId(key: Uint8Array, checkoutId: string, attempt: number): string {
  return deriveId(key, `${checkoutId}\n${attempt}`)
}

/** @returns an id of the same form for any other text */
export function deriveId(key: Uint8Array, text: string): string {
  const digest = createHmac('sha256', key).update(text).digest()
  const bits = Array.from(digest, (byte) => byte.toString(2).padStart(8, '0')).join('')
  return Array.from(
    { length: LENGTH },
    (_, i) => ALPHABET[Number.parseInt(bits.slice(i * 5, i * 5 + 5), 2)],
  ).join('')
}

/** @returns a short code a shopper can read out; log lines and the ledger carry it too */
export function supportCode(transId: string): string {
  return `${transId.slice(0, 4)}-${transId.slice(4, 8)}`
}
