/** One page of payments: found by ranges of indexes, joined in their order, and shown without names or addresses. */
import type { Attention, ListedPayment, PaymentList, PaymentQuery } from '@paykka-checkout/shared-types'
import type { Store } from '../database/database.ts'
import { listDisputes } from '../database/dispute-rows.ts'
import { listOperations } from '../database/modification-rows.ts'
import type { ListedRow, PageOrder, PaymentFilters } from '../database/payment-list-rows.ts'
import { countBeginning, DISPUTE_ENDS, hasOrder, listBranch } from '../database/payment-list-rows.ts'
import type { DisputeRow, OperationRow } from '../database/tables.ts'
import { invalidField } from '../domain/errors.ts'
import { canonicalJson } from '../domain/ids.ts'
import { iso, present } from '../domain/present.ts'
import { supportCode } from '../domain/trans-id.ts'
import { balancesOf } from '../payments/sums.ts'
import { branchesOf } from './branches.ts'
import { readCursor, toCursor } from './cursor.ts'
import type { Asked } from './payment-filters.ts'
import { readPaymentQuery } from './payment-filters.ts'
import { recognize } from './recognize-query.ts'

export type ListParts = {
  store: Pick<Store, 'db' | 'kind'>
  /** Hashes e-mail addresses, and marks cursors. */
  transIdKey: Uint8Array
}

const DEFAULT_LIMIT = 25
/** All of them are sorted for one page. */
const MOST_BEGINNING = 200

/**
 * Reads the ledger itself, so a payment is listed the moment it exists. Rows that arrive meanwhile move no other row.
 * @throws AppError validation_failed | cursor_invalid
 */
export async function listPaymentPage(parts: ListParts, query: PaymentQuery): Promise<PaymentList> {
  const { cursor, limit: wanted, ...filters } = query
  const key = parts.transIdKey
  const print = canonicalJson(filters)
  const limit = Number(wanted ?? DEFAULT_LIMIT)
  const after = cursor === undefined ? undefined : readCursor(key, print, cursor)
  const asked = readPaymentQuery(key, query)
  const order = { oldest: query.order === 'oldest', after, limit: limit + 1 }
  const found = await findRows(parts, await resolved(parts, asked), asked.attention, order)
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  const nextCursor =
    found.length > limit && last ? toCursor(key, print, { at: last.created_at, id: last.id }) : null
  return { data: await viewsOf(parts, rows), nextCursor }
}

/**
 * An order reference that no order has is taken for the beginning of one.
 * @returns what may be meant, each as filters that must all fit
 */
async function resolved(
  { store, transIdKey }: ListParts,
  { filters, q }: Asked,
): Promise<PaymentFilters[][]> {
  if (q === undefined) return [[filters]]
  const meant = recognize(transIdKey, q)
  const { orderReference } = meant
  // What looks like an id may be the shop's own number of an order.
  if (orderReference === undefined)
    return [
      [filters, meant],
      [filters, { orderReference: q }],
    ]
  const isWhole = await hasOrder(store.db, orderReference)
  if (!isWhole && (await countBeginning(store, orderReference, MOST_BEGINNING)) === MOST_BEGINNING)
    throw invalidField('/q', `begins ${MOST_BEGINNING} orders or more: type more of it`)
  return [
    [filters, isWhole ? meant : { orderPrefix: orderReference }],
    // PayKKa does not document the form of its ids.
    [filters, { gatewayOrderId: q }],
  ]
}

async function findRows(
  { store }: ListParts,
  alternatives: PaymentFilters[][],
  attention: Attention[],
  order: PageOrder,
): Promise<ListedRow[]> {
  const found = new Map<string, ListedRow>()
  for (const filters of alternatives)
    for (const branch of branchesOf(filters, attention))
      for (const row of await listBranch(store.kind, store.db, branch, filters, order)) found.set(row.id, row)
  const sign = order.oldest ? 1 : -1
  return [...found.values()].sort((a, b) => sign * compare(a, b)).slice(0, order.limit)
}

function compare(a: ListedRow, b: ListedRow): number {
  return a.created_at - b.created_at || (a.id < b.id ? -1 : 1)
}

async function viewsOf({ store }: ListParts, rows: ListedRow[]): Promise<ListedPayment[]> {
  const ids = rows.map(({ id }) => id)
  const operations = Map.groupBy(await listOperations(store.db, ids), (row) => row.payment_id)
  const disputes = Map.groupBy(await listDisputes(store.db, ids), (row) => row.payment_id)
  return rows.map((row) => view(row, operations.get(row.id) ?? [], disputes.get(row.id) ?? []))
}

function view(row: ListedRow, operations: OperationRow[], disputes: DisputeRow[]): ListedPayment {
  const refunds = operations.filter(({ type }) => type === 'refund')
  const openRefunds = refunds.filter(({ open }) => open === 1).length
  const open = disputes.filter(isOpen)
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

function isOpen({ stage }: DisputeRow): boolean {
  const word = (stage ?? '').toUpperCase()
  return !DISPUTE_ENDS.some((end) => word.includes(end))
}

function attentionOf({ status, surplus_of }: ListedRow, openRefunds: number, disputes: number): Attention[] {
  const shown: [Attention, boolean][] = [
    ['needs_review', status === 'needs_review'],
    ['unknown', status === 'unknown'],
    ['capture_due', status === 'authorized'],
    ['refund_open', openRefunds > 0],
    ['dispute_open', disputes > 0],
    ['duplicate', surplus_of !== null && status !== 'refunded' && status !== 'canceled'],
  ]
  return shown.filter(([, is]) => is).map(([attention]) => attention)
}
