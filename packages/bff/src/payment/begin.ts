/** The first commit of an attempt: key, live attempt and `sending` row together. */
import { readDetails } from '../checkout/details.ts'
import { paymentInProgress, refuseUnlessOpen } from '../checkout/rules.ts'
import { AppError, invalidField } from '../errors.ts'
import { fingerprint, newId, newSecret } from '../ids.ts'
import { findCheckout, findVersionAmount, startAttempt } from '../store/checkouts.ts'
import type { Queries } from '../store/database.ts'
import { isStoreError } from '../store/database.ts'
import { claimKey, findKey } from '../store/idempotency.ts'
import { addStep, findPayment, insertPayment } from '../store/payments.ts'
import type { CheckoutRow, IdempotencyRow, PaymentRow } from '../store/tables.ts'
import { useSeal } from '../store/used-seals.ts'
import { claimWalletToken } from '../store/wallets.ts'
import { recordConsent } from './keep-card.ts'
import type { OpenedMethod } from './methods/open-method.ts'
import { displayMoney } from './money.ts'
import type { PayInput, PayParts } from './pay-parts.ts'
import { payScope } from './settle.ts'
import { NOTHING_TOLD } from './told-facts.ts'
import { deriveTransId } from './trans-id.ts'

export type Begun = { payment: PaymentRow; reference: string } | { repeat: IdempotencyRow }

/** When it returns, and only then, bytes may go out. */
export async function begin(
  parts: PayParts,
  input: PayInput,
  mark: string,
  method: OpenedMethod,
): Promise<Begun> {
  const scope = payScope(input.checkout.id)
  const reference = newSecret('ret')
  const id = newId('pay')
  const commit = () =>
    parts.store.transaction(async (tx) => {
      const claim = { scope, key: input.key, fingerprint: mark, payment_id: id, created_at: parts.now() }
      if (!(await claimKey(tx, { ...claim, response_status: null, response_body: null }))) {
        const first = await findKey(tx, scope, input.key)
        if (first) return { repeat: first }
        throw paymentInProgress()
      }
      if (method.sealMark !== undefined && !(await useSeal(tx, method.sealMark, parts.now())))
        throw new AppError('card_unreadable')
      const moment = { now: parts.now(), provenNow: parts.provenNow() }
      const checkout = await startAttempt(tx, input.checkout.id, input.request.version, id, moment)
      if (!checkout) throw await whyNotStarted(parts, tx, input)
      await claimToken(parts, tx, checkout, method)
      const payment = newPayment(parts, input, checkout, { id, reference, method })
      await insertPayment(tx, payment)
      if (method.keep) await recordConsent(tx, input, payment, method.keep, method.expiry)
      await addStep(tx, firstStep(payment))
      return { payment, reference }
    })
  try {
    return await commit()
  } catch (error) {
    const committed = isStoreError(error) ? await findPayment(parts.store.db, id) : undefined
    // The connection broke during COMMIT and the attempt is there after all: nobody else knows its id, so go on.
    if (committed) return { payment: committed, reference }
    throw error
  }
}

/** @throws AppError wallet_token_refused when the token was used for another checkout, or for another amount of this one */
async function claimToken(
  parts: PayParts,
  tx: Queries,
  { id, version }: CheckoutRow,
  { tokenMark }: OpenedMethod,
): Promise<void> {
  if (tokenMark === undefined) return
  const row = { mark: tokenMark, checkout_id: id, version, created_at: parts.now() }
  if (!(await claimWalletToken(tx, row))) throw new AppError('wallet_token_refused')
}

/** The checkout changed since it was read: say what it is now. */
async function whyNotStarted(parts: PayParts, tx: Queries, input: PayInput): Promise<AppError> {
  const current = await findCheckout(tx, input.checkout.id)
  if (current) await refuseUnpayable(parts, tx, current, input.request.version)
  return paymentInProgress()
}

function newPayment(
  parts: PayParts,
  input: PayInput,
  checkout: CheckoutRow,
  attempt: { id: string; reference: string; method: OpenedMethod },
): PaymentRow {
  const now = parts.now()
  const deadline = now + parts.sendWindowMs
  return {
    id: attempt.id,
    checkout_id: checkout.id,
    attempt: checkout.attempts,
    trans_id: deriveTransId(parts.transIdKey, checkout.id, checkout.attempts),
    status: 'sending',
    live: 1,
    amount: checkout.amount,
    currency: checkout.currency,
    capture: checkout.capture,
    method: attempt.method.type,
    card_brand: attempt.method.brand ?? null,
    card_last4: attempt.method.last4 ?? null,
    card_bin: null,
    gateway_order_id: null,
    gateway_code: null,
    decline_code: null,
    decline_retry: null,
    failure: null,
    ...NOTHING_TOLD,
    action_url: null,
    balances: null,
    balances_asked_at: null,
    return_hash: fingerprint(attempt.reference),
    return_used_at: null,
    request_id: input.requestId,
    idempotency_key: input.key,
    created_at: now,
    updated_at: now,
    send_deadline: deadline,
    // When this process dies now, the resolver takes over once no answer can come any more.
    next_query_at: deadline,
    queries: 0,
    lease_owner: null,
    lease_until: 0,
    lease_fence: 0,
    capture_reported_at: null,
    left_at: null,
    surplus_of: null,
    ...pageColumns(attempt.method),
  }
}

/** Kept before PayKKa is asked for the page: whatever becomes of the answer, a page may exist until then. */
function pageColumns({ page, purchase }: OpenedMethod): Pick<PaymentRow, 'payable_until' | 'hosted_page'> {
  if (purchase.kind !== 'hosted') return { payable_until: null, hosted_page: null }
  return { payable_until: purchase.expiresAt, hosted_page: JSON.stringify(page) }
}

/** An agreement is charged by the merchant; every other attempt is the shopper's. */
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

/** @throws AppError that says why this checkout can’t be paid now, or that the page shows an old amount */
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
