/** Google's side of a token: root and intermediate signing keys, encryption for one recipient, and opening it again. */

import type { KeyObject } from 'node:crypto'
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  sign,
  timingSafeEqual,
} from 'node:crypto'

/** Who may open a token: the holder of the key, named `gateway:<name>` or `merchant:<id>`. */
export interface GoogleRecipient {
  publicKey: KeyObject
  recipientId: string
}

/** A token as Google writes it, protocol ECv2. */
export interface GoogleToken {
  signature: string
  intermediateSigningKey: { signedKey: string; signatures: string[] }
  protocolVersion: 'ECv2'
  signedMessage: string
}

/** The root key, which signs an intermediate key, which signs tokens. */
export interface GoogleSigner {
  rootPublicKey: KeyObject
  intermediate: GoogleToken['intermediateSigningKey']
  intermediateKey: KeyObject
}

/** Public keys go as Base64 of DER SubjectPublicKeyInfo in signing keys, as Base64 of the bare point in messages. */
const POINT_BYTES = 65
const SPKI_PREFIX = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex')

/** Makes a root and an intermediate key; tokens of an older pair are not accepted afterwards. */
export function createGoogleSigner(keyExpiration: number): GoogleSigner {
  const root = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const intermediate = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const signedKey = JSON.stringify({
    keyValue: spki(intermediate.publicKey).toString('base64'),
    keyExpiration: String(keyExpiration),
  })
  const signature = signText(root.privateKey, 'Google', 'ECv2', signedKey)
  return {
    rootPublicKey: root.publicKey,
    intermediate: { signedKey, signatures: [signature] },
    intermediateKey: intermediate.privateKey,
  }
}

/** Encrypts and signs a payload the way Google does for ECv2. */
export function sealGoogle(
  payload: Record<string, unknown>,
  recipient: GoogleRecipient,
  signer: GoogleSigner,
): GoogleToken {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const ephemeral = pointOf(publicKey)
  const keys = deriveKeys(ephemeral, diffieHellman({ privateKey, publicKey: recipient.publicKey }))
  const cipher = createCipheriv('aes-256-ctr', keys.encryption, Buffer.alloc(16))
  const encrypted = Buffer.concat([cipher.update(JSON.stringify(payload)), cipher.final()])
  const signedMessage = JSON.stringify({
    encryptedMessage: encrypted.toString('base64'),
    ephemeralPublicKey: ephemeral.toString('base64'),
    tag: createHmac('sha256', keys.mac).update(encrypted).digest('base64'),
  })
  return {
    signature: signText(signer.intermediateKey, 'Google', recipient.recipientId, 'ECv2', signedMessage),
    intermediateSigningKey: signer.intermediate,
    protocolVersion: 'ECv2',
    signedMessage,
  }
}

/** Opens a token made for this key; throws when it was made for another or changed since. */
export function openGoogle(token: GoogleToken, privateKey: KeyObject): Record<string, unknown> {
  const message = JSON.parse(token.signedMessage) as Record<string, string>
  const ephemeral = Buffer.from(message.ephemeralPublicKey ?? '', 'base64')
  const encrypted = Buffer.from(message.encryptedMessage ?? '', 'base64')
  const keys = deriveKeys(ephemeral, diffieHellman({ privateKey, publicKey: publicKeyOf(ephemeral) }))
  const tag = createHmac('sha256', keys.mac).update(encrypted).digest()
  if (!timingSafeEqual(tag, Buffer.from(message.tag ?? '', 'base64'))) throw new Error('wrong tag')
  const decipher = createDecipheriv('aes-256-ctr', keys.encryption, Buffer.alloc(16))
  return JSON.parse(Buffer.concat([decipher.update(encrypted), decipher.final()]).toString()) as Record<
    string,
    unknown
  >
}

/** The uncompressed point of a P-256 key. */
export function pointOf(publicKey: KeyObject): Buffer {
  return spki(publicKey).subarray(-POINT_BYTES)
}

/** The key of an uncompressed point. */
export function publicKeyOf(point: Buffer): KeyObject {
  return createPublicKey({ key: Buffer.concat([SPKI_PREFIX, point]), format: 'der', type: 'spki' })
}

function spki(publicKey: KeyObject): Buffer {
  return publicKey.export({ type: 'spki', format: 'der' })
}

function deriveKeys(ephemeral: Buffer, secret: Buffer): { encryption: Buffer; mac: Buffer } {
  const bytes = hkdfSync('sha256', Buffer.concat([ephemeral, secret]), Buffer.alloc(32), 'Google', 64)
  return { encryption: Buffer.from(bytes, 0, 32), mac: Buffer.from(bytes, 32, 32) }
}

/** Signs several texts as one: each with its length in front, four bytes, little end first. */
function signText(key: KeyObject, ...parts: string[]): string {
  const framed = parts.flatMap((part) => {
    const length = Buffer.alloc(4)
    length.writeUInt32LE(Buffer.byteLength(part))
    return [length, Buffer.from(part)]
  })
  return sign('sha256', Buffer.concat(framed), key).toString('base64')
}
