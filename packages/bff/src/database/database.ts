/** Opens the database by its address. All other code works the same on SQLite and PostgreSQL. */
import { statSync } from 'node:fs'
import type { SelectQueryBuilder } from 'kysely'
import { Kysely } from 'kysely'
import { sqlitePath } from './database-address.ts'
import { readIdentity, takeUp } from './database-identity.ts'
import type { OpenAs } from './file-check.ts'
import { checkFile } from './file-check.ts'
import { readMarker, writeMarker } from './file-marker.ts'
import type { FileWatch } from './file-watch.ts'
import { watchFiles } from './file-watch.ts'
import type { Gather, Transact } from './group-commit.ts'
import { groupCommits } from './group-commit.ts'
import { isMissingTable, migrate } from './migrations/index.ts'
import { postgresDialect, postgresReader } from './postgres.ts'
import type { Queries } from './queries.ts'
import { giveWay, retryConflicts, retryLocked } from './retry.ts'
import type { Snapshot } from './snapshot.ts'
import { limitSnapshots, postgresSnapshot, sqliteSnapshot } from './snapshot.ts'
import type { SqliteFile } from './sqlite.ts'
import { lockSqliteFile, openSqlite, transactOn } from './sqlite.ts'
import type { DatabaseIdentityRow, Tables } from './tables.ts'
import type { Disk } from './write-ahead-log.ts'

export type DatabaseKind = 'sqlite' | 'postgres'

export type { Queries }

/**
 * The database. `transaction` commits when `work` returns and rolls back when it throws. It may run `work` again, so `work`
 * must only use the database. `write` does the same for a single statement, at less cost.
 */
export type Database = {
  kind: DatabaseKind
  db: Kysely<Tables>
  transaction: Transact
  write<T>(statement: (db: Queries) => Promise<T>): Promise<T>
  /** Reads on one unchanging view; two at a time, else it throws `busy`. */
  snapshot: Snapshot
  migrate(): Promise<string[]>
  /**
   * Compares the opened database with the files or server now, after `migrate`.
   * @returns the problem, so that no write may be trusted; null without a problem, or when it cannot be determined
   */
  inspect(): Promise<string | null>
  /** Moves SQLite's log into its main file, so that little depends on the log; PostgreSQL does this itself. */
  checkpoint(): Promise<void>
  /**
   * Removes deleted data from SQLite's log too; PostgreSQL's vacuum overwrites deleted data itself.
   * @returns false while another process reads the log, so that it must stay
   */
  scrub(): Promise<boolean>
  /** Rewrites SQLite's file without the remains of deleted data from earlier versions. No other process may have it open. */
  compact(): Promise<void>
  /** Whether a connection pooler is in front of PostgreSQL; known after the first query. */
  isPooled?(): boolean
  close(): Promise<void>
}

const WAIT_MS = 5000
/** SQLite's own busy wait blocks the process, so a server waits asynchronously instead. */
const SERVER_BUSY_MS = 20

type DatabaseOptions = {
  /** A server locks the SQLite file for itself; a one-off command does not. */
  exclusive: boolean
  /** Which databases may be opened; an existing one or a first one when left out. */
  openAs?: OpenAs
  /** Timeout in milliseconds of a statement on PostgreSQL, and of opening a connection; 5,000 when left out. */
  waitMs?: number
  /** The disk that stores SQLite's log; the machine's disk when left out. */
  disk?: Disk | undefined
}

/**
 * Opens `sqlite:<path>` or `postgres://…`.
 * @throws Error when the address is of another kind, when another process has the file open, or when it is the wrong file
 */
export function openDatabase(url: string, options: DatabaseOptions): Database {
  const path = sqlitePath(url)
  if (path !== null) return openFile(path, options)
  const { dialect, isPooled } = postgresDialect(url, options.waitMs ?? WAIT_MS)
  const hooks = { beforeRetry: giveWay, mayBegin: options.openAs !== 'existing' }
  const snapshot = postgresSnapshot(() => postgresReader(url, options.waitMs ?? WAIT_MS))
  return {
    ...assembleDatabase('postgres', new Kysely<Tables>({ dialect }), { ...hooks, snapshot }),
    isPooled,
  }
}

function openFile(path: string, { exclusive, openAs = 'first', disk }: DatabaseOptions): Database {
  const file = checkFile(path, openAs)
  const mayBegin = beginMarker(file, openAs)
  const lock = exclusive ? lockSqliteFile(file) : null
  const { dialect, transact, checkpoint, scrub, compact, release, ...state } = openSqlite(file, {
    disk,
    busyMs: exclusive ? SERVER_BUSY_MS : WAIT_MS,
  })
  const db = new Kysely<Tables>({ dialect })
  const known: { watch?: FileWatch } = {}
  return assembleDatabase('sqlite', db, {
    transact: (each, work) => retryLocked(() => transact(each, work)),
    gather: setImmediate,
    mayBegin,
    vouched: openAs === 'restored',
    migrated: async ({ id }) => {
      writeMarker(file, { state: 'database', id })
      await checkpoint(db)
      if (exclusive) known.watch ??= watchFiles(file, id, state)
    },
    inspect: async () => known.watch?.compare() ?? null,
    snapshot: sqliteSnapshot(file),
    checkpoint: () => checkpoint(db),
    scrub: () => scrub(db),
    compact: async () => {
      await compact(db)
      await scrub(db)
    },
    release: async () => {
      await release()
      lock?.release()
      known.watch?.close()
    },
  })
}

