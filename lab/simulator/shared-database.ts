/** The one database of all instances: real SQLite in memory, one transaction at a time, with faults in front. */
import { DatabaseSync } from 'node:sqlite'
import type { SqliteDatabase } from 'kysely'
import { Kysely, SqliteDialect } from 'kysely'
import { migrate } from '../../packages/bff/src/database/migrations/index.ts'
import { adaptSqlite } from '../../packages/bff/src/database/sqlite.ts'
import type { Tables } from '../../packages/bff/src/database/tables.ts'
import type { Life } from './life.ts'

type Holder = { life: Life; end(): void }

export type SharedDatabase = {
  raw: DatabaseSync
  database: SqliteDatabase
  /** Who has a transaction open. Everybody else waits. */
  holder: Holder | null
  waiting: (() => void)[]
}

const TABLES = [
  'shop_events',
  'notices',
  'jobs',
  'used_seals',
  'instances',
  'idempotency_keys',
  'card_keys',
  'payment_steps',
  'payments',
  'checkout_versions',
  'checkouts',
]

const shared: { sharedDatabase?: Promise<SharedDatabase> } = {}

/** @returns an empty database. The migrated database is reused: creating one takes longer than a seed. */
export async function freshDatabase(): Promise<SharedDatabase> {
  shared.sharedDatabase ??= openSharedDatabase()
  const sharedDatabase = await shared.sharedDatabase
  if (sharedDatabase.raw.isTransaction) sharedDatabase.raw.exec('rollback')
  sharedDatabase.holder = null
  sharedDatabase.waiting = []
  for (const table of TABLES) sharedDatabase.raw.exec(`delete from ${table}`)
  return sharedDatabase
}

async function openSharedDatabase(): Promise<SharedDatabase> {
  const raw = new DatabaseSync(':memory:')
  raw.exec('pragma foreign_keys = on')
  const database = adaptSqlite(raw)
  await migrate(new Kysely<Tables>({ dialect: new SqliteDialect({ database }) }))
  return { raw, database, holder: null, waiting: [] }
}

/** Resolves when no transaction is open. The caller checks again: somebody may have been quicker. */
export function freed(sharedDatabase: SharedDatabase): Promise<void> {
  return new Promise((resolve) => sharedDatabase.waiting.push(resolve))
}

export function release(
  sharedDatabase: SharedDatabase,
  order: (waiting: (() => void)[]) => (() => void)[],
): void {
  sharedDatabase.holder = null
  const waiting = order(sharedDatabase.waiting)
  sharedDatabase.waiting = []
  for (const wake of waiting) wake()
}

/** @returns all rows, straight from the database: for checks, never for the code under test */
export function rows<T>(
  sharedDatabase: SharedDatabase,
  sql: string,
  ...parameters: (string | number)[]
): T[] {
  const statement = sharedDatabase.database.prepare(sql)
  return statement.all(parameters) as T[]
}
