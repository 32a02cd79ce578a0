/** Pages of captures, voids and refunds of all payments. */
import type { Expression, SqlBool } from 'kysely'
import { sql } from 'kysely'
import type { DatabaseKind, Queries } from './database.ts'
import { all, keyset, within } from './keyset.ts'
import type { PageOrder } from './page-order.ts'
import type { ModificationRow } from './tables.ts'

type OperationFilters = {
  paymentId?: string | undefined
  reason?: string | undefined
  createdFrom?: number | undefined
  createdBefore?: number | undefined
}

export type ListedOperationRow = ModificationRow & { order_reference: string; currency: string }

/** `words`: type and status as one; `actor`, `claimed`: who ordered it. Each has its own index. */
export type OperationBranch = { words?: string; actor?: string; claimed?: string }

/** @returns the first matching operations, in order */
export async function listOperationRows(
  kind: DatabaseKind,
  db: Queries,
  branch: OperationBranch,
  filters: OperationFilters,
  order: PageOrder,
): Promise<ListedOperationRow[]> {
  const page = keyset(kind, 'operations.created_at', 'operations.id', order)
  const { paymentId, reason, createdFrom, createdBefore } = filters
  const conditions = all([
    ...ofBranch(kind, branch),
    ...(paymentId === undefined ? [] : [sql<SqlBool>`operations.payment_id = ${paymentId}`]),
    ...(reason === undefined ? [] : [sql<SqlBool>`operations.reason = ${reason}`]),
    ...within('operations.created_at', createdFrom, createdBefore),
    ...page.conditions,
  ])
  const { rows } = await sql<ListedOperationRow>`
    select operations.*, payments.currency, checkouts.order_reference from operations
    join payments on payments.id = operations.payment_id join checkouts on checkouts.id = payments.checkout_id
    where ${conditions} ${page.order} limit ${order.limit}`.execute(db)
  return rows
}

function ofBranch(kind: DatabaseKind, { words, actor, claimed }: OperationBranch): Expression<SqlBool>[] {
  const expression = sql`(operations.type || ' ' || operations.status)`
  const word = kind === 'postgres' ? sql`${expression} collate "C"` : expression
  return [
    ...(words === undefined ? [] : [sql<SqlBool>`${word} = ${words}`]),
    ...(actor === undefined ? [] : [sql<SqlBool>`operations.actor_id = ${actor}`]),
    ...(claimed === undefined ? [] : [sql<SqlBool>`operations.actor_claimed = ${claimed}`]),
  ]
}
