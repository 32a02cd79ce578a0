/** A Google Pay token: passed on unmodified for PayKKa to decrypt, or decrypted here. */

import { AppError } from '../../domain/errors.ts'
import { decryptGoogleToken } from '../../wallets/google-pay/decrypt-google-token.ts'
import type { GooglePayConfig } from '../../wallets/google-pay/google-settings.ts'
import { readGoogleToken } from '../../wallets/google-pay/google-token.ts'
import type { MethodPreparer } from './prepared-method.ts'
import { hashToken, refuseUnreadable } from './wallet-token.ts'

export const prepareGooglePayMethod: MethodPreparer<'google_pay'> = async (parts, input, { token }) => {
  const { googlePay } = parts.offer.wallets
  if (!googlePay) throw new AppError('method_unavailable')
  const read = await refuseUnreadable(parts, input, () => readGoogleToken(token))
  const base = {
    type: 'google_pay' as const,
    tokenHash: hashToken(parts, 'google_pay', read.encryptedMessage),
  }
  const { decryption } = googlePay
  if (!decryption) {
    const authenticate = mayNeedAuthentication(googlePay)
    return { ...base, purchase: { kind: 'google_pay', sealed: token, authenticate }, wipe: () => {} }
  }
  const card = await refuseUnreadable(parts, input, () =>
    decryptGoogleToken(read, { ...decryption, now: parts.now() }),
  )
  return {
    ...base,
    purchase: {
      kind: 'google_pay',
      card,
      authenticate: card.panOnly && googlePay.requireScaForPanOnly,
    },
    ...(card.brand === undefined ? {} : { brand: card.brand }),
    wipe: () => card.wipe(),
  }
}

/**
 * The auth method is inside the encrypted token. A BFF that can't decrypt it requests 3-D Secure whenever a card number
 * without a cryptogram (PAN_ONLY) is possible; PayKKa decrypts it and does not challenge a cryptogram.
 */
function mayNeedAuthentication({ settings, requireScaForPanOnly }: GooglePayConfig): boolean {
  return requireScaForPanOnly && settings.authMethods.includes('PAN_ONLY')
}
