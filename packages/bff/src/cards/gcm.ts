/** Opens what AES-256-GCM sealed, and leaves no forged or second plaintext behind. */
import type { KeyObject } from 'node:crypto'
import { createCipheriv, timingSafeEqual } from 'node:crypto'
import { decryptMasked } from './masked.ts'

export const TAG_BYTES = 16

export type Sealed = { iv: Buffer; ciphertext: Buffer; tag: Buffer; authenticated?: Buffer }

/**
 * @param key 32 bytes
 * @returns the opened bytes, for the caller to wipe
 * @throws Error when anything was changed, or the tag is not whole
 */
export function openGcm(key: KeyObject, { iv, ciphertext, tag, authenticated }: Sealed): Buffer {
  const plaintext = decryptMasked('aes-256-gcm', key, iv, ciphertext)
  const expected = tagOf(key, iv, plaintext, authenticated)
  if (tag.length === TAG_BYTES && timingSafeEqual(expected, tag)) return plaintext
  plaintext.fill(0)
  throw new Error('The seal is broken: its tag does not fit.')
}

function tagOf(key: KeyObject, iv: Buffer, plaintext: Buffer, authenticated?: Buffer): Buffer {
  const sealing = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES })
  if (authenticated) sealing.setAAD(authenticated)
  sealing.update(plaintext)
  sealing.final()
  return sealing.getAuthTag()
}
