/** Collects the evidence for a dispute in one document. PayKKa has no API for evidence: staff send it. */
import type { DisputeEvidence, Payment } from '@paykka-checkout/shared-types'
import { checkoutFields } from '../checkouts/checkout-view.ts'
import { findCheckout } from '../database/checkout-rows.ts'
import type { DatabaseKind, Queries } from '../database/database.ts'
import { listPayments } from '../database/payment-rows.ts'
import type { PaymentRow } from '../database/tables.ts'
import { AppError } from '../domain/errors.ts'
import { iso, present } from '../domain/present.ts'
import { readRecords } from '../payments/payment-records.ts'
import { shopPayment } from '../payments/payment-view.ts'
import { readDispute } from './dispute-list.ts'

/**
 * @param provenNow Unix milliseconds that decide whether open checkouts have expired
 * @throws AppError not_found
 */
export async function disputeEvidence(
  kind: DatabaseKind,
  db: Queries,
  id: string,
  provenNow: number,
): Promise<DisputeEvidence> {
  const dispute = await readDispute(kind, db, id)
  const checkout = await findCheckout(db, dispute.checkoutId)
  if (!checkout) throw new AppError('not_found')
  const rows = await listPayments(db, checkout.id)
  const records = await readRecords(
    db,
    rows.map((row) => row.id),
  )
  const payments = rows.map((row) => shopPayment(row, checkout.order_reference, records(row.id)))
  const payment = payments.find((each) => each.id === dispute.paymentId)
  const row = rows.find((each) => each.id === dispute.paymentId)
  if (!payment || !row) throw new AppError('not_found')
  return {
    dispute,
    order: checkoutFields(checkout, provenNow),
    payment,
    otherAttempts: payments.filter((each) => each !== payment),
    authentication: authenticationOf(row, payment),
    refunds: payment.operations.filter(({ type }) => type === 'refund'),
    timeline: timelineOf(payments, dispute),
    ...present({ consent: payment.consent }),
  }
}

/** PayKKa only reports that it asked the bank and the payment's result, not the bank's answer. */
function authenticationOf(row: PaymentRow, { history }: Payment): DisputeEvidence['authentication'] {
  return {
    challenged: history.some(({ to }) => to === 'action_required'),
    ...present({ returnedAt: row.return_used_at === null ? null : iso(row.return_used_at) }),
  }
}

function timelineOf(payments: Payment[], { history, notes }: DisputeEvidence['dispute']) {
  const events = [
    ...payments.flatMap((payment) =>
      payment.history.map(({ at, to, cause }) => ({
        at,
        what: `payment ${payment.attempt}: ${to} (${cause})`,
      })),
    ),
    ...history.map(({ at, stage }) => ({ at, what: `dispute: ${stage ?? 'reported'}` })),
    ...notes.flatMap(({ at, outcome }) =>
      outcome ? [{ at, what: `dispute: ${outcome}, as staff learned` }] : [],
    ),
  ]
  return events
    .map(({ at, what }) => ({ at, what: what.slice(0, 200) }))
    .toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
}
