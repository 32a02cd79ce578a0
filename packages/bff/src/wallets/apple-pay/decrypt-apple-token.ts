/**
 * Decrypts an Apple Pay token of format EC_v1 with the merchant's payment processing key. Source: Apple, Payment token
 * format reference.
 */
import type { KeyObject, X509Certificate } from 'node:crypto'
import { createHash, createPublicKey, createSecretKey, diffieHellman } from 'node:crypto'
import { code } from 'currency-codes'
import { openGcm, TAG_BYTES } from '../../cards/gcm.ts'
import { takeDigits } from '../../cards/secret-digits.ts'
import { readEci } from '../eci.ts'
import { WalletTokenError } from '../token-error.ts'
import type { JsonObject } from '../token-reading.ts'
import { parseObject, readBase64, readNumber, readObject, readText } from '../token-reading.ts'
import { WalletCard } from '../wallet-card.ts'
import { verifyAppleSignature } from './apple-signature.ts'
import type { ApplePaymentData } from './apple-token.ts'

/** A payment processing certificate with its key. */
export type AppleProcessingKey = {
  privateKey: KeyObject
  /** SHA-256 of the public key, Base64: identifies the key in tokens. */
  publicKeyHash: string
  /** SHA-256 of the merchant identifier from the certificate, as hex. */
  merchantIdentifierHash: string
}

export type AppleDecryption = {
  keys: AppleProcessingKey[]
  roots: X509Certificate[]
  /** The checkout's amount in minor units. */
  amount: { value: number; currency: string }
  /** Unix milliseconds. */
  now: number
}

/**
 * @returns the card; the caller wipes it
 * @throws WalletTokenError for every token that is not Apple's, not for this merchant, too old or for another amount
 */
export async function decryptAppleToken(
  token: ApplePaymentData,
  decryption: AppleDecryption,
): Promise<WalletCard> {
  const key = decryption.keys.find(({ publicKeyHash }) => publicKeyHash === token.publicKeyHash)
  if (!key) throw new WalletTokenError('foreign')
  await verifyAppleSignature(token, decryption.roots, decryption.now)
  const plaintext = decrypt(token, key)
  const number = takeDigits(plaintext, 'applicationPrimaryAccountNumber')
  try {
    const payload = parseObject(plaintext)
    checkAmount(payload, decryption.amount)
    return readCard(payload, number)
  } catch (error) {
    number?.fill(0)
    throw error
  } finally {
    plaintext.fill(0)
  }
}

function decrypt(token: ApplePaymentData, key: AppleProcessingKey): Buffer {
  const symmetric = deriveKey(sharedSecret(token, key), key.merchantIdentifierHash)
  try {
    const [ciphertext, tag] = [token.data.subarray(0, -TAG_BYTES), token.data.subarray(-TAG_BYTES)]
    return openGcm(createSecretKey(symmetric), { iv: Buffer.alloc(16), ciphertext, tag })
  } catch {
    throw new WalletTokenError('unreadable')
  } finally {
    symmetric.fill(0)
  }
}

function sharedSecret(token: ApplePaymentData, { privateKey }: AppleProcessingKey): Buffer {
  try {
    const publicKey = createPublicKey({ key: token.ephemeralPublicKey, format: 'der', type: 'spki' })
    return diffieHellman({ privateKey, publicKey })
  } catch {
    throw new WalletTokenError('unreadable')
  }
}

/** NIST SP 800-56A, concatenation KDF, one round: counter, secret, algorithm with its length, party U, party V. */
export function deriveKey(secret: Buffer, merchantIdentifierHash: string): Buffer {
  const key = createHash('sha256')
    .update(Buffer.from([0, 0, 0, 1]))
    .update(secret)
    .update('\x0did-aes256-GCM')
    .update('Apple')
    .update(merchantIdentifierHash, 'hex')
    .digest()
  secret.fill(0)
  return key
}

/**
 * The token contains the amount the shopper agreed to. `currencyCode` is the numeric code of ISO 4217, the amount is in
 * minor units.
 */
function checkAmount(payload: JsonObject, amount: AppleDecryption['amount']): void {
  const same =
    payload.transactionAmount === amount.value && payload.currencyCode === code(amount.currency)?.number
  if (!same) throw new WalletTokenError('other_amount')
}

function readCard(payload: JsonObject, number: Buffer | null): WalletCard {
  // Only bank apps in China send tokens with an EMV cryptogram.
  if (payload.paymentDataType !== '3DSecure') throw new WalletTokenError('unsupported')
  const expiry = readText(payload.applicationExpirationDate, /^\d{2}(0[1-9]|1[0-2])\d{2}$/)
  const { onlinePaymentCryptogram, eciIndicator } = readObject(payload.paymentData)
  return new WalletCard({
    number: readNumber(number, payload.applicationPrimaryAccountNumber),
    expYear: `20${expiry.slice(0, 2)}`,
    expMonth: expiry.slice(2, 4),
    cryptogram: readBase64(onlinePaymentCryptogram).toString('base64'),
    eci: readEci(eciIndicator),
  })
}
