/** Counts unfinished work, for metrics. */
import { sql } from 'kysely'
import type { Queries } from './database.ts'

export type Waiting = { what: 'payment' | 'operation' | 'notice' | 'event'; state: string; count: number }

/**
 * Values are literals in the SQL text, so that the planner can use the partial indexes: most rows of an old database are
 * finished.
 * @returns one row per kind and state; empty states are left out
 */
export async function countWork(db: Queries): Promise<Waiting[]> {
  const payments = await db
    .selectFrom('payments')
    .select((eb) => ['status as state', eb.fn.countAll().as('count')])
    .where('live', '=', sql.lit(1))
    .groupBy('status')
    .execute()
  const operations = await db
    .selectFrom('operations')
    .select((eb) => ['status as state', eb.fn.countAll().as('count')])
    .where('open', '=', sql.lit(1))
    .groupBy('status')
    .execute()
  const notices = await db
    .selectFrom('notices')
    .select((eb) => ['state', eb.fn.countAll().as('count')])
    .where('state', '=', sql.lit('pending' as const))
    .groupBy('state')
    .execute()
  const events = [await countEvents(db, 'pending'), await countEvents(db, 'failed')].flat()
  const rows = { payment: payments, operation: operations, notice: notices, event: events }
  return Object.entries(rows).flatMap(([what, found]) =>
    found.map(({ state, count }) => ({ what: what as Waiting['what'], state, count: Number(count) })),
  )
}

/** Each state has its own index, and no planner combines two. */
function countEvents(db: Queries, state: 'pending' | 'failed') {
  return db
    .selectFrom('shop_events')
    .select((eb) => ['state', eb.fn.countAll().as('count')])
    .where('state', '=', sql.lit(state))
    .groupBy('state')
    .execute()
}
