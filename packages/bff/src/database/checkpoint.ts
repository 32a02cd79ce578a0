/**
 * Moves SQLite's write-ahead log into the main file, and marks the main file as incomplete between checkpoints: there
 * `database_identity.whole` is 0, and only the log sets it to 1. So a copy of the main file alone, which lacks the latest
 * payments, is recognizable.
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite'

export type Checkpointer = {
  /** Checkpoints when the log has grown. Call it between transactions: committed data stays committed even if this fails. */
  afterCommit(): void
  /**
   * Checkpoints now. Call it between transactions.
   * @throws Error of SQLite, for example when the disk is full
   */
  run(): void
  /**
   * Checkpoints and truncates the log: otherwise its old pages stay until they are overwritten.
   * @returns false while another process reads, so that the log must stay
   */
  scrub(): boolean
  /** @returns the minimum length of the log according to SQLite */
  logBytes(): number
  /** @returns true after a checkpoint failed midway: the main file is then complete only together with its log */
  isHalfDone(): boolean
}

/** The log has a header, and each of its pages has a header. Source: https://sqlite.org/walformat.html */
const LOG_HEADER_BYTES = 32
const PAGE_HEADER_BYTES = 24
/** The default of `wal_autocheckpoint`. */
const LOG_PAGES = 1000
/** Log pages per update of `whole`. */
const MARK_PAGES = 2

/**
 * Replaces SQLite's automatic checkpoints: those would copy `whole` = 1 into the main file and then continue to fill the
 * log.
 */
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
      // The update after the checkpoint restarts the log, and the limit makes that commit truncate the file.
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
        // Locked by another process, or no space: the next commit tries again, and the database watch reports it.
      }
    },
  }
}
