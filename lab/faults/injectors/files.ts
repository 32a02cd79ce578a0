/** What happens to files: moved, cut, overwritten, and put back. */
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

const NEIGHBORS = ['', '-wal', '-shm', '.lock', '.marker'] as const
export type Neighbor = (typeof NEIGHBORS)[number]

/** Moves files of the database into another folder; the file itself stays the same. @returns what moves them back */
export function moveAway(file: string, which: readonly Neighbor[] = NEIGHBORS): () => void {
  const aside = `${file}-aside`
  mkdirSync(aside, { recursive: true })
  const moved = which.map((suffix) => file + suffix).filter((path) => existsSync(path))
  for (const path of moved) renameSync(path, join(aside, basename(path)))
  return () => {
    for (const path of moved) {
      rmSync(path, { force: true })
      renameSync(join(aside, basename(path)), path)
    }
  }
}

/** @returns what puts the content of now back, in a file of the same name */
export function keep(file: string): () => void {
  const copy = `${file}-kept`
  copyFileSync(file, copy)
  return () => copyFileSync(copy, file)
}

/** Puts a backup in the place of the database, as the manual says. */
export function restore(file: string, backup: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true })
  copyFileSync(backup, file)
}

/** Writes over bytes in place, as a broken disk does. @returns what writes the old ones back */
export function overwrite(file: string, at: number, length: number): () => void {
  const whole = Buffer.alloc(length)
  const onFile = (act: (opened: number) => void) => {
    const opened = openSync(file, 'r+')
    act(opened)
    closeSync(opened)
  }
  onFile((opened) => readSync(opened, whole, 0, length, at))
  onFile((opened) => writeSync(opened, Buffer.alloc(length, 0xa5), 0, length, at))
  return () => onFile((opened) => writeSync(opened, whole, 0, length, at))
}

/** Overwrites the first page of a table. @returns a function that repairs it */
export function breakTable(file: string, table: string): () => void {
  const database = new DatabaseSync(file)
  database.exec('pragma wal_checkpoint(truncate)')
  const { rootpage } = database.prepare('select rootpage from sqlite_master where name = ?').get(table) ?? {}
  const size = Number(database.prepare('pragma page_size').get()?.page_size)
  database.close()
  return overwrite(file, (Number(rootpage) - 1) * size, size)
}
