/** Keyed hashes of each process's settings, so that processes on one database can detect differences. */
import type { Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('instances').addColumn('fingerprints', 'text').execute()
}
