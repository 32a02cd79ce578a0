/** Makes the tokens that the wallets' doubles hand to a shop's page, for the amount their sheet shows. */

import { randomBytes, randomUUID } from 'node:crypto'
import currencyCodes from 'currency-codes'
import type { CardSummary } from '../cards.ts'
import { testCard } from '../cards.ts'
import type { Parts } from '../parts.ts'
import { invalid } from '../refusal.ts'
import type { WalletIssue } from '../state.ts'
import { sealApple } from './apple-seal.ts'
import { sealGoogle } from './google-seal.ts'
import type { AppleRequest, GoogleRequest } from './mint-requests.ts'
import { appleRecipient, googleRecipient } from './recipients.ts'
import { nameOfApple, nameOfGoogle } from './token-names.ts'

/** How long a token may be used. Apple signs the time, Google writes it into the message. */
const TOKEN_LIFE_MS = 10 * 60_000

/** `ApplePayPayment.token`. */
export async function mintApple(request: AppleRequest, parts: Parts): Promise<Record<string, unknown>> {
  takeSession(request, parts)
  const card = testCard(request.card ?? '4242')
  const money = readMoney(request.total.amount, request.total.currencyCode)
  const transactionId = randomBytes(32).toString('hex')
  const cryptogram = randomBytes(20).toString('base64')
  const payload = {
    applicationPrimaryAccountNumber: card.pan,
    applicationExpirationDate: '311231',
    currencyCode: currencyCodes.code(money.currency)?.number,
    transactionAmount: money.amount,
    deviceManufacturerIdentifier: '050110030273',
    paymentDataType: '3DSecure',
    paymentData: { onlinePaymentCryptogram: cryptogram, eciIndicator: eciOf(card) },
  }
  const recipient = appleRecipient(request.recipient, parts.wallets)
  const at = { now: parts.headerTime(), transactionId }
  const paymentData = await sealApple(payload, recipient, parts.wallets.chain, at)
  remember(parts, [nameOfApple(paymentData, parts.wallets), parts.wallets.mark(card.pan, cryptogram)], money)
  const network = card.brand === 'MASTERCARD' ? 'MasterCard' : 'Visa'
  return {
    paymentData,
    paymentMethod: { displayName: `${network} ${card.last4}`, network, type: 'debit' },
    transactionIdentifier: transactionId,
  }
}

/** `paymentMethodData`, with `tokenizationData.token`. */
export function mintGoogle(request: GoogleRequest, parts: Parts): Record<string, unknown> {
  const card = testCard(request.card ?? '4242')
  const money = readMoney(request.transactionInfo.totalPrice, request.transactionInfo.currencyCode)
  const strong = request.authMethod === 'CRYPTOGRAM_3DS'
  const cryptogram = randomBytes(20).toString('base64')
  const { gatewayMerchantId } = request.tokenizationSpecification.parameters
  const payload = {
    messageId: randomUUID(),
    messageExpiration: String(parts.headerTime() + TOKEN_LIFE_MS),
    paymentMethod: 'CARD',
    ...(gatewayMerchantId === undefined ? {} : { gatewayMerchantId }),
    paymentMethodDetails: {
      authMethod: request.authMethod,
      pan: card.pan,
      expirationMonth: 12,
      expirationYear: 2031,
      ...(strong ? { cryptogram, eciIndicator: eciOf(card) } : {}),
    },
  }
  const token = sealGoogle(payload, googleRecipient(request, parts.wallets), parts.wallets.signer)
  const opened = parts.wallets.mark(card.pan, strong ? cryptogram : 'pan')
  remember(parts, [nameOfGoogle(token, parts.wallets), opened], money)
  return {
    type: 'CARD',
    description: `${card.brand} •••• ${card.last4}`,
    info: { cardNetwork: card.brand, cardDetails: card.last4 },
    tokenizationData: { type: request.tokenizationSpecification.type, token: JSON.stringify(token) },
  }
}

/** Like the sheet: it opens only with a merchant session for this page's domain, once, within five minutes. */
function takeSession(request: AppleRequest, parts: Parts): void {
  const session = parts.state.appleSessions.get(request.merchantSession)
  if (session === undefined) throw invalid('merchantSession is not one of this emulator')
  if (session.domain !== request.domain) throw invalid('merchantSession is for another domain')
  if (session.expiresAt <= parts.now()) throw invalid('merchantSession has expired')
  parts.state.appleSessions.delete(request.merchantSession)
}

function readMoney(text: string, currency: string): Pick<WalletIssue, 'amount' | 'currency'> {
  const digits = currencyCodes.code(currency)?.digits
  if (digits === undefined) throw invalid('currencyCode is not a currency of ISO 4217')
  const [whole = '', fraction = ''] = text.split('.')
  if (fraction.length > digits) throw invalid(`the amount has more than ${digits} decimals`)
  return { amount: Number(whole + fraction.padEnd(digits, '0')), currency }
}

function remember(parts: Parts, names: string[], money: Pick<WalletIssue, 'amount' | 'currency'>): void {
  const issue = { ...money, expiresAt: parts.now() + TOKEN_LIFE_MS }
  for (const name of names) parts.state.walletIssues.set(name, issue)
}

function eciOf(card: CardSummary): string {
  return card.brand === 'MASTERCARD' ? '02' : '05'
}
