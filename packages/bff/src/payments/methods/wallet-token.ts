/** Shared by both wallets: one error for every invalid token, and a hash that identifies each token. */

import { AppError } from '../../domain/errors.ts'
import { keyedHash } from '../../domain/ids.ts'
import { WalletTokenError } from '../../wallets/token-error.ts'
import type { PayInput, PayParts } from '../purchases/pay-parts.ts'

/**
 * Identifies a token without storing it: a keyed hash over the part that is encrypted anew for every token. The same token
 * in another notation has the same hash.
 */
export function hashToken(parts: PayParts, wallet: string, ciphertext: Buffer): string {
  return keyedHash(parts.walletTokenKey, wallet, ciphertext).toString('hex')
}

/**
 * The response gives no reason, since that would help a forger; the log does.
 * @throws AppError wallet_token_refused
 */
export async function refuseUnreadable<T>(
  parts: PayParts,
  input: PayInput,
  open: () => Promise<T> | T,
): Promise<T> {
  try {
    return await open()
  } catch (error) {
    if (!(error instanceof WalletTokenError)) throw error
    const { checkout, request, by } = input
    parts.log.warn(
      { checkout: checkout.id, request: by.requestId, method: request.method.type, fault: error.fault },
      'a wallet token was refused',
    )
    throw new AppError('wallet_token_refused')
  }
}
