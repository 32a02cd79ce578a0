/** Counts what is not over yet, for whoever watches. */
import type { Queries } from './database.ts'

export type Waiting = { what: 'payment' | 'operation' | 'notice' | 'event'; state: string; count: number }

/** @returns one row per kind and state; states with nothing in them are left out */
export async function countWork(db: Queries): Promise<Waiting[]> {
  const payments = await db
    .selectFrom('payments')
    .select((eb) => ['status as state', eb.fn.countAll().as('count')])
    .where('live', '=', 1)
    .groupBy('status')
    .execute()
  const operations = await db
    .selectFrom('operations')
    .select((eb) => ['status as state', eb.fn.countAll().as('count')])
    .where('open', '=', 1)
    .groupBy('status')
    .execute()
  const notices = await db
    .selectFrom('notices')
    .select((eb) => ['state', eb.fn.countAll().as('count')])
    .where('state', '=', 'pending')
    .groupBy('state')
    .execute()
  const events = await db
    .selectFrom('shop_events')
    .select((eb) => ['state', eb.fn.countAll().as('count')])
    .where('state', 'in', ['pending', 'failed'])
    .groupBy('state')
    .execute()
  const rows = { payment: payments, operation: operations, notice: notices, event: events }
  return Object.entries(rows).flatMap(([what, found]) =>
    found.map(({ state, count }) => ({ what: what as Waiting['what'], state, count: Number(count) })),
  )
}
