/** Names a sealed card for ever, however its text is written down. */
import { createHash } from 'node:crypto'

/**
 * A Base64url text may be written in several ways that decode to the same bytes, so the bytes are what counts. The header
 * and the tag are covered by the encryption: with another one of either the card does not open.
 * @param jwe compact serialization
 * @returns SHA-256 as hex
 */
export function sealHash(jwe: string): string {
  const hash = createHash('sha256')
  for (const part of jwe.split('.')) hash.update(Buffer.from(part, 'base64url')).update('.')
  return hash.digest('hex')
}
