/** PayKKa's signature: RSA-SHA256 (PKCS#1 v1.5) over five lines, Base64, percent-encoded. */

import type { KeyObject } from 'node:crypto'
import { randomBytes, sign as rsaSign, verify as rsaVerify } from 'node:crypto'

/** The five elements that are signed. */
export interface SignedParts {
  method: string
  path: string
  timestamp: string
  nonce: string
  body: string | Uint8Array
}

/** The constant PayKKa expects in `x-paykka-sign-alg`. */
export const SIGN_ALG = 'SHA256_WITH_RSA'

/** METHOD, PATH, TIMESTAMP, NONCE and BODY joined by LF; an empty element becomes one space. */
export function bytesToSign(parts: SignedParts): Buffer {
  const head = [parts.method, parts.path, parts.timestamp, parts.nonce].map((part) => `${part || ' '}\n`)
  const body = Buffer.from(parts.body)
  return Buffer.concat([Buffer.from(head.join('')), body.length > 0 ? body : Buffer.from(' ')])
}

/** The value of `x-paykka-sign`. */
export function sign(key: KeyObject, parts: SignedParts): string {
  return encodeURIComponent(rsaSign('sha256', bytesToSign(parts), key).toString('base64'))
}

/** Whether a header holds the signature of these parts; false on any surprise. */
export function verify(key: KeyObject, parts: SignedParts, header: string): boolean {
  const signature = decodeSignature(header)
  return signature !== undefined && rsaVerify('sha256', bytesToSign(parts), key, signature)
}

/** Headers that sign a body sent by the emulator; the signature is percent-encoded by default. */
export function signedHeaders(
  key: KeyObject,
  parts: Omit<SignedParts, 'nonce'>,
  encoding: 'percent' | 'base64' = 'percent',
): Record<string, string> {
  const nonce = randomBytes(16).toString('hex')
  const signature = sign(key, { ...parts, nonce })
  return {
    'x-paykka-timestamp': parts.timestamp,
    'x-paykka-nonce': nonce,
    'x-paykka-sign-alg': SIGN_ALG,
    'x-paykka-sign': encoding === 'percent' ? signature : decodeURIComponent(signature),
  }
}

// A bare '+' would be read as a space by PayKKa's URLDecoder, so raw Base64 is refused here too.
function decodeSignature(header: string): Buffer | undefined {
  if (!/^(?:[A-Za-z0-9]|%[0-9A-Fa-f]{2})+$/.test(header)) return undefined
  const base64 = header.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  const bytes = Buffer.from(base64, 'base64')
  return bytes.toString('base64') === base64 ? bytes : undefined
}
