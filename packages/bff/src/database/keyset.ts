/** Keyset pagination by time and id, shared by all lists. */
import type { Expression, SqlBool } from 'kysely'
import { sql } from 'kysely'
import type { DatabaseKind } from './database.ts'
import type { PageOrder } from './page-order.ts'

/**
 * PostgreSQL compares ids by bytes, like SQLite.
 * @param moment @param id names of columns with their table
 */
export function keyset(kind: DatabaseKind, moment: string, id: string, { oldest, after }: PageOrder) {
  const at = sql.ref(moment)
  const name = kind === 'postgres' ? sql`${sql.ref(id)} collate "C"` : sql`${sql.ref(id)}`
  const beyond = sql.raw(oldest ? '>' : '<')
  const direction = sql.raw(oldest ? 'asc' : 'desc')
  const conditions: Expression<SqlBool>[] = after
    ? [sql<SqlBool>`(${at}, ${name}) ${beyond} (${after.at}, ${after.id})`]
    : []
  return { conditions, order: sql`order by ${at} ${direction}, ${name} ${direction}` }
}

/** @returns all conditions combined; true without any */
export function all(conditions: Expression<SqlBool>[]): Expression<SqlBool> {
  return conditions.length === 0 ? sql<SqlBool>`1 = 1` : sql<SqlBool>`${sql.join(conditions, sql` and `)}`
}

/** Unix milliseconds: `from` inclusive, `before` exclusive. */
export function within(moment: string, from?: number, before?: number): Expression<SqlBool>[] {
  return [
    ...(from === undefined ? [] : [sql<SqlBool>`${sql.ref(moment)} >= ${from}`]),
    ...(before === undefined ? [] : [sql<SqlBool>`${sql.ref(moment)} < ${before}`]),
  ]
}
