/** What PayKKa does with a wallet's token: open it, and refuse what was not made for this merchant, amount and moment. */

import type { Parts } from '../parts.ts'
import type { PurchaseRequest } from '../purchase-fields.ts'
import { Refusal } from '../refusal.ts'
import type { ApplePaymentData } from './apple-seal.ts'
import { openApple } from './apple-seal.ts'
import type { GoogleToken } from './google-seal.ts'
import { openGoogle } from './google-seal.ts'
import { nameOfApple, nameOfGoogle } from './token-names.ts'

/** What a token held. */
export interface OpenedToken {
  pan: string
  /** The card number alone, without a cryptogram: 3-D Secure is expected. */
  panOnly: boolean
}

/** Opens `token_data`. */
export function openTokenData(request: PurchaseRequest, parts: Parts): OpenedToken {
  const parsed = parseToken(request.payment.token_data ?? '')
  const apple = request.payment.payment_method === 'APPLE_PAY'
  const opened = decrypt(() => (apple ? fromApple(parsed, parts) : fromGoogle(parsed, parts)))
  checkIssue(opened.name, request, parts)
  return opened
}

/** Checks the card and cryptogram of a token that the merchant opened. */
export function checkOpenedByMerchant(request: PurchaseRequest, parts: Parts): OpenedToken {
  const { card_no: pan = '', token_authentication: authentication } = request.payment
  const panOnly = /pan_only/i.test(authentication?.token_format ?? '')
  checkIssue(parts.wallets.mark(pan, panOnly ? 'pan' : (authentication?.cryptogram ?? '')), request, parts)
  return { pan, panOnly }
}

type Named = OpenedToken & { name: string }

function fromApple(token: Record<string, unknown>, parts: Parts): Named {
  const data = (token.paymentData ?? token) as ApplePaymentData
  const { apple, merchantIdentifier } = parts.wallets
  const payload = openApple(data, apple.privateKey, merchantIdentifier)
  return {
    pan: String(payload.applicationPrimaryAccountNumber),
    panOnly: false,
    name: nameOfApple(data, parts.wallets),
  }
}

function fromGoogle(token: Record<string, unknown>, parts: Parts): Named {
  const payload = openGoogle(token as unknown as GoogleToken, parts.wallets.google.privateKey)
  if (payload.gatewayMerchantId !== parts.settings.merchantId)
    throw new Refusal('2004', 'The token is for another merchant')
  const details = payload.paymentMethodDetails as Record<string, unknown>
  return {
    pan: String(details.pan),
    panOnly: details.authMethod === 'PAN_ONLY',
    name: nameOfGoogle(token as unknown as GoogleToken, parts.wallets),
  }
}

// One code for every way a token can be wrong, as for cards.
function decrypt(open: () => Named): Named {
  try {
    return open()
  } catch (error) {
    if (error instanceof Refusal) throw error
    throw new Refusal('2004', 'Decrypt failed')
  }
}

function checkIssue(name: string, request: PurchaseRequest, parts: Parts): void {
  const issue = parts.state.walletIssues.get(name)
  if (issue === undefined) throw new Refusal('2004', 'The token was not made by this emulator')
  if (issue.expiresAt <= parts.now()) throw new Refusal('2005', 'The token has expired')
  if (issue.amount !== request.amount || issue.currency !== request.currency)
    throw new Refusal('2004', 'The token is for another amount or currency')
}

/** PayKKa does not say how an Apple Pay token is nested, so JSON and Base64 of JSON are both taken. */
function parseToken(data: string): Record<string, unknown> {
  const text = data.startsWith('{') ? data : Buffer.from(data, 'base64').toString()
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    throw new Refusal('2004', 'payment.token_data is not a token')
  }
}
