/** The merchant session that Apple's sheet needs: one per sheet, for the domain of the checkout's storefront. */

import { refuseUnlessOpen } from '../../checkouts/checkout-rules.ts'
import type { Offer } from '../../checkouts/checkout-view.ts'
import { isOffered } from '../../checkouts/offers.ts'
import { applePayDomain } from '../../checkouts/wallet-offers.ts'
import type { Database } from '../../database/database.ts'
import type { CheckoutRow } from '../../database/tables.ts'
import { countApplePaySheet, uncountApplePaySheet } from '../../database/wallet-rows.ts'
import { AppError } from '../../domain/errors.ts'

/** `session` is Apple's, as the object that its API expects. No answer means a charge. */
export type MerchantSessionAnswer =
  | { kind: 'session'; session: Record<string, unknown> }
  | { kind: 'refused'; gatewayCode: string; gatewayMessage?: string }
  | { kind: 'unreachable'; reason: string }
  | { kind: 'busy'; retryAfter?: number }

/** Requests merchant sessions from PayKKa. Never throws on an error of PayKKa or the network. */
export type MerchantSessions = {
  create(domain: string, displayName: string): Promise<MerchantSessionAnswer>
  close(): Promise<void>
}

type MerchantSessionParts = {
  database: Database
  offer: Offer
  merchantSessions: MerchantSessions
  now: () => number
  /** Like `now`, for expiry; 0 until PayKKa has confirmed the time. */
  provenNow: () => number
  log: { warn(facts: Record<string, unknown>, message: string): void }
}

/** Each session causes a request from PayKKa to Apple, so the number is limited; no shopper opens this many sheets. */
const MAX_SHEETS = 100

/**
 * @returns the object for `completeMerchantValidation`. It is valid for one sheet and never stored.
 * @throws AppError method_unavailable | rate_limited | gateway_unreachable | gateway_refused | busy | why the checkout is not open
 */
export async function openMerchantSession(
  parts: MerchantSessionParts,
  checkout: CheckoutRow,
): Promise<Record<string, unknown>> {
  const { applePay } = parts.offer.wallets
  const domain = applePayDomain(checkout, parts.offer)
  if (!applePay || domain === undefined || !isOffered(checkout, 'apple_pay', parts.offer))
    throw new AppError('method_unavailable')
  refuseUnlessOpen(checkout, parts.provenNow())
  if (!(await countApplePaySheet(parts.database.db, checkout.id, MAX_SHEETS)))
    throw tooManySheets(parts, checkout)
  const answer = await parts.merchantSessions.create(domain, applePay.settings.displayName)
  // A failure at PayKKa must not use up the shopper's sheets.
  if (answer.kind !== 'session') await uncountApplePaySheet(parts.database.db, checkout.id)
  return readAnswer(parts, checkout, answer)
}

/** Waiting does not help this checkout, but a new checkout starts at 0. */
function tooManySheets(parts: MerchantSessionParts, checkout: CheckoutRow): AppError {
  const retryAfter = Math.max(1, Math.ceil((checkout.expires_at - parts.now()) / 1000))
  return new AppError('rate_limited', {
    detail: `Apple Pay was opened ${MAX_SHEETS} times for this checkout.`,
    retryAfter,
  })
}

function readAnswer(
  parts: MerchantSessionParts,
  checkout: CheckoutRow,
  answer: MerchantSessionAnswer,
): Record<string, unknown> {
  if (answer.kind === 'session') return answer.session
  parts.log.warn({ checkout: checkout.id, ...answer }, 'PayKKa gave no Apple Pay session')
  if (answer.kind === 'busy') throw new AppError('busy', { retryAfter: answer.retryAfter ?? 5 })
  throw new AppError(answer.kind === 'refused' ? 'gateway_refused' : 'gateway_unreachable')
}
