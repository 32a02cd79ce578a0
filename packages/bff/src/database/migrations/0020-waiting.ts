/** Indexes of unfinished rows, so that counting them costs the same in an old database. */
import type { Kysely } from 'kysely'
import { sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index shop_events_failed on shop_events (created_at) where state = 'failed'`.execute(db)
  await sql`create index operations_open on operations (status) where open = 1`.execute(db)
}
