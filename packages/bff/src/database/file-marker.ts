/** A small file beside a SQLite database. It remembers that a database was kept there, also when that file is gone. */
import { chownSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** `beginning`: a first database is being made. `database`: one with this id is kept here. */
export type Marker = { state: 'beginning' } | { state: 'database'; id: string }

const NOTE =
  'A database is kept beside this file. While this file is here, paykka-bff begins no other one unless it is told to.'

const pathOf = (database: string) => `${database}.marker`

/** @returns null when there is none */
export function readMarker(database: string): Marker | null {
  try {
    const [first = ''] = readFileSync(pathOf(database), 'utf8').split('\n')
    return first === 'beginning' ? { state: 'beginning' } : { state: 'database', id: first }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** Writes the marker whole or not at all. */
export function writeMarker(database: string, marker: Marker): void {
  const first = marker.state === 'database' ? marker.id : marker.state
  const file = pathOf(database)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(`${file}.part`, `${first}\n${NOTE}\n`, { mode: 0o600 })
  giveToOwner(`${file}.part`, database)
  renameSync(`${file}.part`, file)
}

/** A command run by root must leave nothing behind that the BFF's own user cannot read. SQLite does the same for its log. */
function giveToOwner(file: string, database: string): void {
  if (process.getuid?.() !== 0) return
  const { uid, gid } = statSync(database, { throwIfNoEntry: false }) ?? statSync(dirname(database))
  chownSync(file, uid, gid)
}
