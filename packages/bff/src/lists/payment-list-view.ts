/** A payment as lists show it: without names or addresses. */
import type { Attention, ListedPayment } from '@paykka-checkout/shared-types'
import type { Queries } from '../database/database.ts'
import { listDisputes } from '../database/dispute-rows.ts'
import { listModifications } from '../database/modification-rows.ts'
import type { ListedRow } from '../database/payment-list-rows.ts'
import type { DisputeRow, ModificationRow } from '../database/tables.ts'
import { iso, present } from '../domain/present.ts'
import { supportCode } from '../domain/trans-id.ts'
import { balancesOf } from '../payments/sums.ts'

/** @returns the rows as lists show them, in the same order */
export async function listedPayments(db: Queries, rows: ListedRow[]): Promise<ListedPayment[]> {
  const ids = rows.map(({ id }) => id)
  const operations = Map.groupBy(await listModifications(db, ids), (row) => row.payment_id)
  const disputes = Map.groupBy(await listDisputes(db, ids), (row) => row.payment_id)
  return rows.map((row) => view(row, operations.get(row.id) ?? [], disputes.get(row.id) ?? []))
}

function view(row: ListedRow, operations: ModificationRow[], disputes: DisputeRow[]): ListedPayment {
  const refunds = operations.filter(({ type }) => type === 'refund')
  const openRefunds = refunds.filter(({ open }) => open === 1).length
  const open = disputes.filter((dispute) => dispute.open === 1)
  const { captured, refunded, refundable, capturable } = balancesOf(row) ?? {}
  return {
    id: row.id,
    shop: row.shop,
    checkoutId: row.checkout_id,
    orderReference: row.order_reference,
    attempt: row.attempt,
    status: row.status,
    amount: { value: row.amount, currency: row.currency },
    method: row.method,
    attention: attentionOf(row, openRefunds, open.length),
    refunds: { count: refunds.length, open: openRefunds },
    disputes: { open: open.length, ...present({ stage: open[0]?.stage, dueTime: open[0]?.due_time }) },
    supportCode: supportCode(row.trans_id),
    transId: row.trans_id,
    createdAt: iso(row.created_at),
    updatedAt: iso(row.updated_at),
    ...present({
      captured,
      refunded,
      refundable,
      capturable,
      card: row.card_brand && row.card_last4 ? { brand: row.card_brand, last4: row.card_last4 } : null,
      shopperReference: row.shopper_reference,
      decline: row.decline_code,
      gatewayOrderId: row.gateway_order_id,
    }),
  }
}

function attentionOf(
  { status, surplus_of, late }: ListedRow,
  openRefunds: number,
  disputes: number,
): Attention[] {
  const isGivenBack = status === 'refunded' || status === 'canceled'
  const shown: [Attention, boolean][] = [
    ['needs_review', status === 'needs_review'],
    ['unknown', status === 'unknown'],
    ['capture_due', status === 'authorized'],
    ['refund_open', openRefunds > 0],
    ['dispute_open', disputes > 0],
    ['duplicate', surplus_of !== null && !isGivenBack],
    ['late', late === 1 && !isGivenBack],
  ]
  return shown.filter(([, is]) => is).map(([attention]) => attention)
}
