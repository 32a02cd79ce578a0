/** Keeps PayKKa's tokens encrypted at rest: whoever has the database alone can charge nobody. */
import type { KeyObject } from 'node:crypto'
import { createCipheriv, createSecretKey, randomBytes } from 'node:crypto'
import { openGcm } from './gcm.ts'

/** Private fields only: nothing that logs or serializes this object can show a token. */
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

  /** @returns null when it was changed or sealed under another key */
  tryDecrypt(sealed: string): string | null {
    try {
      return this.decrypt(sealed)
    } catch {
      return null
    }
  }

  /** @throws Error when it was changed or sealed under another key */
  decrypt(sealed: string): string {
    const bytes = Buffer.from(sealed, 'base64url')
    const [iv, tag, ciphertext] = [bytes.subarray(0, 12), bytes.subarray(12, 28), bytes.subarray(28)]
    const opened = openGcm(this.#key, { iv, tag, ciphertext })
    const secret = opened.toString('utf8')
    opened.fill(0)
    return secret
  }
}
