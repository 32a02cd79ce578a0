/** Pages of payments. Each page reads a few index ranges, whatever the size of the database. */
import type { Expression, RawBuilder, SqlBool } from 'kysely'
import { sql } from 'kysely'
import type { DatabaseKind, Queries } from './database.ts'
import type { PageOrder, Place } from './page-order.ts'
import { fittingPlaces } from './payment-facets.ts'
import type { PaymentFilters } from './payment-filters-sql.ts'
import { beginsWith, exactly, narrowing } from './payment-filters-sql.ts'
import type { PaymentRow } from './tables.ts'

/** The content of one range besides the filters, and its index. */
export type Branch =
  | { kind: 'all' }
  | { kind: 'live' }
  /** Ended payments of these facets. */
  | { kind: 'facets'; facets: string[] }
  /** Ended payments by amount, if few enough match. */
  | { kind: 'amounts' }
  /** Ended payments by their last change. */
  | { kind: 'updated' }
  | { kind: 'metadata'; hash: string }
  | { kind: 'refund_open' | 'dispute_open' | 'duplicate' | 'late' }

export type ListedRow = PaymentRow & { order_reference: string; shopper_reference: string | null }

/** @returns the first rows of one range that match all filters, in order */
export function listBranch(
  kind: DatabaseKind,
  db: Queries,
  branch: Branch,
  filters: PaymentFilters[],
  order: PageOrder,
): Promise<ListedRow[]> {
  const { at, id } = orderOf(kind, branch, order)
  const direction = order.oldest ? 'asc' : 'desc'
  let query = db
    .selectFrom('payments')
    .innerJoin('checkouts', 'checkouts.id', 'payments.checkout_id')
    .selectAll('payments')
    .select(['checkouts.order_reference', 'checkouts.shopper_reference'])
  const conditions = conditionsOf(kind, branch, filters, order)
  const inner = innerPlaces(kind, branch, conditions, order)
  if (branch.kind === 'metadata')
    query = query.innerJoin('payment_metadata', 'payment_metadata.payment_id', 'payments.id') as never
  for (const condition of inner ? [sql<SqlBool>`payments.id in (${inner})`] : conditions)
    query = query.where(condition)
  return query.orderBy(at, direction).orderBy(id, direction).limit(order.limit).execute()
}

/** For ranges that one index answers alone, finds the ids first; then only the page's rows are read. */
function innerPlaces(
  kind: DatabaseKind,
  branch: Branch,
  conditions: Expression<SqlBool>[],
  order: PageOrder,
): RawBuilder<unknown> | undefined {
  if (branch.kind === 'facets') return fittingPlaces(kind, branch.facets, conditions, order)
  if (branch.kind !== 'amounts') return undefined
  const direction = sql.raw(order.oldest ? 'asc' : 'desc')
  const { at, id } = orderOf(kind, branch, order)
  return sql`select payments.id from payments where ${sql.join(conditions, sql` and `)}
    order by ${at} ${direction}, ${id} ${direction} limit ${order.limit}`
}

function orderOf(kind: DatabaseKind, branch: Branch, order: PageOrder) {
  const [moment, name] =
    branch.kind === 'metadata' && !order.updated
      ? ['payment_metadata.created_at', 'payment_metadata.payment_id']
      : [order.updated ? 'payments.updated_at' : 'payments.created_at', 'payments.id']
  const id = kind === 'postgres' ? sql<string>`${sql.ref(name)} collate "C"` : sql<string>`${sql.ref(name)}`
  const at = isSorted(branch, order) ? sql<number>`${sql.ref(moment)} + 0` : sql<number>`${sql.ref(moment)}`
  return { at, id }
}

/** These ranges are small: this sort expression keeps the planner from walking all payments in index order. */
function isSorted({ kind }: Branch, { updated = false }: PageOrder): boolean {
  return kind === 'live' || kind === 'amounts' || (kind === 'updated' && !updated)
}

/** @returns what the rows of a range must fulfil */
export function conditionsOf(
  kind: DatabaseKind,
  branch: Branch,
  filters: PaymentFilters[],
  order: PageOrder,
): Expression<SqlBool>[] {
  const { at, id } = orderOf(kind, branch, order)
  const [beyond, upTo] = order.oldest ? (['>', '<='] as const) : (['<', '>='] as const)
  const { after, until } = order
  const created = isSorted(branch, order) ? sql`payments.created_at + 0` : sql`payments.created_at`
  return [
    ...branchConditions(branch),
    ...filters.flatMap((each) => [
      ...exactly(kind, each),
      ...narrowing(narrowed(branch, each, order), created),
    ]),
    ...(after ? beside(kind, [at, id], beyond, after) : []),
    ...(until ? beside(kind, [at, id], upTo, until) : []),
  ]
}

/**
 * The side of a place in the list's order. PostgreSQL cannot estimate how few rows a comparison of pairs leaves, and would
 * read the whole table for a short range. The bound of the moment alone gives it the estimate.
 */
