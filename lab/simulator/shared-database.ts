/** The one database of all instances: real SQLite in memory, one transaction at a time, with faults in front. */
import type { SQLOutputValue } from 'node:sqlite'
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
  tables: readonly Table[]
  /** Who has a transaction open. Everybody else waits. */
  holder: Holder | null
  waiting: (() => void)[]
}

/** A table, and the rows that the migrations put into it. */
type Table = { name: string; rows: Record<string, SQLOutputValue>[] }

const shared: { sharedDatabase?: Promise<SharedDatabase> } = {}

/** @returns an empty database. The migrated database is reused: creating one takes longer than a seed. */
export async function freshDatabase(): Promise<SharedDatabase> {
  shared.sharedDatabase ??= openSharedDatabase()
  const sharedDatabase = await shared.sharedDatabase
  if (sharedDatabase.raw.isTransaction) sharedDatabase.raw.exec('rollback')
  sharedDatabase.holder = null
  sharedDatabase.waiting = []
  putBack(sharedDatabase)
  return sharedDatabase
}

async function openSharedDatabase(): Promise<SharedDatabase> {
  const raw = new DatabaseSync(':memory:')
  raw.exec('pragma foreign_keys = on')
  const database = adaptSqlite(raw)
  await migrate(new Kysely<Tables>({ dialect: new SqliteDialect({ database }) }))
  return { raw, database, tables: tablesOf(raw), holder: null, waiting: [] }
}

function tablesOf(raw: DatabaseSync): Table[] {
  const names = raw.prepare("select name from sqlite_master where type = 'table' and name not like 'sqlite%'")
  return names.all().map(({ name }) => ({
    name: String(name),
    rows: raw.prepare(`select * from "${name}"`).all(),
  }))
}

/** Every table as the migrations left it, so that no seed sees rows of the one before. */
function putBack({ raw, tables }: SharedDatabase): void {
  raw.exec('pragma foreign_keys = off')
  for (const { name, rows } of tables) {
    raw.exec(`delete from "${name}"`)
    for (const row of rows) insert(raw, name, row)
  }
  raw.exec('pragma foreign_keys = on')
}

function insert(raw: DatabaseSync, table: string, row: Table['rows'][number]): void {
  const columns = Object.keys(row).map((column) => `"${column}"`)
  const places = columns.map(() => '?')
  raw.prepare(`insert into "${table}" (${columns}) values (${places})`).run(...Object.values(row))
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
