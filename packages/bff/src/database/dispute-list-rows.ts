/** Pages of disputes. */
import type { Expression, SqlBool } from 'kysely'
import { sql } from 'kysely'
import type { DatabaseKind, Queries } from './database.ts'
import { all, keyset, within } from './keyset.ts'
import type { PageOrder } from './page-order.ts'
import type { DisputeRow } from './tables.ts'

type DisputeFilters = {
  id?: string | undefined
  stage?: string | undefined
  open?: boolean | undefined
  verified?: boolean | undefined
  paymentId?: string | undefined
  /** Unix milliseconds, exclusive. */
  dueBefore?: number | undefined
  createdFrom?: number | undefined
  createdBefore?: number | undefined
}

export type ListedDisputeRow = DisputeRow & { order_reference: string; checkout_id: string }

/** @param byDue sorted by due time instead of by report time */
export async function listDisputeRows(
  kind: DatabaseKind,
  db: Queries,
  filters: DisputeFilters,
  byDue: boolean,
  order: PageOrder,
): Promise<ListedDisputeRow[]> {
  const page = keyset(kind, byDue ? 'disputes.due_at' : 'disputes.reported_at', 'disputes.id', order)
  const conditions = all([
    // A row written by an older version during an update has no id yet.
    sql<SqlBool>`disputes.id is not null`,
    ...(byDue ? [sql<SqlBool>`disputes.due_at is not null`] : []),
    ...fitting(filters),
    ...page.conditions,
  ])
  const { rows } = await sql<ListedDisputeRow>`
    select disputes.*, checkouts.order_reference, payments.checkout_id from disputes
    join payments on payments.id = disputes.payment_id join checkouts on checkouts.id = payments.checkout_id
    where ${conditions} ${page.order} limit ${order.limit}`.execute(db)
  return rows
}

function fitting(filters: DisputeFilters): Expression<SqlBool>[] {
  const { id, stage, open, verified, paymentId, dueBefore, createdFrom, createdBefore } = filters
  return [
    ...(id === undefined ? [] : [sql<SqlBool>`disputes.id = ${id}`]),
    ...(stage === undefined ? [] : [sql<SqlBool>`disputes.stage = ${stage}`]),
    ...(open === undefined ? [] : [sql<SqlBool>`disputes.open = ${sql.lit(open ? 1 : 0)}`]),
    ...(verified === undefined ? [] : [sql<SqlBool>`disputes.verified = ${verified ? 1 : 0}`]),
    ...(paymentId === undefined ? [] : [sql<SqlBool>`disputes.payment_id = ${paymentId}`]),
    ...within('disputes.due_at', undefined, dueBefore),
    ...within('disputes.reported_at', createdFrom, createdBefore),
  ]
}
