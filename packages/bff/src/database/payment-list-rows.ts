/** Pages of payments. Each page is a few ranges of an index, whatever the ledger holds. */

import type { PaymentStatus } from '@paykka-checkout/shared-types'
import type { Expression, SqlBool } from 'kysely'
import { sql } from 'kysely'
import type { Queries, StoreKind } from './database.ts'
import type { PaymentRow } from './tables.ts'

/** What one range holds besides the filters: ended payments of a status are found by an index of their own. */
export type Branch =
  | { kind: 'all' }
  | { kind: 'ended'; status: PaymentStatus }
  | { kind: 'live'; statuses: PaymentStatus[] }
  | { kind: 'of'; statuses: PaymentStatus[] }
  | { kind: 'refund_open' }
  | { kind: 'dispute_open' }
  | { kind: 'duplicate' }

export type PaymentFilters = {
  id?: string | undefined
  checkoutId?: string | undefined
  agreementId?: string | undefined
  transId?: string | undefined
  /** The first letters of a `trans_id`. */
  transPrefix?: string | undefined
  gatewayOrderId?: string | undefined
  orderReference?: string | undefined
  orderPrefix?: string | undefined
  shopperReference?: string | undefined
  emailHash?: string | undefined
  cardLast4?: string | undefined
  statuses?: string[] | undefined
  methods?: string[] | undefined
  cardBrands?: string[] | undefined
  currencies?: string[] | undefined
  amountMin?: number | undefined
  amountMax?: number | undefined
  /** Unix milliseconds, inclusive. */
  createdFrom?: number | undefined
  /** Unix milliseconds, exclusive. */
  createdBefore?: number | undefined
}

export type PageOrder = { oldest: boolean; after?: { at: number; id: string } | undefined; limit: number }

export type ListedRow = PaymentRow & { order_reference: string; shopper_reference: string | null }

/** @returns whether a filter names so few payments that they are looked through */
export function namesFew(filters: PaymentFilters): boolean {
  const { statuses, methods, cardBrands, currencies, amountMin, amountMax, ...others } = filters
  const { createdFrom, createdBefore, ...naming } = others
  return Object.values(naming).some((value) => value !== undefined)
}

/** @returns the first rows of one range to which all filters fit, in order */
export function listBranch(
  kind: StoreKind,
  db: Queries,
  branch: Branch,
  filters: PaymentFilters[],
  { oldest, after, limit }: PageOrder,
): Promise<ListedRow[]> {
  const id = kind === 'postgres' ? sql<string>`payments.id collate "C"` : sql<string>`payments.id`
  // Few are live: an order of its own keeps SQLite from walking all payments in theirs.
  const at = branch.kind === 'live' ? sql<number>`payments.created_at + 0` : sql<number>`payments.created_at`
  const direction = oldest ? 'asc' : 'desc'
  let query = db
    .selectFrom('payments')
    .innerJoin('checkouts', 'checkouts.id', 'payments.checkout_id')
    .selectAll('payments')
    .select(['checkouts.order_reference', 'checkouts.shopper_reference'])
  for (const condition of conditions(kind, branch, filters)) query = query.where(condition)
  if (after) {
    const sign = sql.raw(oldest ? '>' : '<')
    query = query.where(sql<SqlBool>`(${at}, ${id}) ${sign} (${after.at}, ${after.id})`)
  }
  return query.orderBy(at, direction).orderBy(id, direction).limit(limit).execute()
}

function conditions(kind: StoreKind, branch: Branch, filters: PaymentFilters[]): Expression<SqlBool>[] {
  return [
    ...branchConditions(branch),
    ...filters.flatMap((each) => [...exact(kind, each), ...narrowing(each)]),
  ]
}

/** Values stand in the text where a partial index needs to see them. */
function branchConditions(branch: Branch): Expression<SqlBool>[] {
  switch (branch.kind) {
    case 'all':
      return []
    case 'ended':
      return [sql`payments.live = 0`, sql`payments.status = ${branch.status}`]
    case 'live':
      return [sql`payments.live = 1`, sql`payments.status in (${sql.join(branch.statuses)})`]
    case 'of':
      return [sql`payments.status in (${sql.join(branch.statuses)})`]
    case 'refund_open':
      return [sql`payments.id in (select payment_id from operations where open = 1 and type = 'refund')`]
    case 'dispute_open':
      return [sql`payments.id in (select payment_id from disputes where ${OPEN_DISPUTE})`]
    case 'duplicate':
      return [sql`payments.surplus_of is not null`, sql`payments.status not in ('refunded', 'canceled')`]
  }
}

