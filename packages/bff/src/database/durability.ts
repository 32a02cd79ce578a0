/** A ledger that loses what it confirmed is none: refuses databases that are set up to do so, or that cannot hold every text. */
import { sql } from 'kysely'
import type { Store } from './database.ts'

/**
 * SQLite's commits are put on disk by us (`sqlite.ts`). PostgreSQL's settings are the operator's.
 * @throws Error that names the setting
 */
export async function assertDurable(store: Store): Promise<void> {
  if (store.kind === 'sqlite') return
  await refuseReplica(store)
  const { rows: encodings } = await sql<{
    value: string
  }>`select current_setting('server_encoding') as value`.execute(store.db)
  if (encodings[0]?.value !== 'UTF8') {
    throw new Error(
      `PostgreSQL's database is encoded as ${encodings[0]?.value}, which has no place for every shopper's name. Make one with: create database … encoding 'UTF8' template template0`,
    )
  }
  for (const setting of ['fsync', 'synchronous_commit', 'full_page_writes']) {
    const { rows } = await sql<{ value: string }>`select current_setting(${setting}) as value`.execute(
      store.db,
    )
    if (rows[0]?.value === 'off') {
      throw new Error(
        `PostgreSQL runs with ${setting}=off: a crash could lose payments it confirmed. Set it to on.`,
      )
    }
  }
}

/** It takes no writes, and reads of it may be seconds behind. */
async function refuseReplica(store: Store): Promise<void> {
  const { rows } = await sql<{ replica: boolean }>`select pg_is_in_recovery() as replica`.execute(store.db)
  if (rows[0]?.replica)
    throw new Error(
      'DATABASE_URL: names a replica of PostgreSQL, which takes no writes: name the primary, or an address that follows it',
    )
}
