/** Decrypts AES-256-GCM. */
import type { KeyObject } from 'node:crypto'
import { createDecipheriv } from 'node:crypto'

export const TAG_BYTES = 16

export type Sealed = { iv: Buffer; ciphertext: Buffer; tag: Buffer; authenticated?: Buffer }

/**
 * @param key 32 bytes
 * @returns the plaintext, for the caller to wipe
 * @throws Error when the data was changed, or the tag is incomplete
 */
export function openGcm(key: KeyObject, { iv, ciphertext, tag, authenticated }: Sealed): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES })
  if (authenticated) decipher.setAAD(authenticated)
  decipher.setAuthTag(tag)
  const plaintext = decipher.update(ciphertext)
  decipher.final()
  return plaintext
}
