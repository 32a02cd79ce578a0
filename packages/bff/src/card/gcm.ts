/** Opens what AES-256-GCM sealed, and leaves no forged or second plaintext behind. */
import { createCipheriv, randomFillSync, timingSafeEqual } from 'node:crypto'
import { ownMemory } from './own-memory.ts'

export const TAG_BYTES = 16

export type Sealed = { iv: Buffer; ciphertext: Buffer; tag: Buffer; authenticated?: Buffer }

/**
 * Node’s `Decipher` writes the plaintext into a buffer of its own and frees it unwiped: a card stays in the memory of the process.
 * So it only ever gets text under a mask, which is taken off in a buffer that is wiped.
 *
 * @param key 32 bytes; it stays the caller’s to wipe
 * @returns the opened bytes, for the caller to wipe
 * @throws Error when anything was changed, or the tag is not whole
 */
export function openGcm(key: Buffer, { iv, ciphertext, tag, authenticated }: Sealed): Buffer {
  const plaintext = decrypt(key, iv, ciphertext)
  const expected = tagOf(key, iv, plaintext, authenticated)
  if (tag.length === TAG_BYTES && timingSafeEqual(expected, tag)) return plaintext
  plaintext.fill(0)
  throw new Error('The seal is broken: its tag does not fit.')
}

/** Decrypting and encrypting are one in GCM, an exclusive or with the key’s stream (NIST SP 800-38D, §6.5), which lets a mask through. */
function decrypt(key: Buffer, iv: Buffer, ciphertext: Buffer): Buffer {
  const mask = randomFillSync(ownMemory(ciphertext.length))
  const masked = exclusiveOr(ciphertext, mask)
  const opened = createCipheriv('aes-256-gcm', key, iv).update(masked)
  const plaintext = exclusiveOr(opened, mask)
  mask.fill(0)
  return plaintext
}

function tagOf(key: Buffer, iv: Buffer, plaintext: Buffer, authenticated?: Buffer): Buffer {
  const sealing = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES })
  if (authenticated) sealing.setAAD(authenticated)
  sealing.update(plaintext)
  sealing.final()
  return sealing.getAuthTag()
}

function exclusiveOr(one: Buffer, other: Buffer): Buffer {
  const result = ownMemory(one.length)
  for (let at = 0; at < one.length; at++) result[at] = (one[at] ?? 0) ^ (other[at] ?? 0)
  return result
}
