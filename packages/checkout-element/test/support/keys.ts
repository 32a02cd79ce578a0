/** A key pair like the BFF's, to decrypt sealed cards in tests. */

import { compactDecrypt } from 'jose/jwe/compact/decrypt'
import type { CardKey, CardPlaintext } from '../../src/checkout/wire.ts'

export type Keys = { cardKey: CardKey; open(jwe: string): Promise<CardPlaintext> }

export async function makeKeys(): Promise<Keys> {
  const algorithm = { name: 'ECDH', namedCurve: 'P-256' }
  const { publicKey, privateKey } = await crypto.subtle.generateKey(algorithm, true, ['deriveBits'])
  const { x = '', y = '' } = await crypto.subtle.exportKey('jwk', publicKey)
  const cardKey: CardKey = { kty: 'EC', crv: 'P-256', x, y, kid: 'test-key-1', alg: 'ECDH-ES', use: 'enc' }
  return { cardKey, open: (jwe) => openWith(privateKey, jwe) }
}

/** Decrypts a sealed card. */
export async function openWith(key: CryptoKey, jwe: string): Promise<CardPlaintext> {
  const { plaintext, protectedHeader } = await compactDecrypt(jwe, key)
  if (protectedHeader.alg !== 'ECDH-ES' || protectedHeader.enc !== 'A256GCM')
    throw new TypeError('wrong algorithm')
  return JSON.parse(new TextDecoder().decode(plaintext)) as CardPlaintext
}