function beside(
  kind: DatabaseKind,
  [at, id]: [RawBuilder<number>, RawBuilder<string>],
  sign: '<' | '<=' | '>' | '>=',
  place: Place,
): Expression<SqlBool>[] {
  const pair = sql<SqlBool>`(${at}, ${id}) ${sql.raw(sign)} (${place.at}, ${place.id})`
  if (kind === 'sqlite') return [pair]
  return [pair, sql<SqlBool>`${at} ${sql.raw(sign.startsWith('<') ? '<=' : '>=')} ${place.at}`]
}

/**
 * The facet already covers these filters, which its index could not answer alone. And a planner takes one bound of each
 * side: where the page has one, that of the window is left out.
 */
function narrowed(branch: Branch, filters: PaymentFilters, order: PageOrder): PaymentFilters {
  const { createdFrom, createdBefore, ...bare } = filters
  const [lower, upper] = order.oldest ? [order.after, order.until] : [order.until, order.after]
  const window = order.updated
    ? { createdFrom, createdBefore }
    : { ...(lower ? {} : { createdFrom }), ...(upper ? {} : { createdBefore }) }
  if (branch.kind !== 'facets') return { ...bare, ...window }
  const { statuses, methods, cardBrands, currencies, ...others } = bare
  return { ...others, ...window }
}

/** Values are literals in the SQL text where a partial index needs them. */
function branchConditions(branch: Branch): Expression<SqlBool>[] {
  switch (branch.kind) {
    case 'all':
      return []
    case 'facets':
    case 'amounts':
    case 'updated':
      return [sql`payments.live = 0`]
    case 'live':
      return [sql`payments.live = 1`]
    case 'metadata':
      return [sql`payment_metadata.hash = ${branch.hash}`]
    case 'refund_open':
      return [sql`payments.id in (select payment_id from operations where open = 1 and type = 'refund')`]
    case 'dispute_open':
      return [sql`payments.id in (select payment_id from disputes where open = 1)`]
    case 'duplicate':
      return [sql`payments.surplus_of is not null`, sql`payments.status not in ('refunded', 'canceled')`]
    case 'late':
      return [sql`payments.late = 1`, sql`payments.status not in ('refunded', 'canceled')`]
  }
}

/**
 * @param window only its creation times count
 * @returns the place of the payment that is so many further on in that order; undefined when fewer are left
 */
export async function placeFurtherOn(
  kind: DatabaseKind,
  db: Queries,
  { createdFrom, createdBefore }: PaymentFilters,
  order: PageOrder,
  rows: number,
): Promise<Place | undefined> {
  const { at, id } = orderOf(kind, { kind: 'all' }, order)
  const direction = sql.raw(order.oldest ? 'asc' : 'desc')
  const conditions = conditionsOf(kind, { kind: 'all' }, [{ createdFrom, createdBefore }], order)
  const found = await sql<Place>`select ${at} as at, payments.id from payments
    where ${sql.join([sql`1 = 1`, ...conditions], sql` and `)}
    order by ${at} ${direction}, ${id} ${direction} limit 1 offset ${rows - 1}`.execute(db)
  return found.rows[0]
}

/** @returns the number of ended payments with such an amount and currency, counted up to `most` */
export async function countAmounts(db: Queries, filters: PaymentFilters, most: number): Promise<number> {
  const { currencies, amountMin, amountMax } = filters
  const conditions = narrowing({ currencies, amountMin, amountMax })
  return countUpTo(
    db,
    sql`select 1 as one from payments where live = 0 and ${sql.join(conditions, sql` and `)}`,
    most,
  )
}

/** @returns the number of ended payments last changed in such a window, counted up to `most` */
export async function countUpdated(db: Queries, filters: PaymentFilters, most: number): Promise<number> {
  const { updatedFrom, updatedBefore } = filters
  const conditions = narrowing({ updatedFrom, updatedBefore })
  return countUpTo(
    db,
    sql`select 1 as one from payments where live = 0 and ${sql.join(conditions, sql` and `)}`,
    most,
  )
}

async function countUpTo(db: Queries, rows: RawBuilder<unknown>, most: number): Promise<number> {
  const counted = await sql<{
    count: number
  }>`select count(*) as count from (${rows} limit ${most}) as found`.execute(db)
  return Number(counted.rows[0]?.count ?? 0)
}

/** @returns whether an order has exactly this reference */
export async function hasOrder(db: Queries, orderReference: string): Promise<boolean> {
  const query = db.selectFrom('checkouts').select('id').where('order_reference', '=', orderReference)
  return (await query.limit(1).executeTakeFirst()) !== undefined
}

/** @returns the number of checkouts whose order reference begins with it, counted up to `most` */
export async function countBeginning(
  { kind, db }: { kind: DatabaseKind; db: Queries },
  beginning: string,
  most: number,
): Promise<number> {
  const query = db.selectFrom('checkouts').select('id')
  const rows = await query
    .where(beginsWith(kind, sql`order_reference`, beginning))
    .limit(most)
    .execute()
  return rows.length
}
