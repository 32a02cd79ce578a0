/** Waits until SQLite's write-ahead log is on disk, beside the event loop: SQLite itself would hold the whole process up for it. */
import { closeSync, existsSync, fdatasync, openSync } from 'node:fs'
import { promisify } from 'node:util'

/** What the log needs of the machine. Tests bring a disk that they can hold up, or that fails. */
export type Disk = {
  /** Fulfilled when all that was written to the file is on disk. */
  sync(file: number): Promise<void>
  /** Ends the process. */
  end(error: Error): void
}

export const realDisk: Disk = {
  sync: promisify(fdatasync),
  end: (error) => {
    // Outside of every promise, where nobody catches it.
    setImmediate(() => {
      throw error
    })
  },
}

export type WriteAheadLog = {
  /** Fulfilled when everything committed before is on disk. */
  sync(): Promise<void>
  /** Waits for the sync that is under way. */
  close(): Promise<void>
}

/** @param path of a database in WAL mode that stays open meanwhile: only whoever closes it last removes the log */
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

/** A log that is not there holds nothing: whoever closed the database last has synced it all into the file itself. */
function openLog(path: string): number | undefined {
  const log = `${path}-wal`
  return existsSync(log) ? openSync(log, 'r+') : undefined
}

/**
 * A kernel that could not write a page may drop it and call the next try a success, so only a process that reads the file
 * anew knows what it holds. PostgreSQL ends for the same reason. Nobody who waits is told anything.
 */
function endUnsynced(disk: Disk, cause: unknown): Promise<never> {
  disk.end(new Error('the disk did not confirm a commit; what it holds must be read anew', { cause }))
  return new Promise(() => {})
}
