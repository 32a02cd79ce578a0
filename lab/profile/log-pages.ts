/** The pages that SQLite wrote into its log, by table and index. */
import { readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'

/** Source: https://sqlite.org/fileformat2.html#the_write_ahead_log */
const HEADER_BYTES = 32
const FRAME_HEADER_BYTES = 24

/** @returns the page numbers of a log; a page occurs once for each commit that changed it */
export function loggedPages(log: Buffer): number[] {
  const frameBytes = FRAME_HEADER_BYTES + log.readUInt32BE(8)
  const pages: number[] = []
  for (let at = HEADER_BYTES; at + frameBytes <= log.length; at += frameBytes)
    pages.push(log.readUInt32BE(at))
  return pages
}

export type PagesBy = Map<string, number>

/**
 * @param path of a database that no process has open, with its log, which was not moved into the main file meanwhile
 * @returns how many pages of each table and index were written
 */
export function pagesWritten(path: string): PagesBy {
  const pages = loggedPages(readFileSync(`${path}-wal`))
  const owners = ownersOf(path)
  const written: PagesBy = new Map()
  for (const page of pages) {
    const owner = owners.get(page) ?? (page === 1 ? 'the first page' : 'free pages')
    written.set(owner, (written.get(owner) ?? 0) + 1)
  }
  return written
}

function ownersOf(path: string): Map<number, string> {
  const database = new DatabaseSync(path)
  try {
    const rows = database.prepare('select pageno, name from dbstat').all()
    return new Map(rows.map(({ pageno, name }) => [Number(pageno), String(name)]))
  } finally {
    database.close()
  }
}
