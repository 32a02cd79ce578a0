/** An Apple Pay token: passed on for PayKKa to decrypt, or decrypted here. */

import { AppError } from '../../domain/errors.ts'
import type { AppleTokenData } from '../../wallets/apple-pay/apple-settings.ts'
import { readAppleToken } from '../../wallets/apple-pay/apple-token.ts'
import { decryptAppleToken } from '../../wallets/apple-pay/decrypt-apple-token.ts'
import type { PayInput, PayParts } from '../purchases/pay-parts.ts'
import type { MethodPreparer } from './prepared-method.ts'
import { hashToken, refuseUnreadable } from './wallet-token.ts'

export const prepareApplePayMethod: MethodPreparer<'apple_pay'> = async (parts, input, { token }) => {
  const { applePay } = parts.offer.wallets
  if (!applePay) throw new AppError('method_unavailable')
  const read = await refuseUnreadable(parts, input, () => readAppleToken(token))
  const tokenHash = hashToken(parts, 'apple_pay', read.data)
  // Apple Pay is its own authentication: there is no 3-D Secure with it.
  const base = { type: 'apple_pay' as const, tokenHash }
  const { decryption } = applePay
  if (!decryption) {
    const sealed = tokenData(token, applePay.tokenData)
    return { ...base, purchase: { kind: 'apple_pay', sealed, authenticate: false }, wipe: () => {} }
  }
  const card = await refuseUnreadable(parts, input, () =>
    decryptAppleToken(read, { ...decryption, ...moment(parts, input) }),
  )
  return {
    ...base,
    purchase: { kind: 'apple_pay', card, authenticate: false },
    ...(card.brand === undefined ? {} : { brand: card.brand }),
    wipe: () => card.wipe(),
  }
}

function moment(parts: PayParts, { checkout }: PayInput) {
  return { amount: { value: checkout.amount, currency: checkout.currency }, now: parts.now() }
}

/** PayKKa does not document how the token is nested, so the merchant can choose the form that their account accepts. */
function tokenData(token: { paymentData?: unknown }, form: AppleTokenData): string {
  const json = JSON.stringify(form.startsWith('token') ? token : token.paymentData)
  return form.endsWith('base64') ? Buffer.from(json).toString('base64') : json
}