/** @returns whether the database may get its first schema */
function beginMarker(file: string, openAs: OpenAs): boolean {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
  if (openAs === 'new' || (openAs === 'first' && size === 0)) writeMarker(file, { state: 'beginning' })
  return readMarker(file)?.state === 'beginning'
}

type DatabaseHooks = {
  /** Runs a transaction; Kysely's default when left out. */
  transact?: SqliteFile['transact']
  /** Runs after the database is closed. */
  release?(): Promise<void>
  /** Whether a database without a schema may get its first one; true when left out. */
  mayBegin?: boolean
  /** An operator confirms that the database is complete. */
  vouched?: boolean
  /** Runs when the schema is up to date. */
  migrated?(identity: DatabaseIdentityRow): Promise<void>
  inspect?(): Promise<string | null>
  /** Opens a separate snapshot; the only connection when left out. */
  snapshot?: Snapshot
  checkpoint?(): Promise<void>
  scrub?(): Promise<boolean>
  compact?(): Promise<void>
  /** Waits before a conflicting transaction runs again. */
  beforeRetry?(attempt: number): Promise<void>
  /** Groups transactions of one event loop turn into one commit. */
  gather?: Gather
}

/** @returns the database over a connected Kysely */
export function assembleDatabase(
  kind: DatabaseKind,
  db: Kysely<Tables>,
  hooks: DatabaseHooks = {},
): Database {
  const retry = <T>(run: () => Promise<T>) => retryConflicts(run, hooks.beforeRetry)
  const { transact = transactOn } = hooks
  const opened: { id?: string } = {}
  const alone: Transact = (work) => retry(() => transact(db, work))
  const transaction = hooks.gather ? groupCommits(alone, hooks.gather, isDatabaseError) : alone
  return {
    kind,
    db,
    transaction,
    write: hooks.gather ? transaction : (statement) => retry(() => statement(db)),
    migrate: () =>
      retryLocked(async () => {
        const names = await migrate(db, hooks.mayBegin)
        const identity = await takeUp(db, hooks.vouched ?? false)
        opened.id = identity.id
        await hooks.migrated?.(identity)
        return names
      }),
    inspect: hooks.inspect ?? (() => compareIdentity(db, opened.id)),
    snapshot: limitSnapshots(hooks.snapshot ?? ((work) => work(db))),
    checkpoint: async () => hooks.checkpoint?.(),
    scrub: async () => (await hooks.scrub?.()) ?? true,
    compact: async () => hooks.compact?.(),
    close: async () => {
      await db.destroy()
      await hooks.release?.()
    },
  }
}

/** A failed query proves no problem. */
async function compareIdentity(db: Kysely<Tables>, id: string | undefined): Promise<string | null> {
  try {
    const identity = await readIdentity(db)
    return id === undefined || identity?.id === id
      ? null
      : 'another database is in the place of the one that was opened'
  } catch (error) {
    return isMissingTable(error) ? "the database's tables are gone" : null
  }
}

type Rows<DB, TB extends keyof DB, O> = SelectQueryBuilder<DB, TB, O>

/** Locks the selected rows until the transaction ends. SQLite has one writer at a time and needs no row locks. */
export function forUpdate<DB, TB extends keyof DB, O>(
  kind: DatabaseKind,
  query: Rows<DB, TB, O>,
): Rows<DB, TB, O> {
  return kind === 'postgres' ? query.forUpdate() : query
}

/**
 * Like `forUpdate`, but skips rows that another instance has locked, so that no two instances take or wait for the same
 * work.
 */
export function skipLocked<DB, TB extends keyof DB, O>(
  kind: DatabaseKind,
  query: Rows<DB, TB, O>,
): Rows<DB, TB, O> {
  return kind === 'postgres' ? query.forUpdate().skipLocked() : query
}

/** @returns whether the error came from the database (disk full, connection lost, …) and not from our own rules */
export function isDatabaseError(error: unknown): boolean {
  const { code, severity } = error as { code?: string; severity?: string }
  if (code === 'ERR_SQLITE_ERROR' || severity !== undefined) return true
  return (
    /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND)/.test(code ?? '') ||
    /Connection terminated|not queryable|timeout exceeded/.test(String(error))
  )
}
