/** A small file beside a SQLite database. It records that a database was kept there, even if the database file is gone. */
import { chownSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** `beginning`: a first database is being created. `database`: a database with this id is kept here. */
export type Marker = { state: 'beginning' } | { state: 'database'; id: string }

const NOTE =
  'A database is kept beside this file. While this file is here, paykka-bff creates no other one unless you order it.'

const pathOf = (database: string) => `${database}.marker`

/** @returns null without a marker */
export function readMarker(database: string): Marker | null {
  try {
    const [first = ''] = readFileSync(pathOf(database), 'utf8').split('\n')
    return first === 'beginning' ? { state: 'beginning' } : { state: 'database', id: first }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** Writes the marker atomically. */
export function writeMarker(database: string, marker: Marker): void {
  const first = marker.state === 'database' ? marker.id : marker.state
  const file = pathOf(database)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(`${file}.part`, `${first}\n${NOTE}\n`, { mode: 0o600 })
  giveToOwner(`${file}.part`, database)
  renameSync(`${file}.part`, file)
}

/** A command run by root must not create files that the BFF's user cannot read. SQLite does the same for its log. */
function giveToOwner(file: string, database: string): void {
  if (process.getuid?.() !== 0) return
  const { uid, gid } = statSync(database, { throwIfNoEntry: false }) ?? statSync(dirname(database))
  chownSync(file, uid, gid)
}
