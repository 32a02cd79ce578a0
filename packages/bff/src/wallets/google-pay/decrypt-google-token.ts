/** Decrypts a Google Pay token of protocol ECv2 with the merchant's key. Source: Google Pay, Payment data cryptography. */
import type { KeyObject } from 'node:crypto'
import { createDecipheriv, createPublicKey, diffieHellman, hkdfSync, timingSafeEqual } from 'node:crypto'
import { takeDigits } from '../../cards/secret-digits.ts'
import { keyedHash } from '../../domain/ids.ts'
import { readEci } from '../eci.ts'
import { WalletTokenError } from '../token-error.ts'
import type { JsonObject } from '../token-reading.ts'
import { parseObject, readBase64, readNumber, readObject, readText } from '../token-reading.ts'
import { WalletCard } from '../wallet-card.ts'
import type { GoogleRootKey } from './google-signature.ts'
import { verifyGoogleSignature } from './google-signature.ts'
import type { GoogleToken } from './google-token.ts'

export type GoogleDecryption = {
  /** The present key, and an older one during a rotation. */
  keys: KeyObject[]
  /** `merchant:<id>`. */
  recipientId: string
  roots: GoogleRootKey[]
  /** Unix milliseconds. */
  now: number
}

/**
 * @returns the card; the caller wipes it
 * @throws WalletTokenError for every token that is not Google's, not for this merchant, or too old
 */
export function decryptGoogleToken(token: GoogleToken, decryption: GoogleDecryption): WalletCard {
  verifyGoogleSignature(token, decryption.recipientId, decryption.roots, decryption.now)
  const plaintext = decryptWithAny(token, decryption.keys)
  const number = takeDigits(plaintext, 'pan')
  try {
    return readCard(parseObject(plaintext), number, decryption.now)
  } catch (error) {
    number?.fill(0)
    throw error
  } finally {
    plaintext.fill(0)
  }
}

/** A token does not name its key, so each key is tried; the tag shows which one matches. */
function decryptWithAny(token: GoogleToken, keys: KeyObject[]): Buffer {
  for (const privateKey of keys) {
    const { encryption, mac } = deriveKeys(token, privateKey)
    const tag = keyedHash(mac, token.encryptedMessage)
    if (tag.length === token.tag.length && timingSafeEqual(tag, token.tag))
      return createDecipheriv('aes-256-ctr', encryption, Buffer.alloc(16)).update(token.encryptedMessage)
  }
  throw new WalletTokenError('unreadable')
}

function deriveKeys(token: GoogleToken, privateKey: KeyObject): { encryption: Buffer; mac: Buffer } {
  const point = token.ephemeralPublicKey
  const secret = sharedSecret(point, privateKey)
  const bytes = hkdfSync('sha256', Buffer.concat([point, secret]), Buffer.alloc(32), 'Google', 64)
  secret.fill(0)
  return { encryption: Buffer.from(bytes, 0, 32), mac: Buffer.from(bytes, 32, 32) }
}

/** The DER prefix of a SubjectPublicKeyInfo with an uncompressed P-256 point. */
const SPKI_PREFIX = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex')
const POINT_BYTES = 65

function sharedSecret(point: Buffer, privateKey: KeyObject): Buffer {
  if (point.length !== POINT_BYTES) throw new WalletTokenError('unreadable')
  try {
    const key = Buffer.concat([SPKI_PREFIX, point])
    return diffieHellman({ privateKey, publicKey: createPublicKey({ key, format: 'der', type: 'spki' }) })
  } catch {
    throw new WalletTokenError('unreadable')
  }
}

function readCard(payload: JsonObject, number: Buffer | null, now: number): WalletCard {
  if (Number(readText(payload.messageExpiration, /^\d{1,15}$/)) <= now) throw new WalletTokenError('expired')
  if (payload.paymentMethod !== 'CARD') throw new WalletTokenError('unsupported')
  const details = readObject(payload.paymentMethodDetails)
  return new WalletCard({
    number: readNumber(number, details.pan),
    expYear: readText(String(details.expirationYear), /^20\d{2}$/),
    expMonth: readText(String(details.expirationMonth), /^([1-9]|1[0-2])$/).padStart(2, '0'),
    ...readAuthentication(details),
  })
}

function readAuthentication(details: JsonObject): { cryptogram?: string; eci?: string | undefined } {
  if (details.authMethod === 'PAN_ONLY') return {}
  if (details.authMethod !== 'CRYPTOGRAM_3DS') throw new WalletTokenError('unsupported')
  return {
    cryptogram: readBase64(details.cryptogram).toString('base64'),
    eci: readEci(details.eciIndicator),
  }
}
