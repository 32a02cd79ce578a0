/** All schema changes in order. A released one is never edited: add the next. */
import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import { Migrator } from 'kysely/migration'
import type { Tables } from '../tables.ts'
import { up as first } from './0001-first.ts'

const migrations: Record<string, Migration> = {
  '0001-first': { up: first },
}

/**
 * Brings the schema up to date. Safe to run from several processes at once: the migrator takes a lock.
 * @returns the names of the migrations that ran
 */
export async function migrate(db: Kysely<Tables>): Promise<string[]> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
  const { error, results } = await migrator.migrateToLatest()
  if (error) throw error
  return (results ?? []).map((result) => result.migrationName)
}
