/** The first commit of an attempt: idempotency key, active attempt and `sending` row together. */
import type { Deed } from '../../audit/record.ts'
import { recordSoon } from '../../audit/record.ts'
import { readDetails } from '../../checkouts/checkout-details.ts'
import { paymentInProgress, refuseUnlessOpen } from '../../checkouts/checkout-rules.ts'
import { findCheckout, findVersionAmount, startAttempt } from '../../database/checkout-rows.ts'
import type { Queries } from '../../database/database.ts'
import { isDatabaseError } from '../../database/database.ts'
import type { Claim } from '../../database/idempotent.ts'
import { idempotent } from '../../database/idempotent.ts'
import { addStep, findPayment, insertPayment } from '../../database/payment-rows.ts'
import type { CheckoutRow, IdempotencyRow, PaymentRow } from '../../database/tables.ts'
import { useSeal } from '../../database/used-seal-rows.ts'
import { claimWalletToken } from '../../database/wallet-rows.ts'
import { AppError, invalidField } from '../../domain/errors.ts'
import { newSecret, newTimedId } from '../../domain/ids.ts'
import { displayMoney } from '../../domain/money.ts'
import type { PreparedMethod } from '../methods/prepared-method.ts'
import { recordConsent } from '../saved-cards/keep-card.ts'
import { keepBilling } from './keep-billing.ts'
import { newPayment } from './new-payment.ts'
import type { PayInput, PayParts } from './pay-parts.ts'
import { keepMetadata } from './searchable-metadata.ts'

/** `earlier`: the key was used before. */
export type Begun = { payment: PaymentRow; reference: string } | { earlier: IdempotencyRow }

/** Only after it returns may bytes be sent. */
export async function begin(
  parts: PayParts,
  input: PayInput,
  claim: Pick<Claim, 'scope' | 'key' | 'fingerprint'>,
  method: PreparedMethod,
): Promise<Begun> {
  const attempt = { id: newTimedId('pay', parts.now()), reference: newSecret('ret'), method }
  const { reference } = attempt
  try {
    const once = await parts.database.transaction((tx) =>
      idempotent(tx, { ...claim, paymentId: attempt.id, now: parts.now() }, () =>
        beginIn(parts, tx, input, attempt),
      ),
    )
    return 'done' in once ? { payment: once.done, reference } : once
  } catch (error) {
    const committed = isDatabaseError(error) ? await findPayment(parts.database.db, attempt.id) : undefined
    // The connection broke during COMMIT, but the attempt was stored: no other process knows its id, so continue.
    if (committed) return { payment: committed, reference }
    throw error
  }
}

type NewAttempt = { id: string; reference: string; method: PreparedMethod }

async function beginIn(
  parts: PayParts,
  tx: Queries,
  input: PayInput,
  attempt: NewAttempt,
): Promise<PaymentRow> {
  const { method } = attempt
  if (method.sealHash !== undefined && !(await useSeal(tx, method.sealHash, parts.now())))
    throw new AppError('card_unreadable')
  const moment = { now: parts.now(), provenNow: parts.provenNow() }
  const checkout = await startAttempt(tx, input.checkout.id, input.request.version, attempt.id, moment)
  if (!checkout) throw await whyNotStarted(parts, tx, input)
  await claimToken(parts, tx, checkout, method)
  const payment = newPayment(parts, input, checkout, attempt)
  await insertPayment(tx, payment)
  await keepMetadata(parts, tx, checkout, payment)
  await keepBilling(parts.transIdKey, tx, checkout, input.request.billing)
  if (method.keep) await recordConsent(tx, input, payment, method.keep, method.expiry)
  await addStep(tx, firstStep(payment))
  // The charge of an agreement has its own entry.
  if (payment.method !== 'agreement') await recordSoon(tx, deedOf(input, checkout, payment))
  return payment
}

/** Nothing was sent to PayKKa yet: the payment shows the outcome. */
function deedOf(
  { by, key }: PayInput,
  { order_reference: orderReference }: CheckoutRow,
  { id, shop, amount: value, currency, created_at: at }: PaymentRow,
): Deed {
  const target = { type: 'payment', id }
  const facts = { at, shop, target, orderReference, amount: { value, currency }, idempotencyKey: key }
  return { ...by, ...facts, action: 'payment.create', outcome: 'unknown' }
}

/** @throws AppError wallet_token_refused when the token was used for another checkout, or for another amount of this one */
async function claimToken(
  parts: PayParts,
  tx: Queries,
  { id, version }: CheckoutRow,
  { tokenHash }: PreparedMethod,
): Promise<void> {
  if (tokenHash === undefined) return
  const row = { mark: tokenHash, checkout_id: id, version, created_at: parts.now() }
  if (!(await claimWalletToken(tx, row))) throw new AppError('wallet_token_refused')
}

/** The checkout changed since it was read: report its present state. */
async function whyNotStarted(parts: PayParts, tx: Queries, input: PayInput): Promise<AppError> {
  const current = await findCheckout(tx, input.checkout.id)
  if (current?.order_claim === 'released') return new AppError('checkout_expired')
  if (current) await refuseUnpayable(parts, tx, current, input.request.version)
  return paymentInProgress()
}

/** The merchant charges an agreement; the shopper starts every other attempt. */
function firstStep(payment: PaymentRow) {
  return {
    payment_id: payment.id,
    at: payment.created_at,
    from_status: null,
    to_status: payment.status,
    cause: payment.method === 'agreement' ? 'merchant' : 'shopper',
    detail: null,
  }
}

/** @throws AppError when this checkout can't be paid now, or the page shows an old amount */
export async function refuseUnpayable(
  parts: PayParts,
  db: Queries,
  checkout: CheckoutRow,
  version: number,
): Promise<void> {
  refuseUnlessOpen(checkout, parts.provenNow())
  if (version === checkout.version) return
  const shown = await findVersionAmount(db, checkout.id, version)
  if (shown === undefined) throw invalidField('/version', 'was never a version of this checkout')
  const { currency, amount, version: current } = checkout
  const { locale } = readDetails(checkout)
  throw new AppError('amount_changed', {
    shown: displayMoney({ value: shown, currency }, locale),
    current: displayMoney({ value: amount, currency }, locale),
    version: current,
  })
}
