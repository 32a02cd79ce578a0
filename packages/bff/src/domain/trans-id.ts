/** `trans_id`: derived from checkout and attempt, so that a restored database cannot give one attempt two ids. */
import { keyedHash } from './ids.ts'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const LENGTH = 32

/** @returns 32 characters of base32 (RFC 4648) over HMAC-SHA256: 160 bits */
export function deriveTransId(key: Uint8Array, checkoutId: string, attempt: number): string {
  return deriveId(key, `${checkoutId}\n${attempt}`)
}

/** @returns an id of the same form for any other text */
export function deriveId(key: Uint8Array, text: string): string {
  return base32(keyedHash(key, text))
}

/** @returns the first characters: five bits each, read from the two bytes that contain them */
function base32(bytes: Buffer): string {
  let text = ''
  for (let bit = 0; bit < LENGTH * 5; bit += 5) {
    const pair = bytes.readUInt16BE(bit >> 3)
    text += ALPHABET[(pair >> (11 - (bit & 7))) & 31]
  }
  return text
}

/** @returns a short code that a shopper can quote; log lines and the database contain it too */
export function supportCode(transId: string): string {
  return `${transId.slice(0, 4)}-${transId.slice(4, 8)}`
}
