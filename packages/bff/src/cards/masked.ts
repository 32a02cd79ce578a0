/** Decrypts into memory that its caller can wipe. */
import type { KeyObject } from 'node:crypto'
import { createCipheriv, randomFillSync } from 'node:crypto'
import { ownMemory } from './own-memory.ts'

/** Ciphers whose encryption is an exclusive or with the key’s stream: encrypting once more decrypts (NIST SP 800-38A, §6.5; 800-38D, §6.5). */
export type StreamCipher = 'aes-256-gcm' | 'aes-256-ctr'

/**
 * Node writes what it decrypts into a buffer of its own and frees it unwiped: a card would stay in the memory of the process.
 * So it only gets text under a random mask, which is taken off here.
 *
 * @returns the plaintext, not authenticated, for the caller to wipe
 */
export function decryptMasked(cipher: StreamCipher, key: KeyObject, iv: Buffer, ciphertext: Buffer): Buffer {
  const mask = randomFillSync(ownMemory(ciphertext.length))
  const text = ownMemory(ciphertext.length)
  putExclusiveOr(text, ciphertext, mask)
  // What is opened takes the place of what was masked: beside the ciphertext, that would tell the mask.
  putExclusiveOr(text, createCipheriv(cipher, key, iv).update(text), mask)
  mask.fill(0)
  return text
}

function putExclusiveOr(result: Buffer, one: Buffer, other: Buffer): void {
  for (let at = 0; at < result.length; at++) result[at] = (one[at] ?? 0) ^ (other[at] ?? 0)
}
