/** Ways to harm a SQLite file. Each returns what undoes it. */
import {
  chmodSync,
  chownSync,
  linkSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
} from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Neighbor } from './files.ts'
import { keep, moveAway } from './files.ts'

export type Undo = () => void
export type Harm = (file: string) => Undo

/** A user without any rights. */
export const NOBODY = 65_534

/** @param which all of its files when none is named */
export const moved =
  (...which: Neighbor[]): Harm =>
  (file) =>
    moveAway(file, which.length > 0 ? which : undefined)

export const cut =
  (bytes: number): Harm =>
  (file) => {
    const putBack = keep(file)
    truncateSync(file, bytes)
    return putBack
  }

export const secondName: Harm = (file) => {
  linkSync(file, `${file}-second`)
  return () => rmSync(`${file}-second`)
}

/** Another program's database in its place. */
export const exchanged: Harm = (file) => {
  const other = new DatabaseSync(`${file}-other`)
  other.exec('create table notes (text)')
  other.close()
  const putBack = moveAway(file, [''])
  renameSync(`${file}-other`, file)
  return putBack
}

export const dangling: Harm = (file) => {
  const putBack = moveAway(file, [''])
  symlinkSync(`${file}-not-mounted`, file)
  return () => {
    rmSync(file)
    putBack()
  }
}

/** The folder belongs to `NOBODY`, the file to root alone. */
export const readOnly: Harm = (file) => {
  const folder = join(file, '..')
  for (const name of readdirSync(folder)) chownSync(join(folder, name), NOBODY, NOBODY)
  chownSync(folder, NOBODY, NOBODY)
  chmodSync(join(folder, '..'), 0o755)
  chownSync(file, 0, 0)
  chmodSync(file, 0o444)
  return () => chmodSync(file, 0o600)
}
