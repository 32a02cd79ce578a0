/** What both wallets' tokens have in common: one answer for all that is wrong with them, and a mark that names each. */

import { AppError } from '../../domain/errors.ts'
import { keyedHash } from '../../domain/ids.ts'
import { WalletTokenError } from '../../wallets/token-error.ts'
import type { PayInput, PayParts } from '../purchases/pay-parts.ts'

/**
 * Names a token without keeping it: a keyed hash over the part that is encrypted anew for every token, so that the
 * same token written differently has the same mark.
 */
export function hashToken(parts: PayParts, wallet: string, ciphertext: Buffer): string {
  return keyedHash(parts.walletTokenKey, wallet, ciphertext).toString('hex')
}

/**
 * The outside learns no reason, which would help whoever forges tokens; the log does.
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
    const { checkout, request, requestId } = input
    parts.log.warn(
      { checkout: checkout.id, request: requestId, method: request.method.type, fault: error.fault },
      'a wallet token was refused',
    )
    throw new AppError('wallet_token_refused')
  }
}
