/** SQLite on Node's own `node:sqlite`: one file, write-ahead log, every commit on disk before anyone hears of it. */
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

/** Holds the file for one process. Without it two BFFs on one file would each think they own the resolver. */
type FileLock = { release(): void }

/** A ledger's file, open. */
export type SqliteFile = {
  dialect: Dialect
  /** Runs a transaction that is on disk when it ends; while the disk works, the process goes on. */
  transact<T>(db: Kysely<Tables>, work: (tx: Transaction<Tables>) => Promise<T>): Promise<T>
  /** Moves the log into the file. Nothing to do where there is no log. */
  checkpoint(db: Kysely<Tables>): Promise<void>
  /** Takes what was deleted out of the log too. @returns false while another process reads it; nothing to do without a log */
  scrub(db: Kysely<Tables>): Promise<boolean>
  /** Writes the whole file anew. Nobody else may have it open. */
  compact(db: Kysely<Tables>): Promise<void>
  /** @returns how long the log is at least; 0 where there is none */
  logBytes(): number
  /** @returns true while the main file is whole only together with its log */
  isHalfDone(): boolean
  /** Gives back what is left when Kysely has closed the database. */
  release(): Promise<void>
}

type SqliteOptions = {
  /** The machine's own when left out. */
  disk?: Disk | undefined
  /** Milliseconds that one statement waits for another process, and holds this one up. */
  busyMs: number
}

/**
 * Opens the file at `path`, created when missing, for this user alone. Every statement outside of `transact` waits for the disk
 * itself. What is deleted is overwritten in the file.
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

/** SQLite gives its log and its shared memory the rights of the file. */
function createPrivate(path: string): void {
  mkdirSync(dirname(path), { recursive: true })
  if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600))
}

/** @returns false on a file system where SQLite cannot keep a write-ahead log; every commit then waits for the disk itself */
function hasLog(database: DatabaseSync): boolean {
  return database.prepare('pragma journal_mode = wal').get()?.journal_mode === 'wal'
}

/** Kysely's own way. */
export const transactOn: SqliteFile['transact'] = (db, work) => db.transaction().execute(work)

type Open = { database: DatabaseSync; log: WriteAheadLog; checkpoints: Checkpointer }

/** The log is synced also when something failed: whoever looks up what became of a commit must find what is on disk. */
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

/** In WAL mode `normal` writes just what `full` does and only leaves out the sync of each commit; a checkpoint still waits for one. */
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
 * SQLite rolls schema changes back like any other. Kysely's own adapter leaves that out, and then a process killed while
 * it migrates leaves half a schema that no later start can complete.
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

/** A full disk ends the transaction by itself. To roll it back once more would fail, and that failure would hide the first. */
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
 * Takes the lock beside the file. The operating system drops it when the process dies, even by SIGKILL.
 * @param path of the file itself: two names of one file must meet at one lock
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

/** @returns whether another process holds what a statement needed; extended codes tell the same in their last byte */
export function isLocked(error: unknown): boolean {
  const { errcode = 0 } = error as { errcode?: number }
  return (errcode & 0xff) === SQLITE_BUSY
}

/** @returns the database as Kysely's SQLite driver wants it; its statements are prepared once */
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
