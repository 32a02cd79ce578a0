/** Verifies that Google made a token for this merchant: root key, intermediate key, message (ECv2). */
import type { KeyObject } from 'node:crypto'
import { createPublicKey, verify } from 'node:crypto'
import { WalletTokenError } from '../token-error.ts'
import { parseObject, readBase64, readText } from '../token-reading.ts'
import type { GoogleToken } from './google-token.ts'

/** One of Google's root signing keys. */
export type GoogleRootKey = {
  key: KeyObject
  /** Unix milliseconds. */
  expiresAt: number
}

const SENDER = 'Google'

/**
 * @param recipientId `merchant:<id>`
 * @param now Unix milliseconds
 * @throws WalletTokenError unsupported | bad_signature | bad_certificate | stale
 */
export function verifyGoogleSignature(
  token: GoogleToken,
  recipientId: string,
  roots: GoogleRootKey[],
  now: number,
): void {
  // ECv1 has no intermediate key, and new merchants cannot use it.
  if (!token.intermediate) throw new WalletTokenError('unsupported')
  const key = trustedIntermediate(token.intermediate, roots, now)
  const signed = framed(SENDER, recipientId, token.protocolVersion, token.signedMessage)
  if (!isSignedBy(key, signed, token.signature)) throw new WalletTokenError('bad_signature')
}

function trustedIntermediate(
  { signedKey, signatures }: NonNullable<GoogleToken['intermediate']>,
  roots: GoogleRootKey[],
  now: number,
): KeyObject {
  const signed = framed(SENDER, 'ECv2', signedKey)
  const genuine = roots
    .filter(({ expiresAt }) => expiresAt > now)
    .some(({ key }) => signatures.some((signature) => isSignedBy(key, signed, signature)))
  if (!genuine) throw new WalletTokenError('bad_certificate')
  const { keyValue, keyExpiration } = parseObject(signedKey)
  if (Number(readText(keyExpiration, /^\d{1,15}$/)) <= now) throw new WalletTokenError('stale')
  return readKey(readBase64(keyValue))
}

function readKey(der: Buffer): KeyObject {
  try {
    return createPublicKey({ key: der, format: 'der', type: 'spki' })
  } catch {
    throw new WalletTokenError('bad_certificate')
  }
}

function isSignedBy(key: KeyObject, signed: Buffer, signature: Buffer): boolean {
  try {
    return verify('sha256', signed, key, signature)
  } catch {
    return false
  }
}

/** Each text preceded by its length: four bytes, little-endian. */
function framed(...texts: string[]): Buffer {
  return Buffer.concat(
    texts.flatMap((text) => {
      const bytes = Buffer.from(text)
      const length = Buffer.alloc(4)
      length.writeUInt32LE(bytes.length)
      return [length, bytes]
    }),
  )
}
