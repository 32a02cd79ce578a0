/** The key that the double of PayKKa's script encrypts with. Made when first asked for: most emulators never need one. */
import type { KeyObject } from 'node:crypto'
import { constants, generateKeyPairSync, privateDecrypt } from 'node:crypto'

export interface EncryptedCardKeys {
  /** For WebCrypto: RSA-OAEP with SHA-256. */
  publicJwk(): Record<string, unknown>
  /** @returns the text, undefined when this key did not encrypt it */
  open(ciphertext: string): string | undefined
}

export function createEncryptedCardKeys(): EncryptedCardKeys {
  let pair: { publicKey: KeyObject; privateKey: KeyObject } | undefined
  const keys = () => {
    pair ??= generateKeyPairSync('rsa', { modulusLength: 2048 })
    return pair
  }
  return {
    publicJwk: () => ({ ...keys().publicKey.export({ format: 'jwk' }), alg: 'RSA-OAEP-256' }),
    open: (ciphertext) => decrypt(keys().privateKey, ciphertext),
  }
}

function decrypt(key: KeyObject, ciphertext: string): string | undefined {
  try {
    const options = { key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }
    return privateDecrypt(options, Buffer.from(ciphertext, 'base64url')).toString()
  } catch {
    return undefined
  }
}
