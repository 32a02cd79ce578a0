/** SQLite with Node's `node:sqlite`: one file, write-ahead log, every commit on disk before its caller continues. */
import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import type { StatementSync } from 'node:sqlite'
import { DatabaseSync } from 'node:sqlite'
import type {
  DatabaseConnection,
  Dialect,
  Driver,
  Kysely,
  SqliteDatabase,
  SqliteStatement,
  Transaction,
} from 'kysely'
import { SqliteAdapter, SqliteDialect, SqliteDriver } from 'kysely'
import type { Checkpointer } from './checkpoint.ts'
import { checkpointer } from './checkpoint.ts'
import type { Tables } from './tables.ts'
import type { Disk, WriteAheadLog } from './write-ahead-log.ts'
import { realDisk, writeAheadLog } from './write-ahead-log.ts'

/** Locks the file for one process. Without it, two BFFs on one file would each run the resolver. */
type FileLock = { release(): void }

/** An open database file. */
export type SqliteFile = {
  dialect: Dialect
  /** Runs a transaction that is on disk when it ends; the process continues during the disk write. */
  transact<T>(db: Kysely<Tables>, work: (tx: Transaction<Tables>) => Promise<T>): Promise<T>
  /** Moves the log into the main file. Does nothing without a log. */
  checkpoint(db: Kysely<Tables>): Promise<void>
  /** Removes deleted data from the log too. @returns false while another process reads the log; does nothing without a log */
  scrub(db: Kysely<Tables>): Promise<boolean>
  /** Rewrites the whole file. No other process may have it open. */
  compact(db: Kysely<Tables>): Promise<void>
  /** @returns the minimum length of the log; 0 without a log */
  logBytes(): number
  /** @returns true while the main file is complete only together with its log */
  isHalfDone(): boolean
  /** Releases the remaining resources after Kysely has closed the database. */
  release(): Promise<void>
}

type SqliteOptions = {
  /** The machine's disk when left out. */
  disk?: Disk | undefined
  /** Milliseconds that a statement waits for another process, which blocks this one. */
  busyMs: number
}

/**
 * Opens the file at `path`, creates it when missing, readable for this user only. Every statement outside of `transact`
 * waits for the disk itself. Deleted data is overwritten in the file.
 */
export function openSqlite(path: string, { disk = realDisk, busyMs }: SqliteOptions): SqliteFile {
  createPrivate(path)
  const database = new DatabaseSync(path, { timeout: busyMs })
  database.exec('pragma synchronous = full; pragma foreign_keys = on; pragma secure_delete = on')
  const dialect = new TransactionalDialect(database)
  const compact = async () => database.exec('vacuum')
  const log = writeAheadLog(database.location() ?? path, disk)
  if (!hasLog(database))
    return {
      dialect,
      transact: transactOn,
      checkpoint: async () => {},
      scrub: async () => true,
      compact,
      logBytes: () => 0,
      isHalfDone: () => false,
      release: log.close,
    }
  const checkpoints = checkpointer(database)
  return {
    dialect,
    transact: (db, work) => transactAside({ database, log, checkpoints }, db, work),
    checkpoint: (db) => db.connection().execute(async () => checkpoints.run()),
    scrub: (db) => db.connection().execute(async () => checkpoints.scrub()),
    compact,
    logBytes: checkpoints.logBytes,
    isHalfDone: checkpoints.isHalfDone,
    release: log.close,
  }
}

/** SQLite gives its log and shared memory file the permissions of the main file. */
function createPrivate(path: string): void {
  mkdirSync(dirname(path), { recursive: true })
  if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600))
}

/** @returns false on a file system without support for a write-ahead log; every commit then waits for the disk itself */
function hasLog(database: DatabaseSync): boolean {
  return database.prepare('pragma journal_mode = wal').get()?.journal_mode === 'wal'
}

/** Kysely's default transaction. */
export const transactOn: SqliteFile['transact'] = (db, work) => db.transaction().execute(work)

type Open = { database: DatabaseSync; log: WriteAheadLog; checkpoints: Checkpointer }

/** Syncs the log even after an error: code that checks whether a commit happened must see the state on disk. */
async function transactAside<T>(
  open: Open,
  db: Kysely<Tables>,
  work: (tx: Transaction<Tables>) => Promise<T>,
): Promise<T> {
  try {
    return await db.connection().execute((connection) => commitUnsynced(open, connection, work))
  } finally {
    await open.log.sync()
  }
}

/** In WAL mode `normal` writes the same as `full` and only omits the sync of each commit; a checkpoint still syncs. */
async function commitUnsynced<T>(
  { database, checkpoints }: Open,
  connection: Kysely<Tables>,
  work: (tx: Transaction<Tables>) => Promise<T>,
): Promise<T> {
  database.exec('pragma synchronous = normal')
  try {
    const result = await connection.transaction().execute(work)
    checkpoints.afterCommit()
    return result
  } finally {
    database.exec('pragma synchronous = full')
  }
}

/**
 * SQLite can roll back schema changes. Kysely's adapter does not use that, so a process killed during a migration would
 * leave half a schema that no later start can complete.
 */
class TransactionalDialect extends SqliteDialect {
  readonly #driver: () => Driver
  constructor(database: DatabaseSync) {
    const adapted = adaptSqlite(database)
    super({ database: adapted })
    this.#driver = () => new HonestDriver(database, adapted)
  }
  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter()
  }
  override createDriver(): Driver {
    return this.#driver()
  }
}

class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

/** A full disk ends the transaction itself. Another rollback would fail, and that error would hide the first. */
class HonestDriver extends SqliteDriver {
  readonly #database: DatabaseSync
  constructor(database: DatabaseSync, adapted: SqliteDatabase) {
    super({ database: adapted })
    this.#database = database
  }
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#database.isTransaction) await super.rollbackTransaction(connection)
  }
}

/**
 * Locks a file beside the database. The operating system releases the lock when the process dies, even by SIGKILL.
 * @param path of the real file: two names of one file must share one lock
 * @throws Error when another process holds it
 */
export function lockSqliteFile(path: string): FileLock {
  createPrivate(`${path}.lock`)
  const lock = new DatabaseSync(`${path}.lock`, { timeout: 0 })
  try {
    lock.exec('pragma locking_mode = exclusive; begin exclusive')
  } catch (error) {
    lock.close()
    if (!isLocked(error)) throw error
    throw new Error(
      `${path} is in use by another process. One BFF per SQLite file: stop the other one, or use PostgreSQL to run several.`,
    )
  }
  return { release: () => lock.close() }
}

const SQLITE_BUSY = 5

/**
 * @returns whether another process holds a lock that a statement needed; extended codes have the primary code in their last
 * byte
 */
export function isLocked(error: unknown): boolean {
  const { errcode = 0 } = error as { errcode?: number }
  return (errcode & 0xff) === SQLITE_BUSY
}

/** @returns the database in the form of Kysely's SQLite driver; statements are prepared once */
export function adaptSqlite(database: DatabaseSync): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>()
  return {
    close: () => database.close(),
    prepare(text) {
      // A transaction that reads first and writes later could fail midway; one that takes the write lock at once cannot.
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
