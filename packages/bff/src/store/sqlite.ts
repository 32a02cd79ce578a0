/** SQLite on Node’s own `node:sqlite`: one file, write-ahead log, every commit on disk before it returns. */
import { existsSync, mkdirSync, realpathSync } from 'node:fs'
import { dirname } from 'node:path'
import type { StatementSync } from 'node:sqlite'
import { DatabaseSync } from 'node:sqlite'
import type { Dialect, SqliteDatabase, SqliteStatement } from 'kysely'
import { SqliteAdapter, SqliteDialect } from 'kysely'

/** Holds the file for one process. Without it two BFFs on one file would each think they own the resolver. */
export type FileLock = { release(): void }

/** @returns Kysely’s dialect over the file at `path`, created when missing */
export function sqliteDialect(path: string): Dialect {
  mkdirSync(dirname(path), { recursive: true })
  const database = new DatabaseSync(path, { timeout: 5000 })
  database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on')
  return new TransactionalDialect({ database: adaptSqlite(database) })
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
