/** Private keys as the server holds them, from those that libraries make. */
import type { ECDH } from 'node:crypto'
import { createECDH } from 'node:crypto'
import type { CryptoKey } from 'jose'
import { exportJWK } from 'jose'

/** @param privateKey extractable, on P-256 */
export async function ecdhOf(privateKey: CryptoKey): Promise<ECDH> {
  const { d = '' } = await exportJWK(privateKey)
  const key = createECDH('prime256v1')
  key.setPrivateKey(d, 'base64url')
  return key
}