/** The words that end a dispute, wherever they stand in a stage. PayKKa's list of stages is not published. */
export const DISPUTE_ENDS = ['WON', 'LOST', 'CLOSED', 'CANCEL', 'ACCEPTED', 'EXPIRED', 'REVERSED'] as const
export const OPEN_DISPUTE = sql.join(
  DISPUTE_ENDS.map((word) => sql`coalesce(upper(stage), '') not like ${sql.lit(`%${word}%`)}`),
  sql` and `,
)

const ofCheckouts = (condition: Expression<SqlBool>): Expression<SqlBool> =>
  sql`payments.checkout_id in (select id from checkouts where ${condition})`

function exact(kind: StoreKind, filters: PaymentFilters): Expression<SqlBool>[] {
  const { id, checkoutId, transId, gatewayOrderId, orderReference, shopperReference, emailHash } = filters
  const { agreementId, transPrefix, orderPrefix, cardLast4 } = filters
  return [
    id !== undefined && sql<SqlBool>`payments.id = ${id}`,
    checkoutId !== undefined && sql<SqlBool>`payments.checkout_id = ${checkoutId}`,
    transId !== undefined && sql<SqlBool>`payments.trans_id = ${transId}`,
    gatewayOrderId !== undefined && sql<SqlBool>`payments.gateway_order_id = ${gatewayOrderId}`,
    orderReference !== undefined && ofCheckouts(sql`order_reference = ${orderReference}`),
    shopperReference !== undefined && ofCheckouts(sql`shopper_reference = ${shopperReference}`),
    emailHash !== undefined && ofCheckouts(sql`email_hash = ${emailHash}`),
    agreementId !== undefined &&
      sql<SqlBool>`payments.id in (select payment_id from saved_cards where agreement_id = ${agreementId})`,
    transPrefix !== undefined && beginsWith(kind, sql`payments.trans_id`, transPrefix),
    orderPrefix !== undefined && ofCheckouts(beginsWith(kind, sql`order_reference`, orderPrefix)),
    cardLast4 !== undefined && sql<SqlBool>`payments.card_last4 = ${cardLast4}`,
  ].filter((condition) => condition !== false)
}

/** SQLite finds a range of its index; PostgreSQL has an index for the beginnings of texts. */
function beginsWith(kind: StoreKind, column: Expression<unknown>, beginning: string): Expression<SqlBool> {
  if (kind === 'postgres') return sql`${column} like ${`${beginning.replaceAll(/[\\%_]/g, '\\$&')}%`}`
  return sql`${column} >= ${beginning} and ${column} < ${`${beginning}\u{10ffff}`}`
}

function narrowing(filters: PaymentFilters): Expression<SqlBool>[] {
  const { statuses, methods, cardBrands, currencies, amountMin, amountMax, createdFrom, createdBefore } =
    filters
  return [
    statuses && sql<SqlBool>`payments.status in (${sql.join(statuses)})`,
    methods && sql<SqlBool>`payments.method in (${sql.join(methods)})`,
    cardBrands && sql<SqlBool>`payments.card_brand in (${sql.join(cardBrands)})`,
    currencies && sql<SqlBool>`payments.currency in (${sql.join(currencies)})`,
    amountMin !== undefined && sql<SqlBool>`payments.amount >= ${amountMin}`,
    amountMax !== undefined && sql<SqlBool>`payments.amount <= ${amountMax}`,
    createdFrom !== undefined && sql<SqlBool>`payments.created_at >= ${createdFrom}`,
    createdBefore !== undefined && sql<SqlBool>`payments.created_at < ${createdBefore}`,
  ].filter((condition) => condition !== false && condition !== undefined)
}

/** @returns whether an order has exactly this reference */
export async function hasOrder(db: Queries, orderReference: string): Promise<boolean> {
  const query = db.selectFrom('checkouts').select('id').where('order_reference', '=', orderReference)
  return (await query.limit(1).executeTakeFirst()) !== undefined
}

/** @returns how many checkouts begin with it, counted up to `most` */
export async function countBeginning(
  { kind, db }: { kind: StoreKind; db: Queries },
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
