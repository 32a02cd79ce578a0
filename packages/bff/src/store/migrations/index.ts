/** All schema changes in order. A released one is never edited: add the next. */
import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { Migrator } from 'kysely/migration'
import type { Tables } from '../tables.ts'
import { up as first } from './0001-first.ts'
import { up as instances } from './0002-instances.ts'
import { up as wallets } from './0003-wallets.ts'

const migrations: Record<string, Migration> = {
  '0001-first': { up: first },
  '0002-instances': { up: instances },
  '0003-wallets': { up: wallets },
}

/**
 * Brings the schema up to date. Safe to run from several processes at once: the migrator takes a lock. A schema that a
 * newer version has brought further is left alone: migrations only add, so that both versions work while one replaces
 * the other.
 * @returns the names of the migrations that ran
 */
export async function migrate(db: Kysely<Tables>): Promise<string[]> {
  if (await isNewer(db)) return []
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
  const { error, results } = await migrator.migrateToLatest()
  if (error) throw error
  return (results ?? []).map((result) => result.migrationName)
}

const LEDGER = 'kysely_migration'

/** Ours are all there, and at least one that comes after them. */
async function isNewer(db: Kysely<Tables>): Promise<boolean> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true })
  if (!tables.some((table) => table.name === LEDGER)) return false
  const { rows } = await sql<{ name: string }>`select name from ${sql.table(LEDGER)}`.execute(db)
  const done = rows.map((row) => row.name)
  const ours = Object.keys(migrations).toSorted()
  const last = ours.at(-1) ?? ''
  return ours.every((name) => done.includes(name)) && done.some((name) => name > last)
}

/** @returns the names of this version’s migrations that the ledger has not seen */
export async function pendingMigrations(db: Kysely<Tables>): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true })
  if (!tables.some((table) => table.name === LEDGER)) return Object.keys(migrations)
  const { rows } = await sql<{ name: string }>`select name from ${sql.table(LEDGER)}`.execute(db)
  return Object.keys(migrations).filter((name) => !rows.some((row) => row.name === name))
}
