/** Compares the files that SQLite has open with those that are there now: a deleted file takes writes until its last owner ends. */
import type { BigIntStats } from 'node:fs'
import { statSync } from 'node:fs'
import { readMainFile } from './main-file.ts'

/**
 * Call it when the database is open and its log written.
 * @param file the database’s main file
 * @param id of the database
 * @returns a function that says what is wrong with the files now, null when nothing is
 */
export function watchFiles(file: string, id: string): () => string | null {
  const opened = ['', '-wal', '-shm', '.lock'].flatMap((suffix) => {
    const stats = look(`${file}${suffix}`)
    return stats ? [{ path: `${file}${suffix}`, stats }] : []
  })
  return () => {
    const moved = opened.map(({ path, stats }) => compare(path, stats)).find((found) => found !== null)
    return moved ?? compareContent(file, id)
  }
}

const look = (path: string) => statSync(path, { bigint: true, throwIfNoEntry: false })

function compare(path: string, opened: BigIntStats): string | null {
  try {
    return compareStats(path, opened, look(path))
  } catch (error) {
    return `${path} cannot be looked at (${(error as NodeJS.ErrnoException).code})`
  }
}

function compareStats(path: string, opened: BigIntStats, now: BigIntStats | undefined): string | null {
  if (!now) return `${path} is gone`
  if (now.dev !== opened.dev || now.ino !== opened.ino) return `${path} was replaced by another file`
  if (now.nlink > 1n) return `${path} has a second name (a hard link)`
  if (now.size === 0n && opened.size > 0n) return `${path} was emptied`
  return null
}

/** Whoever copies over an open file leaves its place on the disk, but not what is in it. */
function compareContent(file: string, id: string): string | null {
  try {
    const { identity } = readMainFile(file)
    if (identity?.id !== id) return `${file} was overwritten with another database`
    return identity.copied_at === null ? null : `a backup was copied over ${file} while it was open`
  } catch (error) {
    return `${file} was overwritten (${(error as Error).message})`
  }
}
