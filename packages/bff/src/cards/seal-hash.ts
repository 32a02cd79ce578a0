/** Identifies a sealed card permanently, independent of its text encoding. */
import { createHash } from 'node:crypto'

/**
 * Several Base64url texts can decode to the same bytes, so the hash is over the bytes. Header and tag need no hash: with
 * another header or tag the decryption fails.
 * @param jwe compact serialization
 * @returns SHA-256 as hex
 */
export function sealHash(jwe: string): string {
  const hash = createHash('sha256')
  for (const part of jwe.split('.')) hash.update(Buffer.from(part, 'base64url')).update('.')
  return hash.digest('hex')
}
