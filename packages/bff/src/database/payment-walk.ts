/** Reads the payments of a time window in short steps, each with a limited number of rows, whatever the filters. */
import type { RawBuilder } from 'kysely'
import { sql } from 'kysely'
import type { DatabaseKind, Queries } from './database.ts'
import type { PageOrder } from './page-order.ts'
import type { PaymentFilters } from './payment-filters-sql.ts'
import { conditionsOf } from './payment-list-rows.ts'

/** A window of creation times in Unix milliseconds: `from` inclusive, `before` exclusive. */
export type Window = { from: number; before: number }

export type Sums = {
  currency: string
  word: string
  slot: number
  count: number
  amount: number
  captured: number
  refunded: number
}

/** The grouping of payments, besides their currency. */
export type SumsBy = 'status' | 'status,method' | 'status,card_brand' | 'status,decline_code' | 'status,shop'

/**
 * @param slotMs payments of one time slot are summed up together
 * @returns sums over the matching payments of one step
 */
export async function sumStep(
  kind: DatabaseKind,
  db: Queries,
  filters: PaymentFilters[],
  step: Pick<PageOrder, 'after' | 'until'>,
  by: SumsBy,
  slotMs: number,
): Promise<Sums[]> {
  const conditions = conditionsOf(kind, { kind: 'all' }, filters, { ...step, oldest: true, limit: 0 })
  const slot = sql`cast(created_at / ${sql.lit(slotMs)} as bigint)`
  const word = sql.join(
    by.split(',').map((column) => sql`coalesce(${sql.ref(column)}, '')`),
    sql` || ' ' || `,
  )
  const { rows } = await sql<Sums>`select currency, ${word} as word, ${slot} as slot, count(*) as count,
    sum(amount) as amount, sum(${sumIn(kind, 'captured')}) as captured, sum(${sumIn(kind, 'refunded')}) as refunded
    from payments where ${sql.join([sql`1 = 1`, ...conditions], sql` and `)} group by 1, 2, 3`.execute(db)
  return rows.map((row) => ({
    ...row,
    slot: Number(row.slot),
    count: Number(row.count),
    amount: Number(row.amount),
    captured: Number(row.captured),
    refunded: Number(row.refunded),
  }))
}

/** PayKKa's latest sum; 0 before the first one. */
function sumIn(kind: DatabaseKind, name: 'captured' | 'refunded'): RawBuilder<number> {
  return kind === 'postgres'
    ? sql`coalesce((balances::json ->> ${sql.lit(name)})::bigint, 0)`
    : sql`coalesce(json_extract(balances, ${sql.lit(`$.${name}`)}), 0)`
}
