/** The envelope of an Apple Pay token: checks its form before decryption. */

import { WalletTokenError } from '../token-error.ts'
import type { JsonObject } from '../token-reading.ts'
import { readBase64, readObject, readText } from '../token-reading.ts'

/** `paymentData` of format EC_v1. The RSA format is for China only, and PayKKa does not accept it. */
export type ApplePaymentData = {
  /** Ciphertext and 16 bytes of tag. */
  data: Buffer
  /** CMS, detached. */
  signature: Buffer
  /** DER SubjectPublicKeyInfo. */
  ephemeralPublicKey: Buffer
  /** SHA-256 of the merchant's public key, Base64. */
  publicKeyHash: string
  transactionId: Buffer
  /** SHA-256 of the request's `applicationData`; empty without one. */
  applicationData: Buffer
}

const HEX = /^(?:[0-9a-fA-F]{2}){1,64}$/
const TAG_BYTES = 16

/** A token takes 2 to 4 kB; a much larger one is not a wallet's. */
export const MAX_TOKEN_BYTES = 16 * 1024

/**
 * @param token `ApplePayPayment.token`, as received from the browser
 * @throws WalletTokenError malformed | unsupported
 */
export function readAppleToken(token: unknown): ApplePaymentData {
  const outer = readObject(token)
  if (Buffer.byteLength(JSON.stringify(outer)) > MAX_TOKEN_BYTES) throw new WalletTokenError('malformed')
  const paymentData = readObject(outer.paymentData)
  if (paymentData.version !== 'EC_v1') throw new WalletTokenError('unsupported')
  const header = readObject(paymentData.header)
  const data = readBase64(paymentData.data)
  if (data.length <= TAG_BYTES) throw new WalletTokenError('malformed')
  return {
    data,
    signature: readBase64(paymentData.signature),
    ephemeralPublicKey: readBase64(header.ephemeralPublicKey),
    publicKeyHash: readBase64(header.publicKeyHash).toString('base64'),
    transactionId: Buffer.from(readText(header.transactionId, HEX), 'hex'),
    applicationData: readApplicationData(header),
  }
}

function readApplicationData(header: JsonObject): Buffer {
  if (header.applicationData === undefined) return Buffer.alloc(0)
  return Buffer.from(readText(header.applicationData, HEX), 'hex')
}
