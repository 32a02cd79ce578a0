/** The envelope of a Google Pay token: checks its form before decryption. */
import { MAX_TOKEN_BYTES } from '../apple-pay/apple-token.ts'
import { WalletTokenError } from '../token-error.ts'
import type { JsonObject } from '../token-reading.ts'
import { parseObject, readBase64, readObject, readText } from '../token-reading.ts'

/** A parsed token. The signed texts stay unchanged. */
export type GoogleToken = {
  protocolVersion: 'ECv1' | 'ECv2'
  signature: Buffer
  signedMessage: string
  encryptedMessage: Buffer
  /** An uncompressed point on P-256. */
  ephemeralPublicKey: Buffer
  tag: Buffer
  /** Only ECv2 has one. */
  intermediate: { signedKey: string; signatures: Buffer[] } | undefined
}

const ANY = /^[\s\S]{2,16384}$/
const MAX_SIGNATURES = 8

/**
 * @param token `tokenizationData.token`, unmodified
 * @throws WalletTokenError malformed | unsupported
 */
export function readGoogleToken(token: string): GoogleToken {
  if (Buffer.byteLength(token) > MAX_TOKEN_BYTES) throw new WalletTokenError('malformed')
  const outer = parseObject(token)
  const { protocolVersion } = outer
  if (protocolVersion !== 'ECv1' && protocolVersion !== 'ECv2') throw new WalletTokenError('unsupported')
  const signedMessage = readText(outer.signedMessage, ANY)
  const message = parseObject(signedMessage)
  return {
    protocolVersion,
    signature: readBase64(outer.signature),
    signedMessage,
    encryptedMessage: readBase64(message.encryptedMessage),
    ephemeralPublicKey: readBase64(message.ephemeralPublicKey),
    tag: readBase64(message.tag),
    intermediate: protocolVersion === 'ECv2' ? readIntermediate(outer) : undefined,
  }
}

function readIntermediate(outer: JsonObject): GoogleToken['intermediate'] {
  const { signedKey, signatures } = readObject(outer.intermediateSigningKey)
  const listed = Array.isArray(signatures) && signatures.length > 0 && signatures.length <= MAX_SIGNATURES
  if (!listed) throw new WalletTokenError('malformed')
  return { signedKey: readText(signedKey, ANY), signatures: signatures.map(readBase64) }
}
