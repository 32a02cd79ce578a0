/** Finds out what pays: a card, an encrypted card, a stored card or a wallet; and what will come of it. */

import type { CardSummary, Expiry, Outcome } from './cards.ts'
import { DECLINES, isExpired, outcomeOf, summarize } from './cards.ts'
import type { Parts } from './parts.ts'
import type { PaymentFields, PurchaseRequest } from './purchase-fields.ts'
import { isMerchantInitiated } from './purchase-rules.ts'
import { invalid, Refusal } from './refusal.ts'
import type { OpenedToken } from './wallets/open-token.ts'
import { checkOpenedByMerchant, openTokenData } from './wallets/open-token.ts'

/** A card without its number (a stored account has none), and how its payment ends. */
export interface Means {
  card?: CardSummary
  expiry?: Expiry
  outcome: Outcome
}

/** Resolves the paying card; the PAN does not leave this file. */
export function resolveMeans(request: PurchaseRequest, parts: Parts): Means {
  const { payment } = request
  const wallet = openWallet(request, parts)
  const means =
    payment.token === undefined ? resolveCard(payment, wallet, parts) : resolveToken(request, parts)
  const panOnly = wallet?.panOnly ?? false
  const asked = challengeable(request) && (panOnly || payment.payment_method === 'BANKCARD')
  if (means.outcome.kind === 'soft-decline') return { ...means, outcome: afterSoftDecline(request, asked) }
  if (means.outcome.kind === 'challenge' && !asked) return { ...means, outcome: { kind: 'approve' } }
  if (means.outcome.kind === 'approve' && asked && panOnly)
    return { ...means, outcome: { kind: 'challenge' } }
  return means
}

/** PayKKa shows only `AUTO`; any other indicator stands for the wish to be challenged. */
function afterSoftDecline({ authentication }: PurchaseRequest, asked: boolean): Outcome {
  const isWished = (authentication?.challenge_indicator ?? 'AUTO') !== 'AUTO'
  return asked && isWished ? { kind: 'challenge' } : DECLINES.authenticationRequired
}

function openWallet(request: PurchaseRequest, parts: Parts): OpenedToken | undefined {
  const { payment } = request
  if (payment.payment_method === 'BANKCARD' || payment.token !== undefined) return undefined
  return payment.card_no === undefined ? openTokenData(request, parts) : checkOpenedByMerchant(request, parts)
}

function resolveCard(payment: PaymentFields, wallet: OpenedToken | undefined, parts: Parts): Means {
  const pan = wallet?.pan ?? payment.card_no ?? openEncrypted(payment, parts) ?? ''
  const { exp_year: year, exp_month: month } = payment
  const expiry = year === undefined || month === undefined ? undefined : { year, month }
  return { card: summarize(pan), ...unlessExpired(expiry, outcomeOf(pan), parts) }
}

/** @returns what comes of a card that is good until then; nothing is known of an encrypted expiry */
function unlessExpired(expiry: Expiry | undefined, outcome: Outcome, { now }: Parts): Means {
  if (expiry === undefined) return { outcome }
  return { expiry, outcome: isExpired(expiry.year, expiry.month, now()) ? DECLINES.expiredCard : outcome }
}

/**
 * PayKKa's card encryption is unpublished. Here `emulator.sealed.<ciphertext>` is what the double of its script makes,
 * `emulator.<PAN in Base64url>` stands for it in tests of the emulator alone, and `emulator.expired` is one that is too
 * old; anything else cannot be decrypted.
 */
function openEncrypted(payment: PaymentFields, parts: Parts): string | undefined {
  if (payment.encrypted_card_no === undefined) return undefined
  const [, sealed] = /^emulator\.sealed\.([\w-]+)$/.exec(payment.encrypted_card_no) ?? []
  const [, value = ''] = /^emulator\.([\w-]+)$/.exec(payment.encrypted_card_no) ?? []
  if (value === 'expired') throw new Refusal('206021', 'Card encryption expired, retry the payment')
  const pan = sealed ? (parts.encryptedCards.open(sealed) ?? '') : Buffer.from(value, 'base64url').toString()
  if (!/^\d{12,19}$/.test(pan)) throw new Refusal('206020', 'Card decryption failed')
  return pan
}

function resolveToken(request: PurchaseRequest, parts: Parts): Means {
  const { payment } = request
  const stored = parts.state.tokens.get(payment.token ?? '')
  if (stored === undefined || stored.shopperReference !== payment.shopper_reference)
    throw invalid('payment.token is not a token of this shopper_reference')
  if (isMerchantInitiated(request)) checkAgreement(request, parts)
  return { ...(stored.card && { card: stored.card }), ...unlessExpired(stored.expiry, stored.outcome, parts) }
}

function checkAgreement(request: PurchaseRequest, parts: Parts): void {
  const agreement = parts.state.agreements.get(request.recurring_agreement_id ?? '')
  const { token, shopper_reference: shopper } = request.payment
  if (agreement === undefined || agreement.token !== token || agreement.shopperReference !== shopper)
    throw new Refusal('2015', 'Recurring agreement does not exist')
  if (!agreement.active) throw new Refusal('2016', 'Recurring agreement is not active')
}

// Apple Pay and Google's cryptograms carry their own authentication; only cards and PAN_ONLY are asked.
function challengeable(request: PurchaseRequest): boolean {
  return (
    request.authentication !== undefined && request.return_url !== undefined && !isMerchantInitiated(request)
  )
}
