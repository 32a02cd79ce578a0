/** Pages of checkouts, read with the status indexes. */
import type { CheckoutStatus } from '@paykka-checkout/shared-types'
import type { Expression, SqlBool } from 'kysely'
import { sql } from 'kysely'
import type { DatabaseKind, Queries } from './database.ts'
import { all, keyset, within } from './keyset.ts'
import type { PageOrder } from './page-order.ts'
import type { CheckoutRow } from './tables.ts'

type CheckoutFilters = {
  orderReference?: string | undefined
  shopperReference?: string | undefined
  createdFrom?: number | undefined
  createdBefore?: number | undefined
}

/** The longest time that a checkout can be open. */
const LONGEST_MS = 86_400_000

/**
 * @param status of the checkouts; any when left out
 * @param provenNow Unix milliseconds that decide whether open ones have expired
 * @returns the first matching checkouts, in order
 */
export async function listCheckoutRows(
  kind: DatabaseKind,
  db: Queries,
  status: CheckoutStatus | undefined,
  filters: CheckoutFilters,
  provenNow: number,
  order: PageOrder,
): Promise<CheckoutRow[]> {
  const { orderReference, shopperReference, createdFrom, createdBefore } = filters
  const page = keyset(kind, 'checkouts.created_at', 'checkouts.id', order)
  const conditions = all([
    ...(status === undefined ? [] : ofStatus(status, provenNow)),
    ...(orderReference === undefined ? [] : [sql<SqlBool>`order_reference = ${orderReference}`]),
    ...(shopperReference === undefined ? [] : [sql<SqlBool>`shopper_reference = ${shopperReference}`]),
    ...within('created_at', createdFrom, createdBefore),
    ...page.conditions,
  ])
  const { rows } =
    await sql<CheckoutRow>`select * from checkouts where ${conditions} ${page.order} limit ${order.limit}`.execute(
      db,
    )
  return rows
}

/** The condition of the partial index, word for word: otherwise SQLite does not use it. */
const INDEXED = sql<SqlBool>`status in ('open', 'authorized', 'canceled')`

/** A rare status uses the index of its rare condition. */
function ofStatus(status: CheckoutStatus, provenNow: number): Expression<SqlBool>[] {
  switch (status) {
    case 'open':
      return [
        INDEXED,
        sql`status = 'open'`,
        sql`expires_at > ${provenNow}`,
        sql`created_at >= ${provenNow - LONGEST_MS}`,
      ]
    case 'expired':
      return [INDEXED, sql`status = 'open'`, sql`expires_at <= ${provenNow}`]
    case 'processing':
    case 'action_required':
    case 'unknown':
      return [sql`status = ${status}`, sql`id in (select checkout_id from payments where live = 1)`]
    case 'authorized':
    case 'canceled':
      return [INDEXED, sql`status = ${sql.lit(status)}`]
    case 'succeeded':
      return [sql`status = ${sql.lit(status)}`]
  }
}
