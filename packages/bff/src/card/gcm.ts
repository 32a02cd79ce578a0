/** Opens what AES-256-GCM sealed, and leaves no forged or second plaintext behind. */
import { createDecipheriv } from 'node:crypto'

export const TAG_BYTES = 16

export type Sealed = { iv: Buffer; ciphertext: Buffer; tag: Buffer; authenticated?: Buffer }

/**
 * @param key 32 bytes; it stays the caller’s to wipe
 * @returns the opened bytes, for the caller to wipe
 * @throws Error when anything was changed, or the tag is not whole
 */
export function openGcm(key: Buffer, { iv, ciphertext, tag, authenticated }: Sealed): Buffer {
  const opening = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES }).setAuthTag(tag)
  if (authenticated) opening.setAAD(authenticated)
  // All of it comes out here, before the tag is checked; `final` only checks.
  const plaintext = opening.update(ciphertext)
  try {
    opening.final()
    return plaintext
  } catch (error) {
    plaintext.fill(0)
    throw error
  }
}
