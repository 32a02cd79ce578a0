/** Opens the ledger by its address. Everything above works the same on SQLite and PostgreSQL. */
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

export type StoreKind = 'sqlite' | 'postgres'

export type { Queries }

/**
 * The ledger. `transaction` commits when `work` returns and leaves nothing behind when it throws. It may run `work` again,
 * so nothing but the database is touched in there. `write` does the same for one single statement, at less cost.
 */
export type Store = {
  kind: StoreKind
  db: Kysely<Tables>
  transaction: Transact
  write<T>(statement: (db: Queries) => Promise<T>): Promise<T>
  /** Reads on one unchanging view; two at a time, else it throws `busy`. */
  snapshot: Snapshot
  migrate(): Promise<string[]>
  /**
   * Compares what was opened with what is there now, after `migrate`.
   * @returns what is wrong, so that nothing that is written may be trusted; null when nothing is, or nobody can tell
   */
  inspect(): Promise<string | null>
  /** Moves SQLite's log into its file, so that little is lost with the log; PostgreSQL does it by itself. */
  checkpoint(): Promise<void>
  /**
   * Takes what was deleted out of SQLite's log too; what PostgreSQL deletes, its own vacuum overwrites.
   * @returns false while another process reads the log, so that it has to stay
   */
  scrub(): Promise<boolean>
  /** Writes SQLite's file anew, without what earlier versions left in free places. Nobody else may have it open. */
  compact(): Promise<void>
  /** Whether a pooler stands before PostgreSQL, once the first query was answered. */
  isPooled?(): boolean
  close(): Promise<void>
}

const WAIT_MS = 5000
/** SQLite's own wait holds the process up, so a server waits beside its event loop. */
const SERVER_BUSY_MS = 20

type StoreOptions = {
  /** A server takes the SQLite file for itself; a one-off command does not. */
  exclusive: boolean
  /** What may be opened; an existing database or a first one when left out. */
  openAs?: OpenAs
  /** Milliseconds one statement may take on PostgreSQL, and opening a connection; 5,000 when left out. */
  waitMs?: number
  /** What SQLite's log is kept by; the machine's own disk when left out. */
  disk?: Disk | undefined
}

/**
 * Opens `sqlite:<path>` or `postgres://…`.
 * @throws Error when the address is of another kind, when the file is held by another process, or when it is not the file that
 *   it should be
 */
export function openStore(url: string, options: StoreOptions): Store {
  const path = sqlitePath(url)
  if (path !== null) return openFile(path, options)
  const { dialect, isPooled } = postgresDialect(url, options.waitMs ?? WAIT_MS)
  const hooks = { beforeRetry: giveWay, mayBegin: options.openAs !== 'existing' }
  const snapshot = postgresSnapshot(() => postgresReader(url, options.waitMs ?? WAIT_MS))
  return { ...assembleStore('postgres', new Kysely<Tables>({ dialect }), { ...hooks, snapshot }), isPooled }
}

function openFile(path: string, { exclusive, openAs = 'first', disk }: StoreOptions): Store {
  const file = checkFile(path, openAs)
  const mayBegin = beginMarker(file, openAs)
  const lock = exclusive ? lockSqliteFile(file) : null
  const { dialect, transact, checkpoint, scrub, compact, release, ...state } = openSqlite(file, {
    disk,
    busyMs: exclusive ? SERVER_BUSY_MS : WAIT_MS,
  })
  const db = new Kysely<Tables>({ dialect })
  const known: { watch?: FileWatch } = {}
  return assembleStore('sqlite', db, {
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

type StoreHooks = {
  /** Runs a transaction; Kysely's own way when left out. */
  transact?: SqliteFile['transact']
  /** Runs after the ledger is closed. */
  release?(): Promise<void>
  /** Whether a database without a schema may get its first; true when left out. */
  mayBegin?: boolean
  /** A person says that the database is whole. */
  vouched?: boolean
  /** Runs when the schema is up to date. */
  migrated?(identity: DatabaseIdentityRow): Promise<void>
  inspect?(): Promise<string | null>
  /** Gives a view of its own; the one connection when left out. */
  snapshot?: Snapshot
  checkpoint?(): Promise<void>
  scrub?(): Promise<boolean>
  compact?(): Promise<void>
  /** Waits before a transaction that met another one runs again. */
  beforeRetry?(attempt: number): Promise<void>
  /** Makes work of one moment share its commit; the next turn of the event loop knows all that came in this one. */
  gather?: Gather
}

/** @returns the ledger over a connected Kysely */
export function assembleStore(kind: StoreKind, db: Kysely<Tables>, hooks: StoreHooks = {}): Store {
  const retry = <T>(run: () => Promise<T>) => retryConflicts(run, hooks.beforeRetry)
  const { transact = transactOn } = hooks
  const opened: { id?: string } = {}
  const alone: Transact = (work) => retry(() => transact(db, work))
  const transaction = hooks.gather ? groupCommits(alone, hooks.gather, isStoreError) : alone
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

/** What can't be asked now is not known to be wrong. */
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

/** Holds the selected rows until the transaction ends. SQLite has one writer at a time and needs no row locks. */
export function forUpdate<DB, TB extends keyof DB, O>(
  kind: StoreKind,
  query: Rows<DB, TB, O>,
): Rows<DB, TB, O> {
  return kind === 'postgres' ? query.forUpdate() : query
}

/** Like `forUpdate`, but leaves out what another instance holds, so that no two wait for or take the same work. */
export function skipLocked<DB, TB extends keyof DB, O>(
  kind: StoreKind,
  query: Rows<DB, TB, O>,
): Rows<DB, TB, O> {
  return kind === 'postgres' ? query.forUpdate().skipLocked() : query
}

/** @returns whether the error came from the store (disk full, connection lost, …) and not from our own rules */
export function isStoreError(error: unknown): boolean {
  const { code, severity } = error as { code?: string; severity?: string }
  if (code === 'ERR_SQLITE_ERROR' || severity !== undefined) return true
  return (
    /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND)/.test(code ?? '') ||
    /Connection terminated|not queryable|timeout exceeded/.test(String(error))
  )
}
