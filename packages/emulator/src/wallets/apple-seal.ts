/** Apple's side of a token: the keys it is made for, the signature it carries, and opening it again. */

import type { KeyObject } from 'node:crypto'
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
} from 'node:crypto'
import { ObjectIdentifier, OctetString, UTCTime } from 'asn1js'
import {
  Attribute,
  ContentInfo,
  EncapsulatedContentInfo,
  IssuerAndSerialNumber,
  SignedAndUnsignedAttributes,
  SignedData,
  SignerInfo,
} from 'pkijs'
import type { Chain } from './certificates.ts'

/** Who may open a token: the holder of the key, under this merchant identifier. */
export interface AppleRecipient {
  publicKey: KeyObject
  merchantIdentifier: string
}

/** `paymentData` of an Apple Pay token, format EC_v1. */
export interface ApplePaymentData {
  version: 'EC_v1'
  data: string
  signature: string
  header: { ephemeralPublicKey: string; publicKeyHash: string; transactionId: string }
}

const DATA = '1.2.840.113549.1.7.1'
const SIGNED_DATA = '1.2.840.113549.1.7.2'
const CONTENT_TYPE = '1.2.840.113549.1.9.3'
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4'
const SIGNING_TIME = '1.2.840.113549.1.9.5'
const TAG_BYTES = 16

/** Encrypts and signs a payload the way Apple does for EC_v1. */
export async function sealApple(
  payload: Record<string, unknown>,
  recipient: AppleRecipient,
  chain: Chain,
  at: { now: number; transactionId: string },
): Promise<ApplePaymentData> {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const key = deriveKey(
    diffieHellman({ privateKey, publicKey: recipient.publicKey }),
    recipient.merchantIdentifier,
  )
  const cipher = createCipheriv('aes-256-gcm', key, Buffer.alloc(16))
  const data = Buffer.concat([
    cipher.update(JSON.stringify(payload)),
    cipher.final(),
    Buffer.from(cipher.getAuthTag()),
  ])
  const ephemeral = spki(publicKey)
  const signed = Buffer.concat([ephemeral, data, Buffer.from(at.transactionId, 'hex')])
  return {
    version: 'EC_v1',
    data: data.toString('base64'),
    signature: (await signDetached(signed, chain, at.now)).toString('base64'),
    header: {
      ephemeralPublicKey: ephemeral.toString('base64'),
      publicKeyHash: keyHash(recipient.publicKey),
      transactionId: at.transactionId,
    },
  }
}

/** Opens a token made for this key; throws when it was made for another or changed since. */
export function openApple(
  data: ApplePaymentData,
  privateKey: KeyObject,
  merchantIdentifier: string,
): Record<string, unknown> {
  const ephemeral = createPublicKey({
    key: Buffer.from(data.header.ephemeralPublicKey, 'base64'),
    format: 'der',
    type: 'spki',
  })
  const key = deriveKey(diffieHellman({ privateKey, publicKey: ephemeral }), merchantIdentifier)
  const bytes = Buffer.from(data.data, 'base64')
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.alloc(16))
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
  const text = Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()])
  return JSON.parse(text.toString()) as Record<string, unknown>
}

/** Base64 of the SHA-256 of a public key, by which Apple names it. */
export function keyHash(publicKey: KeyObject): string {
  return createHash('sha256').update(spki(publicKey)).digest('base64')
}

/** A public key as DER SubjectPublicKeyInfo. */
export function spki(publicKey: KeyObject): Buffer {
  return publicKey.export({ type: 'spki', format: 'der' })
}

// NIST SP 800-56A, concatenation KDF, one round: counter, secret, algorithm, party U, party V.
function deriveKey(secret: Buffer, merchantIdentifier: string): Buffer {
  return createHash('sha256')
    .update(Buffer.from([0, 0, 0, 1]))
    .update(secret)
    .update('\x0did-aes256-GCM')
    .update('Apple')
    .update(createHash('sha256').update(merchantIdentifier).digest())
    .digest()
}

async function signDetached(content: Buffer, chain: Chain, now: number): Promise<Buffer> {
  const { leaf, intermediate } = chain
  const digest = createHash('sha256').update(content).digest()
  const { issuer, serialNumber } = leaf.certificate
  const signer = new SignerInfo({
    version: 1,
    sid: new IssuerAndSerialNumber({ issuer, serialNumber }),
    signedAttrs: new SignedAndUnsignedAttributes({
      type: 0,
      attributes: [
        new Attribute({ type: CONTENT_TYPE, values: [new ObjectIdentifier({ value: DATA })] }),
        new Attribute({ type: SIGNING_TIME, values: [new UTCTime({ valueDate: new Date(now) })] }),
        new Attribute({ type: MESSAGE_DIGEST, values: [new OctetString({ valueHex: digest })] }),
      ],
    }),
  })
  const signed = new SignedData({
    version: 1,
    encapContentInfo: new EncapsulatedContentInfo({ eContentType: DATA }),
    signerInfos: [signer],
    certificates: [leaf.certificate, intermediate.certificate],
  })
  await signed.sign(leaf.privateKey, 0, 'SHA-256', content)
  const info = new ContentInfo({ contentType: SIGNED_DATA, content: signed.toSchema(true) })
  return Buffer.from(info.toSchema().toBER())
}
