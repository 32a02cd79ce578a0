/** `paykka-bff backup`: a complete, consistent copy of a SQLite database while the BFF runs. */
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import { backup, DatabaseSync } from 'node:sqlite'
import { loadConfig } from '../config/config.ts'
import { sqlitePath } from '../database/database-address.ts'

/** @throws Error when the database is PostgreSQL or missing, when the file exists, or when the copy is damaged */
export async function runBackup(file: string): Promise<void> {
  const path = sqlitePath(loadConfig(process.env).databaseUrl)
  if (path === null)
    throw new Error('this database is PostgreSQL: use pg_dump or pg_basebackup (docs/guides/operations.md)')
  if (!existsSync(path)) throw new Error(`there is no database at ${path}`)
  if (existsSync(file)) throw new Error(`${file} exists already: name a new file`)
  const part = `${file}.part`
  rmSync(part, { force: true })
  // Creates the file before SQLite writes to it, so that other users can never read it.
  closeSync(openSync(part, 'wx', 0o600))
  try {
    await copy(path, part)
    const payments = finish(part)
    renameSync(part, file)
    console.log(`Copied ${path} to ${file}: ${payments} payment(s), checked.`)
  } finally {
    rmSync(part, { force: true })
  }
}

async function copy(path: string, part: string): Promise<void> {
  const source = new DatabaseSync(path, { readOnly: true, timeout: 5000 })
  try {
    await backup(source, part)
  } finally {
    source.close()
  }
}

/**
 * Turns the copy into one file without a log, and marks it as a copy. @returns its number of payments
 * @throws Error when it is damaged: then the database is too
 */
function finish(part: string): number {
  const made = new DatabaseSync(part)
  try {
    made.exec('pragma journal_mode = delete; pragma synchronous = full')
    const found = made.prepare('pragma quick_check(1)').get()?.quick_check
    if (found !== 'ok')
      throw new Error(`the database is damaged (${String(found)}): stop the BFF and restore a backup`)
    const marked = made.prepare("select 1 from sqlite_master where name = 'database_identity'").get()
    if (marked) made.prepare('update database_identity set whole = 1, copied_at = ?').run(Date.now())
    return Number(made.prepare('select count(*) as count from payments').get()?.count ?? 0)
  } finally {
    made.close()
    syncFile(part)
  }
}

function syncFile(path: string): void {
  const file = openSync(path, 'r')
  fsyncSync(file)
  closeSync(file)
}
