/** SQLite on Node’s own `node:sqlite`: one file, write-ahead log, every commit on disk before anyone hears of it. */
import { existsSync, mkdirSync, realpathSync } from 'node:fs'
import { dirname } from 'node:path'
import type { StatementSync } from 'node:sqlite'
import { DatabaseSync } from 'node:sqlite'
import type { Dialect, Kysely, SqliteDatabase, SqliteStatement, Transaction } from 'kysely'
import { SqliteAdapter, SqliteDialect } from 'kysely'
import type { Tables } from './tables.ts'
import type { Disk, WriteAheadLog } from './write-ahead-log.ts'
import { realDisk, writeAheadLog } from './write-ahead-log.ts'

/** Holds the file for one process. Without it two BFFs on one file would each think they own the resolver. */
export type FileLock = { release(): void }

/** A ledger’s file, open. */
export type SqliteFile = {
  dialect: Dialect
  /** Runs a transaction that is on disk when it ends; while the disk works, the process goes on. */
  transact<T>(db: Kysely<Tables>, work: (tx: Transaction<Tables>) => Promise<T>): Promise<T>
  /** Gives back what is left when Kysely has closed the database. */
  release(): Promise<void>
}

/**
 * Opens the file at `path`, created when missing. Every statement outside of `transact` waits for the disk itself.
 * @param disk the machine’s own when left out
 */
export function openSqlite(path: string, disk: Disk = realDisk): SqliteFile {
  mkdirSync(dirname(path), { recursive: true })
  const database = new DatabaseSync(path, { timeout: 5000 })
  database.exec('pragma synchronous = full; pragma foreign_keys = on')
  const dialect = new TransactionalDialect({ database: adaptSqlite(database) })
  const log = writeAheadLog(database.location() ?? path, disk)
  const transact: SqliteFile['transact'] = hasLog(database)
    ? (db, work) => transactAside(database, log, db, work)
    : transactOn
  return { dialect, transact, release: log.close }
}

/** @returns false on a file system where SQLite cannot keep a write-ahead log; every commit then waits for the disk itself */
function hasLog(database: DatabaseSync): boolean {
  return database.prepare('pragma journal_mode = wal').get()?.journal_mode === 'wal'
}

/** Kysely’s own way. */
export const transactOn: SqliteFile['transact'] = (db, work) => db.transaction().execute(work)

/** The log is synced also when something failed: whoever looks up what became of a commit must find what is on disk. */
async function transactAside<T>(
  database: DatabaseSync,
  log: WriteAheadLog,
  db: Kysely<Tables>,
  work: (tx: Transaction<Tables>) => Promise<T>,
): Promise<T> {
  try {
    return await db.connection().execute((connection) => commitUnsynced(database, connection, work))
  } finally {
    await log.sync()
  }
}

/** In WAL mode `normal` writes just what `full` does and only leaves out the sync of each commit; a checkpoint still waits for one. */
async function commitUnsynced<T>(
  database: DatabaseSync,
  connection: Kysely<Tables>,
  work: (tx: Transaction<Tables>) => Promise<T>,
): Promise<T> {
  database.exec('pragma synchronous = normal')
  try {
    return await connection.transaction().execute(work)
  } finally {
    database.exec('pragma synchronous = full')
  }
}

/**
 * SQLite rolls schema changes back like any other. Kysely’s own adapter leaves that out, and then a process killed while
 * it migrates leaves half a schema that no later start can complete.
 */
class TransactionalDialect extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter()
  }
}

class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

/**
 * Takes the lock beside the file. The operating system drops it when the process dies, even by SIGKILL.
 * @throws Error when another process holds it
 */
export function lockSqliteFile(path: string): FileLock {
  mkdirSync(dirname(path), { recursive: true })
  // Two names of one file must meet at one lock.
  const real = existsSync(path) ? realpathSync(path) : path
  const lock = new DatabaseSync(`${real}.lock`, { timeout: 0 })
  try {
    lock.exec('pragma locking_mode = exclusive; begin exclusive')
  } catch {
    lock.close()
    throw new Error(
      `${path} is in use by another process. One BFF per SQLite file: stop the other one, or use PostgreSQL to run several.`,
    )
  }
  return { release: () => lock.close() }
}

/** @returns the database as Kysely’s SQLite driver wants it; its statements are prepared once */
export function adaptSqlite(database: DatabaseSync): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>()
  return {
    close: () => database.close(),
    prepare(text) {
      // A transaction that reads first and writes later could fail midway; taking the write lock at once cannot.
      const sql = text === 'begin' ? 'begin immediate' : text
      const known = statements.get(sql)
      if (known) return known
      const statement = adaptStatement(database.prepare(sql))
      if (statements.size < 500) statements.set(sql, statement)
      return statement
    },
  }
}

type Bindable = null | number | bigint | string | Uint8Array

function adaptStatement(statement: StatementSync): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...(parameters as Bindable[])),
    run: (parameters) => statement.run(...(parameters as Bindable[])),
    iterate: (parameters) => statement.iterate(...(parameters as Bindable[])),
  }
}
