/** An event may have several endpoints: the names of those that accepted it, comma-separated. */
import type { Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('shop_events')
    .addColumn('delivered_to', 'text', (column) => column.notNull().defaultTo(''))
    .execute()
}
