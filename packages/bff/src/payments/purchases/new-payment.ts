/** The database row of an attempt before it is sent. */

import type { CheckoutRow, PaymentRow } from '../../database/tables.ts'
import { fingerprint } from '../../domain/ids.ts'
import { deriveTransId } from '../../domain/trans-id.ts'
import { FRESH_COLUMNS } from '../gateway-facts.ts'
import type { PreparedMethod } from '../methods/prepared-method.ts'
import type { PayInput, PayParts } from './pay-parts.ts'

/** @param attempt `reference` identifies it in the shopper's return address */
export function newPayment(
  parts: PayParts,
  input: PayInput,
  checkout: CheckoutRow,
  attempt: { id: string; reference: string; method: PreparedMethod },
): PaymentRow {
  const now = parts.now()
  const deadline = now + parts.sendWindowMs
  return {
    id: attempt.id,
    checkout_id: checkout.id,
    shop: checkout.shop,
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
    ...FRESH_COLUMNS,
    return_hash: fingerprint(attempt.reference),
    request_id: input.by.requestId,
    idempotency_key: input.key,
    created_at: now,
    updated_at: now,
    send_deadline: deadline,
    // If this process dies now, the resolver takes over once no answer is possible any more.
    next_query_at: deadline,
    ...pageColumns(attempt.method),
  }
}

/** Stored before the request to PayKKa: even if the answer is lost, a page may exist until then. */
function pageColumns({ page, purchase }: PreparedMethod): Pick<PaymentRow, 'payable_until' | 'hosted_page'> {
  if (purchase.kind !== 'hosted') return { payable_until: null, hosted_page: null }
  return { payable_until: purchase.expiresAt, hosted_page: JSON.stringify(page) }
}
