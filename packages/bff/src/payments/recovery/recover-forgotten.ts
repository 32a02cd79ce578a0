/**
 * Startup recovery: a restored backup lacks the requests sent after it was made. Before the BFF accepts payments, it
 * queries PayKKa for the next attempt of each payable checkout. An attempt that PayKKa knows was made before the restore,
 * and is inserted.
 */

import { adoptAttempt, listPayableAfter } from '../../database/checkout-rows.ts'
import { addStep, insertPayment } from '../../database/payment-rows.ts'
import type { CheckoutRow, PaymentRow } from '../../database/tables.ts'
import { fingerprint, newId, newRequestId, newSecret, newTimedId } from '../../domain/ids.ts'
import { deriveTransId } from '../../domain/trans-id.ts'
import type { GatewayAnswer } from '../gateway.ts'
import { FRESH_COLUMNS } from '../gateway-facts.ts'
import type { ResolveParts } from '../purchases/ask-about-payment.ts'
import type { SearchableMetadata } from '../purchases/searchable-metadata.ts'
import { keepMetadata } from '../purchases/searchable-metadata.ts'
import { settlePayment } from '../purchases/settle-payment.ts'

export type RecoveryParts = ResolveParts & SearchableMetadata

/** `silent`: PayKKa gave no answer; the query is repeated before such a checkout is paid. */
type Recovered = { checkouts: number; recalled: number; silent: number }

const PARALLEL = 5

/**
 * @param since Unix milliseconds up to which the database is complete
 * @param signal stops it after the queries in flight
 * @throws Error when the database fails; it may be run again
 */
export async function recoverForgotten(
  parts: RecoveryParts,
  since: number,
  signal?: AbortSignal,
): Promise<Recovered> {
  const checkouts = await listPayableAfter(parts.database.db, since)
  const sums = { checkouts: checkouts.length, recalled: 0, silent: 0 }
  const waiting = [...checkouts]
  const work = async () => {
    for (let checkout = waiting.shift(); checkout && !signal?.aborted; checkout = waiting.shift()) {
      const { recalled, silent } = await recallAttempts(parts, checkout)
      sums.recalled += recalled
      sums.silent += silent ? 1 : 0
    }
  }
  await Promise.all(Array.from({ length: PARALLEL }, work))
  return sums
}

/** One attempt after the other, until PayKKa knows no further one, or one may still succeed. */
async function recallAttempts(
  parts: RecoveryParts,
  checkout: CheckoutRow,
): Promise<{ recalled: number; silent: boolean }> {
  for (let recalled = 0; ; recalled++) {
    const transId = deriveTransId(parts.transIdKey, checkout.id, checkout.attempts + recalled + 1)
    const [at, provenAt] = [parts.now(), parts.provenNow()]
    const amount = { value: checkout.amount, currency: checkout.currency }
    const answer = await parts.gateway.query({ transId, amount })
    if (!isKnownThere(answer)) return { recalled, silent: answer.kind !== 'not_found' }
    const payment = await adopt(parts, checkout.id, transId)
    if (!payment) return { recalled, silent: false }
    const settled = await settlePayment(parts, payment.id, answer, { what: 'query', at, provenAt })
    if (settled.live === 1 || settled.status !== 'declined') return { recalled: recalled + 1, silent: false }
  }
}

/** An answer with another amount shows that an attempt exists and that the price was changed after the backup. */
function isKnownThere(answer: GatewayAnswer): boolean {
  return answer.kind === 'state' || (answer.kind === 'unknown' && answer.reason.startsWith('mismatch_'))
}

/** @returns null when the checkout is no longer free: another process was faster */
function adopt(parts: RecoveryParts, checkoutId: string, transId: string): Promise<PaymentRow | null> {
  const id = newTimedId('pay', parts.now())
  return parts.database.transaction(async (tx) => {
    const checkout = await adoptAttempt(tx, checkoutId, id, parts.now())
    if (!checkout) return null
    const payment = forgottenPayment(checkout, { id, transId, now: parts.now() })
    await insertPayment(tx, payment)
    await keepMetadata(parts, tx, checkout, payment)
    await addStep(tx, {
      payment_id: id,
      at: payment.created_at,
      from_status: null,
      to_status: payment.status,
      cause: 'recalled',
      detail: null,
    })
    parts.log.error({ payment: id, checkout: checkoutId }, 'PayKKa knows an attempt that this database lost')
    return payment
  })
}

/** The known columns; the rest comes with PayKKa's answer, or never. Its idempotency key is unknown, so nothing is replayed. */
function forgottenPayment(
  checkout: CheckoutRow,
  { id, transId, now }: { id: string; transId: string; now: number },
): PaymentRow {
  return {
    id,
    checkout_id: checkout.id,
    shop: checkout.shop,
    attempt: checkout.attempts,
    trans_id: transId,
    status: 'unknown',
    live: 1,
    amount: checkout.amount,
    currency: checkout.currency,
    capture: checkout.capture,
    method: 'card',
    card_brand: null,
    card_last4: null,
    ...FRESH_COLUMNS,
    return_hash: fingerprint(newSecret('ret')),
    request_id: newRequestId(),
    idempotency_key: newId('key'),
    created_at: now,
    updated_at: now,
    send_deadline: now,
    next_query_at: now,
    payable_until: null,
    hosted_page: null,
  }
}
