/** Checks a SQLite database's files before SQLite opens them, and refuses files that would lose or mix up payments. */
import { accessSync, constants, lstatSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import type { Marker } from './file-marker.ts'
import { readMarker } from './file-marker.ts'
import type { MainFile } from './main-file.ts'
import { isMalformed, readMainFile } from './main-file.ts'

/**
 * `first`: an existing database, or a first one where none ever was. `existing`: an existing one only. `new`: a new one,
 * even where one was before. `restored`: an existing one that an operator confirms as complete.
 */
export type OpenAs = 'first' | 'existing' | 'new' | 'restored'

const RESTORE = 'Restore a backup (docs/guides/operations.md).'
const PUT_BACK = 'Put it back, or restore a backup (docs/guides/operations.md).'
const BEGIN = 'To begin a new, empty database, run: paykka-bff migrate --new'
const VOUCH = 'If you know that this file is whole, run: paykka-bff migrate --restored'

/**
 * @returns the real file behind symbolic links
 * @throws Error that names the problem and the fix
 */
export function checkFile(path: string, openAs: OpenAs): string {
  const file = realFile(path)
  const size = statSync(file, { throwIfNoEntry: false })?.size
  if (size !== undefined) refuseOddFile(file)
  refuseUnwritable(existingParent(file), ...NEIGHBORS.map((suffix) => `${file}${suffix}`))
  if (size === undefined || size === 0) refuseMissing(file, size, openAs)
  else refuseUnsafe(file, openAs)
  return file
}

/** @throws Error for a broken symbolic link: its target may be on a disk that is not mounted */
function realFile(path: string): string {
  const file = resolve(path)
  if (!lstatSync(file, { throwIfNoEntry: false })) {
    const folder = dirname(file)
    return statSync(folder, { throwIfNoEntry: false }) ? join(realpathSync(folder), basename(file)) : file
  }
  if (!statSync(file, { throwIfNoEntry: false })) throw new Error(`${file} is a link to nothing. ${PUT_BACK}`)
  return realpathSync(file)
}

function refuseOddFile(file: string): void {
  const stats = statSync(file)
  if (!stats.isFile()) throw new Error(`${file} is not a file. Name a file in DATABASE_URL`)
  if (stats.nlink > 1)
    throw new Error(
      `${file} has ${stats.nlink} names (hard links), and each name would have its own log. Remove the other names`,
    )
}

function existingParent(file: string): string {
  const parent = dirname(file)
  return statSync(parent, { throwIfNoEntry: false }) ? parent : existingParent(parent)
}

/** Suffixes of the main file and of the files that SQLite and we keep beside it. */
const NEIGHBORS = ['', '-wal', '-shm', '.lock', '.marker']

function refuseUnwritable(...places: string[]): void {
  for (const place of places) {
    try {
      accessSync(place, constants.R_OK | constants.W_OK)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'EROFS') throw new Error(`${place} is on a disk that is mounted to be read only`)
      if (code !== 'ENOENT') throw new Error(rightsOf(place))
    }
  }
}

function rightsOf(place: string): string {
  const { uid, gid, mode } = statSync(place)
  return `${place} cannot be read and written by this process (user ${process.getuid?.() ?? 'unknown'}): it belongs to user ${uid}, group ${gid}, mode ${(mode & 0o777).toString(8)}`
}

const sizeOf = (file: string) => statSync(file, { throwIfNoEntry: false })?.size ?? 0

/** A `.lock` without a marker comes from an older version that wrote no marker. */
function wasKeptHere(file: string, marker: Marker | null): boolean {
  if (marker) return marker.state === 'database'
  return statSync(`${file}.lock`, { throwIfNoEntry: false }) !== undefined
}

/** @param size 0 when the file exists and is empty */
function refuseMissing(file: string, size: number | undefined, openAs: OpenAs): void {
  const gone = `${file} is ${size === 0 ? 'empty' : 'gone'}, but`
  if (sizeOf(`${file}-wal`) > 0)
    throw new Error(`${gone} its log ${file}-wal is not: keep both files apart and safe. ${RESTORE}`)
  if (openAs === 'new') return
  if (wasKeptHere(file, readMarker(file)))
    throw new Error(`${gone} a database was kept here. ${PUT_BACK} ${BEGIN}`)
  if (openAs !== 'first')
    throw new Error(`there is no database at ${file} yet. If one was kept there, mount its disk. ${BEGIN}`)
}

function refuseUnsafe(file: string, openAs: OpenAs): void {
  const hasLog = sizeOf(`${file}-wal`) > 0
  const main = mainFileOf(file, hasLog)
  if (!main) return
  const { objects, ours, identity } = main
  const marker = readMarker(file)
  if (objects > 0 && openAs === 'new')
    throw new Error(`${file} holds a database: --new begins one only where there is none`)
  if (objects > 0 && !ours) throw new Error(`${file} holds tables of another program: name another file`)
  if (identity?.copied_at && hasLog)
    throw new Error(
      `${file} is a backup, but ${file}-wal belongs to another time: move ${file}-wal and ${file}-shm away`,
    )
  if (openAs === 'restored' || openAs === 'new') return
  const began = marker?.state === 'beginning'
  if (!hasLog && !began && (objects === 0 || identity?.whole === 0))
    throw new Error(
      `${file} was copied without its log ${file}-wal and lacks the latest payments. Copies are made by paykka-bff backup. ${RESTORE} ${objects === 0 ? BEGIN : VOUCH}`,
    )
  if (identity && marker?.state === 'database' && marker.id !== identity.id)
    throw new Error(`${file} is another database than the one that was kept here. ${RESTORE} ${VOUCH}`)
}

/** @returns null where only file and log together can be read: SQLite recovers that when it opens them, or reports an error */
function mainFileOf(file: string, hasLog: boolean): MainFile | null {
  try {
    return readMainFile(file)
  } catch (error) {
    if (hasLog && isMalformed(error)) return null
    throw new Error(`${file} cannot be read as a database (${(error as Error).message}). ${RESTORE}`)
  }
}
