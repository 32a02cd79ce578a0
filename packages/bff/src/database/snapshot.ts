/** Reads from one consistent snapshot of the database while writes continue. */
import { DatabaseSync } from 'node:sqlite'
import type { Dialect } from 'kysely'
import { Kysely, SqliteDialect, sql } from 'kysely'
import { AppError } from '../domain/errors.ts'
import type { Queries } from './queries.ts'
import { adaptSqlite } from './sqlite.ts'
import type { Tables } from './tables.ts'

/** Runs `work` on a consistent snapshot, over a separate connection. */
export type Snapshot = <T>(work: (db: Queries) => Promise<T>) => Promise<T>

/** Each snapshot uses a connection, and keeps SQLite's log from being truncated. */
const MOST = 2

/** @throws AppError busy when the maximum is reached */
export function limitSnapshots(snapshot: Snapshot): Snapshot {
  let running = 0
  return async (work) => {
    if (running >= MOST) throw new AppError('busy', { retryAfter: 5 })
    running++
    try {
      return await snapshot(work)
    } finally {
      running--
    }
  }
}

/** @throws AppError not_ready without a write-ahead log, where a long read would block payments */
export function sqliteSnapshot(path: string): Snapshot {
  return async (work) => {
    const database = new DatabaseSync(path, { readOnly: true })
    const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: adaptSqlite(database) }) })
    try {
      if (database.prepare('pragma journal_mode').get()?.journal_mode !== 'wal')
        throw new AppError('not_ready', { detail: 'This file system keeps no write-ahead log for SQLite.' })
      database.exec('begin')
      // The snapshot begins with the first read.
      database.prepare('select count(*) from jobs').get()
      return await work(db)
    } finally {
      if (database.isTransaction) database.exec('rollback')
      await db.destroy()
    }
  }
}

/** Timeout of one statement of a snapshot. */
const STATEMENT_MS = 60_000

/** @param open opens a connection that nothing else uses */
export function postgresSnapshot(open: () => Dialect): Snapshot {
  return async (work) => {
    const db = new Kysely<Tables>({ dialect: open() })
    try {
      const transaction = db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only')
      return await transaction.execute(async (tx) => {
        await sql`set local statement_timeout = ${sql.lit(STATEMENT_MS)}`.execute(tx)
        return work(tx)
      })
    } finally {
      await db.destroy()
    }
  }
}
