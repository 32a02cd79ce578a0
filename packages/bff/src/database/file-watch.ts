/**
 * Compares the files that SQLite has open with the files on disk: a deleted file accepts writes until its last user closes
 * it.
 */
import type { BigIntStats } from 'node:fs'
import { closeSync, fstatSync, openSync, statSync } from 'node:fs'
import { isMalformed, readMainFile } from './main-file.ts'
import type { SqliteFile } from './sqlite.ts'

export type FileWatch = {
  /** @returns the problem with the files; null without one */
  compare(): string | null
  /** Call it after SQLite has closed the files: closing a file here drops all locks of this process on it (fcntl(2)). */
  close(): void
}

/** How long the log is at least, and whether the main file is whole only together with it. */
type LogState = Pick<SqliteFile, 'logBytes' | 'isHalfDone'>

type Opened = { path: string; descriptor: number }

/**
 * Call it when the database is open and its log is written.
 * @param file the database's main file
 * @param id of the database
 * @param state what SQLite knows about its files
 */
export function watchFiles(file: string, id: string, state: LogState): FileWatch {
  const opened = ['', '-wal', '-shm', '.lock'].map((suffix) => `${file}${suffix}`).flatMap(openExisting)
  return {
    compare: () =>
      opened.map(compareFile).find((found) => found !== null) ??
      compareLog(`${file}-wal`, state.logBytes()) ??
      compareContent(file, id, state.isHalfDone()),
    close: () => {
      for (const { descriptor } of opened) closeSync(descriptor)
    },
  }
}

const look = (path: string) => statSync(path, { bigint: true, throwIfNoEntry: false })

function openExisting(path: string): Opened[] {
  return look(path) ? [{ path, descriptor: openSync(path, 'r') }] : []
}

/** Reads both now: on some file systems a file's inode number changes while it is open. */
function compareFile({ path, descriptor }: Opened): string | null {
  try {
    return compareStats(path, fstatSync(descriptor, { bigint: true }), look(path))
  } catch (error) {
    return `${path} cannot be looked at (${(error as NodeJS.ErrnoException).code})`
  }
}

function compareStats(path: string, opened: BigIntStats, now: BigIntStats | undefined): string | null {
  if (!now) return `${path} is gone`
  if (now.dev !== opened.dev || now.ino !== opened.ino) return `${path} was replaced by another file`
  if (now.nlink > 1n) return `${path} has a second name (a hard link)`
  return null
}

function compareLog(path: string, bytes: number): string | null {
  return (look(path)?.size ?? 0n) < BigInt(bytes) ? `${path} was cut` : null
}

/** Copying over an open file keeps its inode but replaces its content. */
function compareContent(file: string, id: string, isHalfDone: boolean): string | null {
  try {
    const { objects, identity } = readMainFile(file)
    if (objects === 0) return `${file} was emptied`
    if (identity?.id !== id) return `${file} was overwritten with another database`
    return identity.copied_at === null ? null : `a backup was copied over ${file} while it was open`
  } catch (error) {
    if (isHalfDone && isMalformed(error)) return null
    return `${file} was overwritten (${(error as Error).message})`
  }
}
