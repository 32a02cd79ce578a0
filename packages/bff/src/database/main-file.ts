/** Reads only a SQLite database's main file, without its write-ahead log, like a copy of that file would be. */
import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import type { DatabaseIdentityRow } from './tables.ts'

export type MainFile = {
  /** Number of tables and indexes. */
  objects: number
  /** Whether the tables are ours. */
  ours: boolean
  /** Null in a database of an older version, or without a database. */
  identity: DatabaseIdentityRow | null
}

/**
 * Another process may be checkpointing at this moment, so only three failures count as one.
 * @throws Error of SQLite when it is not a database, or damaged
 */
export function readMainFile(path: string): MainFile {
  for (let tries = 1; ; tries++) {
    try {
      return readOnce(path)
    } catch (error) {
      if (tries === 3) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS)
    }
  }
}

const PAUSE_MS = 30

/** Source: SQLITE_CORRUPT in https://sqlite.org/rescode.html */
const CORRUPT = 11

/**
 * @returns true for a database with inconsistent pages. A checkpoint interrupted by a crash or a full disk leaves such a
 * main file; together with its log it is complete.
 */
export function isMalformed(error: unknown): boolean {
  return ((error as { errcode?: number }).errcode ?? 0) % 256 === CORRUPT
}

/**
 * `immutable` ignores log, locks and shared memory. SQLite must open the file itself: if Node opens and closes it, all
 * locks of this process on it are lost (fcntl(2)).
 */
function readOnce(path: string): MainFile {
  const url = pathToFileURL(path)
  url.searchParams.set('immutable', '1')
  const database = new DatabaseSync(url, { readOnly: true })
  try {
    const names = database.prepare('select name from sqlite_master').all()
    const has = (table: string) => names.some(({ name }) => name === table)
    const identity = has('database_identity')
      ? (database.prepare('select * from database_identity').get() as DatabaseIdentityRow | undefined)
      : undefined
    return { objects: names.length, ours: has('kysely_migration'), identity: identity ?? null }
  } finally {
    database.close()
  }
}
