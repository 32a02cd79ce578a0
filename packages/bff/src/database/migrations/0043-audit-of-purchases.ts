/** Audit entries of purchases and new checkouts wait to be chained; entries tell network, origin and refusal; indexes of the list. */
import type { Kysely } from 'kysely'
import { PostgresAdapter, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  const isPostgres = db.getExecutor().adapter instanceof PostgresAdapter
  for (const column of ['problem_code', 'network', 'origin'])
    await db.schema.alterTable('audit').addColumn(column, 'text').execute()
  await db.schema.alterTable('audit_head').addColumn('reported', 'bigint').execute()
  await addWaiting(db, isPostgres)
  await addIndexes(db, isPostgres)
}

/**
 * The chain's end is one row. If every purchase locked it, purchases would run one after the other. So a purchase inserts a
 * row here, and a job chains these rows.
 */
async function addWaiting(db: Kysely<unknown>, isPostgres: boolean): Promise<void> {
  await db.schema
    .createTable('audit_waiting')
    .addColumn('place', isPostgres ? 'bigserial' : 'integer', (column) => column.primaryKey())
    .addColumn('entry', 'text', (column) => column.notNull())
    .execute()
}

/** Action, outcome and actor have few combinations, so a list that filters by them reads a short range of each. */
async function addIndexes(db: Kysely<unknown>, isPostgres: boolean): Promise<void> {
  const collation = isPostgres ? sql` collate "C"` : sql``
  const words = sql`action || ' ' || outcome || ' ' || actor_type || ' ' || actor_id`
  for (const index of [
    sql`drop index audit_target`,
    sql`create index audit_target on audit (target_id, at, sequence)`,
    sql`create index audit_listed on audit (at, sequence)`,
    sql`create index audit_words on audit ((${words})${collation}, at, sequence)`,
    sql`create index audit_claimed on audit (actor_claimed, at, sequence) where actor_claimed is not null`,
  ])
    await index.execute(db)
}
