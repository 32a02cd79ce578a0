/** Reads a SQLite database's main file alone, without its write-ahead log: what a copy of that one file would hold. */
import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import type { DatabaseIdentityRow } from './tables.ts'

export type MainFile = {
  /** How many tables and indexes there are. */
  objects: number
  /** Whether these are tables of ours. */
  ours: boolean
  /** Null in a database of an older version, or when there is none. */
  identity: DatabaseIdentityRow | null
}

/**
 * Another process may be moving its log into the file at this moment, so it takes three failures to be one.
 * @throws Error of SQLite when it is no database, or damaged
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
 * @returns true for a database whose pages contradict each other. A checkpoint that a crash or a full disk has ended midway
 *   leaves such a main file; together with its log it is whole.
 */
export function isMalformed(error: unknown): boolean {
  return ((error as { errcode?: number }).errcode ?? 0) % 256 === CORRUPT
}

/**
 * `immutable` leaves log, locks and shared memory alone. SQLite itself must do the opening: a file that Node opens and closes
 * loses all locks this process holds on it (fcntl(2)).
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
