/** One page of payments: read from index ranges, merged in order, and shown without names or addresses. */
import type { PaymentList, PaymentQuery } from '@paykka-checkout/shared-types'
import type { Database, DatabaseKind, Queries } from '../database/database.ts'
import type { PageOrder } from '../database/page-order.ts'
import type { PaymentFilters } from '../database/payment-filters-sql.ts'
import type { ListedRow } from '../database/payment-list-rows.ts'
import { countBeginning, hasOrder, listBranch, placeFurtherOn } from '../database/payment-list-rows.ts'
import { invalidField } from '../domain/errors.ts'
import { canonicalJson } from '../domain/ids.ts'
import { mayBeCommon, rangesOf } from './branches.ts'
import { readCursor, toCursor } from './cursor.ts'
import type { Asked } from './payment-filters.ts'
import { readPaymentQuery } from './payment-filters.ts'
import { listedPayments } from './payment-list-view.ts'
import { recognize } from './recognize-query.ts'

export type ListParts = {
  database: Pick<Database, 'db' | 'kind'>
  /** Key that hashes e-mail addresses and metadata, and signs cursors. */
  transIdKey: Uint8Array
  /** Metadata names by which payments can be searched; none when left out. */
  searchableMetadata?: string[]
}

const DEFAULT_LIMIT = 25
/** Maximum number of matching orders, since all of them are sorted for one page. */
const MOST_BEGINNING = 200

/**
 * Reads the database directly, so a new payment is listed at once. New rows do not move other rows.
 * @throws AppError validation_failed | cursor_invalid
 */
export async function listPaymentPage(parts: ListParts, query: PaymentQuery): Promise<PaymentList> {
  const { cursor, limit: wanted, ...filters } = query
  const key = parts.transIdKey
  const print = canonicalJson(filters)
  const limit = Number(wanted ?? DEFAULT_LIMIT)
  const after = cursor === undefined ? undefined : readCursor(key, print, cursor)
  const asked = readPaymentQuery(parts, query)
  const order = { ...directionOf(query.order), after, limit: limit + 1 }
  const found = await findPayments(parts, asked, order)
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  const nextCursor = found.length > limit && last ? toCursor(key, print, placeOf(last, order)) : null
  return { data: await listedPayments(parts.database.db, rows), nextCursor }
}

/** Changes are read from the oldest: a row that changes meanwhile appears again at the end, so nothing is missed. */
export function directionOf(order: PaymentQuery['order']): Pick<PageOrder, 'oldest' | 'updated'> {
  return { oldest: order === 'oldest' || order === 'updated', updated: order === 'updated' }
}

/** @returns a row's position in that order */
export function placeOf(row: ListedRow, { updated }: Pick<PageOrder, 'updated'>): { at: number; id: string } {
  return { at: updated ? row.updated_at : row.created_at, id: row.id }
}

/** @returns the first matching payments, in order */
export async function findPayments(
  parts: { database: { db: Queries; kind: DatabaseKind }; transIdKey: Uint8Array },
  asked: Asked,
  order: PageOrder,
): Promise<ListedRow[]> {
  const found = new Map<string, ListedRow>()
  for (const filters of await resolved(parts, asked))
    for (const row of await rowsOf(parts.database, filters, asked, order)) found.set(row.id, row)
  const sign = order.oldest ? 1 : -1
  return [...found.values()]
    .sort((a, b) => sign * compare(placeOf(a, order), placeOf(b, order)))
    .slice(0, order.limit)
}

/** The number of payments to read directly before a separate index search for rare matches. */
const NEAR = 2000

async function rowsOf(
  database: { db: Queries; kind: DatabaseKind },
  filters: PaymentFilters[],
  { attention }: Asked,
  order: PageOrder,
): Promise<ListedRow[]> {
  const { kind, db } = database
  if (attention.length === 0 && !order.updated && (await mayBeCommon(database, filters))) {
    const near = await nearRows(database, filters, order)
    if (near) return near
  }
  const rows: ListedRow[] = []
  for (const range of await rangesOf(database, filters, attention, order.updated ?? false))
    rows.push(...(await listBranch(kind, db, range.branch, range.filters, order)))
  return rows
}

/** @returns a whole page, where matches are common; null otherwise */
async function nearRows(
  { kind, db }: { db: Queries; kind: DatabaseKind },
  filters: PaymentFilters[],
  order: PageOrder,
): Promise<ListedRow[] | null> {
  const until = await placeFurtherOn(kind, db, filters[0] ?? {}, order, NEAR)
  const rows = await listBranch(kind, db, { kind: 'all' }, filters, { ...order, until })
  return until === undefined || rows.length === order.limit ? rows : null
}

type Place = ReturnType<typeof placeOf>

function compare(a: Place, b: Place): number {
  return a.at - b.at || (a.id < b.id ? -1 : 1)
}

/**
 * An unknown order reference is treated as a prefix.
 * @returns the possible meanings, each as filters that must all match
 */
async function resolved(
  { database, transIdKey }: { database: { db: Queries; kind: DatabaseKind }; transIdKey: Uint8Array },
  { filters, q }: Asked,
): Promise<PaymentFilters[][]> {
  if (q === undefined) return [[filters]]
  const meant = recognize(transIdKey, q)
  const { orderReference } = meant
  // Text in the form of an id may be the shop's own order number.
  if (orderReference === undefined)
    return [
      [filters, meant],
      [filters, { orderReference: q }],
    ]
  const isWhole = await hasOrder(database.db, orderReference)
  if (!isWhole && (await countBeginning(database, orderReference, MOST_BEGINNING)) === MOST_BEGINNING)
    throw invalidField('/q', `begins ${MOST_BEGINNING} orders or more: type more of it`)
  return [
    [filters, isWhole ? meant : { orderPrefix: orderReference }],
    // PayKKa does not document the form of its ids.
    [filters, { gatewayOrderId: q }],
    [filters, { disputeId: q }],
  ]
}
