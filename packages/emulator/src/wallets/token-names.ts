/** Names tokens by everything that is signed in them, so that one with any of it changed is another token. */

import type { ApplePaymentData } from './apple-seal.ts'
import type { GoogleToken } from './google-seal.ts'
import type { WalletKeys } from './keys.ts'

/** A mark of an Apple Pay token. */
export function nameOfApple(
  { version, data, signature, header }: ApplePaymentData,
  keys: WalletKeys,
): string {
  const sorted = Object.entries(header).sort(([a], [b]) => (a < b ? -1 : 1))
  return keys.mark('apple', version, data, signature, JSON.stringify(sorted))
}

/** A mark of a Google Pay token. */
export function nameOfGoogle(token: GoogleToken, keys: WalletKeys): string {
  const { signature, intermediateSigningKey, protocolVersion, signedMessage } = token
  const { signedKey, signatures } = intermediateSigningKey
  return keys.mark('google', protocolVersion, signature, signedMessage, signedKey, ...signatures)
}
