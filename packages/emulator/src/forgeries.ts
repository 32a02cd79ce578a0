/** Signatures that must not be trusted, for the faults that send them. */

import type { KeyObject } from 'node:crypto'
import { generateKeyPairSync } from 'node:crypto'

let stranger: KeyObject | undefined

/** A key nobody has registered; made once, since RSA keys are slow to make. */
export function strangerKey(): KeyObject {
  stranger ??= generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  return stranger
}

/** The same headers with a signature of the right length that does not verify. */
export function badSignature(headers: Record<string, string>): Record<string, string> {
  const bytes = Buffer.from(decodeURIComponent(headers['x-paykka-sign'] ?? ''), 'base64')
  bytes.reverse()
  return { ...headers, 'x-paykka-sign': encodeURIComponent(bytes.toString('base64')) }
}
