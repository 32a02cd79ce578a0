/** Encrypts PayKKa's tokens at rest: the database alone is not enough to charge a card. */
import type { KeyObject } from 'node:crypto'
import { createCipheriv, createSecretKey, randomBytes } from 'node:crypto'
import { openGcm } from './gcm.ts'

/** Private fields only, so that logging or serializing this object never shows a token. */
export class Vault {
  readonly #key: KeyObject

  /** @param key 32 bytes */
  constructor(key: Uint8Array) {
    this.#key = createSecretKey(key)
  }

  /** @returns nonce, tag and ciphertext (AES-256-GCM) as Base64url */
  encrypt(secret: string): string {
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce)
    const ciphertext = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
    return Buffer.concat([nonce, cipher.getAuthTag(), ciphertext]).toString('base64url')
  }

  /** @returns null when it was changed or encrypted under another key */
  tryDecrypt(sealed: string): string | null {
    try {
      return this.decrypt(sealed)
    } catch {
      return null
    }
  }

  /** @throws Error when it was changed or encrypted under another key */
  decrypt(sealed: string): string {
    const bytes = Buffer.from(sealed, 'base64url')
    const [iv, tag, ciphertext] = [bytes.subarray(0, 12), bytes.subarray(12, 28), bytes.subarray(28)]
    const opened = openGcm(this.#key, { iv, tag, ciphertext })
    const secret = opened.toString('utf8')
    opened.fill(0)
    return secret
  }
}
