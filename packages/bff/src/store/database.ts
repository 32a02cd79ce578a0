/** Opens the ledger by its address. Everything above works the same on SQLite and PostgreSQL. */
import { setTimeout as pause } from 'node:timers/promises'
import type { SelectQueryBuilder, Transaction } from 'kysely'
import { Kysely } from 'kysely'
import type { Gather, Transact } from './group-commit.ts'
import { groupCommits } from './group-commit.ts'
import { migrate } from './migrations/index.ts'
import { postgresDialect } from './postgres.ts'
import type { FileLock, SqliteFile } from './sqlite.ts'
import { lockSqliteFile, openSqlite, transactOn } from './sqlite.ts'
import type { Tables } from './tables.ts'
import type { Disk } from './write-ahead-log.ts'

export type StoreKind = 'sqlite' | 'postgres'

/** A connection or a running transaction: what every query function here takes. */
export type Queries = Kysely<Tables> | Transaction<Tables>

/**
 * The ledger. `transaction` commits when `work` returns and leaves nothing behind when it throws. It may run `work` again,
 * so nothing but the database is touched in there. `write` does the same for one single statement, at less cost.
 */
export type Store = {
  kind: StoreKind
  db: Kysely<Tables>
  transaction: Transact
  write<T>(statement: (db: Queries) => Promise<T>): Promise<T>
  migrate(): Promise<string[]>
  close(): Promise<void>
}

const WAIT_MS = 5000

export type StoreOptions = { exclusive: boolean; waitMs?: number; disk?: Disk | undefined }

/**
 * Opens `sqlite:<path>` or `postgres://…`.
 * @param options.exclusive a server takes the SQLite file for itself; a one-off command does not
 * @param options.waitMs milliseconds one statement may take on PostgreSQL, and opening a connection; 5,000 when left out
 * @param options.disk what SQLite’s log is kept by; the machine’s own when left out
 * @throws Error when the address is of another kind, or the file is held by another process
 */
export function openStore(url: string, options: StoreOptions): Store {
  const { exclusive, waitMs = WAIT_MS, disk } = options
  const path = sqlitePath(url)
  if (path === null) {
    const db = new Kysely<Tables>({ dialect: postgresDialect(url, waitMs) })
    return assembleStore('postgres', db, { beforeRetry: giveWay })
  }
  const lock = exclusive ? lockSqliteFile(path) : null
  return assembleSqlite(openSqlite(path, disk), lock)
}

function assembleSqlite({ dialect, transact, release }: SqliteFile, lock: FileLock | null): Store {
  const releaseAll = async () => {
    await release()
    lock?.release()
  }
  const db = new Kysely<Tables>({ dialect })
  return assembleStore('sqlite', db, { transact, gather: setImmediate, release: releaseAll })
}

/** @returns the file of a `sqlite:` address, null for PostgreSQL */
export function sqlitePath(url: string): string | null {
  if (url.startsWith('sqlite:')) return url.slice('sqlite:'.length)
  if (/^postgres(ql)?:\/\//.test(url)) return null
  throw new Error('DATABASE_URL must be sqlite:<path> or postgres://…')
}

type StoreHooks = {
  /** Runs a transaction; Kysely’s own way when left out. */
  transact?: SqliteFile['transact']
  /** Runs after the ledger is closed. */
  release?(): Promise<void>
  /** Waits before a transaction that met another one runs again. */
  beforeRetry?(attempt: number): Promise<void>
  /** Makes work of one moment share its commit; the next turn of the event loop knows all that came in this one. */
  gather?: Gather
}

/** @returns the ledger over a connected Kysely */
export function assembleStore(kind: StoreKind, db: Kysely<Tables>, hooks: StoreHooks = {}): Store {
  const retry = <T>(run: () => Promise<T>) => retryConflicts(run, hooks.beforeRetry)
  const { transact = transactOn } = hooks
  const alone: Transact = (work) => retry(() => transact(db, work))
  const transaction = hooks.gather ? groupCommits(alone, hooks.gather, isStoreError) : alone
  return {
    kind,
    db,
    transaction,
    write: hooks.gather ? transaction : (statement) => retry(() => statement(db)),
    migrate: () => migrate(db),
    close: async () => {
      await db.destroy()
      await hooks.release?.()
    },
  }
}

/** Deadlocks and serialization failures roll back whole, so running the database step again is safe. */
async function retryConflicts<T>(run: () => Promise<T>, beforeRetry: StoreHooks['beforeRetry']): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run()
    } catch (error) {
      if (attempt === 4 || !isConflict(error)) throw error
      await beforeRetry?.(attempt)
    }
  }
}

/** Who runs again at once can overtake the transaction it has just made way for, and both meet a second time. */
function giveWay(attempt: number): Promise<void> {
  return pause(attempt * 20 * (1 + Math.random()))
}

function isConflict(error: unknown): boolean {
  const code = (error as { code?: string }).code
  return code === '40001' || code === '40P01'
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
