/** What each process is set up with, as keyed hashes, so that processes on one ledger can tell where they differ. */
import type { Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('instances').addColumn('fingerprints', 'text').execute()
}
