/** Waits asynchronously until SQLite's write-ahead log is on disk: SQLite's own sync would block the whole process. */
import { closeSync, existsSync, fdatasync, openSync } from 'node:fs'
import { promisify } from 'node:util'

/** The log's interface to the machine. Tests use a disk that they can delay or let fail. */
export type Disk = {
  /** Resolves when everything written to the file is on disk. */
  sync(file: number): Promise<void>
  /** Ends the process. */
  end(error: Error): void
}

export const realDisk: Disk = {
  sync: promisify(fdatasync),
  end: (error) => {
    // Outside of every promise, so that nothing catches it.
    setImmediate(() => {
      throw error
    })
  },
}

export type WriteAheadLog = {
  /** Resolves when everything committed before is on disk. */
  sync(): Promise<void>
  /** Waits for the sync in progress. */
  close(): Promise<void>
}

/** @param path of a database in WAL mode that stays open meanwhile: only its last user removes the log */
export function writeAheadLog(path: string, disk: Disk): WriteAheadLog {
  let file: number | undefined
  let underWay: Promise<unknown> = Promise.resolve()
  const sync = async () => {
    file ??= openLog(path)
    if (file !== undefined) await disk.sync(file)
  }
  return {
    sync: () => {
      const synced = sync()
      underWay = Promise.allSettled([synced])
      return synced.catch((cause) => endUnsynced(disk, cause))
    },
    close: async () => {
      await underWay
      if (file !== undefined) closeSync(file)
      file = undefined
    },
  }
}

/** A missing log needs no sync: the last user of the database has moved everything into the main file. */
function openLog(path: string): number | undefined {
  const log = `${path}-wal`
  return existsSync(log) ? openSync(log, 'r+') : undefined
}

/**
 * A kernel that could not write a page may drop it and report the next try as a success. So only a new process that reads
 * the file again knows its content. PostgreSQL ends for the same reason. Waiting callers get no answer.
 */
function endUnsynced(disk: Disk, cause: unknown): Promise<never> {
  disk.end(
    new Error('the disk did not confirm a commit; the process must restart and read the file again', {
      cause,
    }),
  )
  return new Promise(() => {})
}
