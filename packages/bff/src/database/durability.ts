/** Refuses databases whose settings could lose committed data, or that cannot store every text. */
import { sql } from 'kysely'
import type { Database } from './database.ts'

/**
 * For SQLite, `sqlite.ts` writes commits to disk. PostgreSQL's settings are the operator's.
 * @throws Error that names the setting
 */
export async function assertDurable(database: Database): Promise<void> {
  if (database.kind === 'sqlite') return
  await refuseReplica(database)
  const { rows: encodings } = await sql<{
    value: string
  }>`select current_setting('server_encoding') as value`.execute(database.db)
  if (encodings[0]?.value !== 'UTF8') {
    throw new Error(
      `PostgreSQL's database is encoded as ${encodings[0]?.value}, which cannot store every shopper's name. Make one with: create database … encoding 'UTF8' template template0`,
    )
  }
  for (const setting of ['fsync', 'synchronous_commit', 'full_page_writes']) {
    const { rows } = await sql<{ value: string }>`select current_setting(${setting}) as value`.execute(
      database.db,
    )
    if (rows[0]?.value === 'off') {
      throw new Error(
        `PostgreSQL runs with ${setting}=off: a crash could lose payments it confirmed. Set it to on.`,
      )
    }
  }
}

/** A replica refuses writes, and its reads may be seconds behind. */
async function refuseReplica(database: Database): Promise<void> {
  const { rows } = await sql<{ replica: boolean }>`select pg_is_in_recovery() as replica`.execute(database.db)
  if (rows[0]?.replica)
    throw new Error(
      'DATABASE_URL: names a replica of PostgreSQL, which takes no writes: name the primary, or an address that follows it',
    )
}
