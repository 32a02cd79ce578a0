/**
 * Moves SQLite's write-ahead log into the main file, and keeps the main file honest: between two checkpoints it says that it
 * is not whole (`database_identity.whole` = 0), and only the log says that it is. So a copy of the main file alone, which lacks
 * the latest payments, can be told from a whole one.
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite'

export type Checkpointer = {
  /** Checkpoints when the log has grown. Call it between transactions: what is committed stays so, whatever happens here. */
  afterCommit(): void
  /**
   * Checkpoints now. Call it between transactions.
   * @throws Error of SQLite, for instance when the disk is full
   */
  run(): void
  /**
   * Checkpoints, and cuts off what the log still holds of before: its pages are otherwise left there until others need the place.
   * @returns false while another process reads, and the log has to stay
   */
  scrub(): boolean
  /** @returns how long the log is at least, by what SQLite knows of it */
  logBytes(): number
  /** @returns true while a checkpoint of ours failed midway: the main file is then whole only together with its log */
  isHalfDone(): boolean
}

/** The log has a header, and each page in it one of its own. Source: https://sqlite.org/walformat.html */
const LOG_HEADER_BYTES = 32
const PAGE_HEADER_BYTES = 24
/** As many as `wal_autocheckpoint` has by default. */
const LOG_PAGES = 1000
/** What one mark takes in the log. */
const MARK_PAGES = 2

/** Takes SQLite's own checkpoints over: they would copy “whole” into the main file, and then go on to fill the log. */
export function checkpointer(database: DatabaseSync): Checkpointer {
  database.exec('pragma wal_autocheckpoint = 0')
  const known: { look?: StatementSync } = {}
  const pageBytes = PAGE_HEADER_BYTES + Number(database.prepare('pragma page_size').get()?.page_size)
  const look = () => {
    known.look ??= database.prepare('pragma wal_checkpoint(noop)')
    return known.look.get() as { log: number; checkpointed: number }
  }
  const isLong = () => {
    const { log, checkpointed } = look()
    return log >= LOG_PAGES && log > checkpointed
  }
  let marked = true
  let halfDone = false
  const mark = (whole: 0 | 1) => {
    marked = false
    database.exec(`update database_identity set whole = ${whole}`)
    marked = whole === 1
  }
  const run = () => {
    mark(0)
    halfDone = true
    try {
      database.exec('pragma wal_checkpoint(passive)')
      halfDone = false
    } finally {
      mark(1)
    }
  }
  return {
    run,
    scrub: () => {
      // The mark after the checkpoint begins the log anew, and the limit makes that commit shorten the file.
      database.exec('pragma journal_size_limit = 0')
      try {
        run()
        return look().log <= MARK_PAGES
      } finally {
        database.exec('pragma journal_size_limit = -1')
      }
    },
    isHalfDone: () => halfDone,
    logBytes: () => {
      const { log } = look()
      return log > 0 ? LOG_HEADER_BYTES + log * pageBytes : 0
    },
    afterCommit: () => {
      try {
        if (!marked) mark(1)
        if (isLong()) run()
      } catch {
        // Locked by another process, or no space: the next commit tries again, and the watch tells of it.
      }
    },
  }
}
