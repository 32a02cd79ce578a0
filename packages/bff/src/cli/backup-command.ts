/** `paykka-bff backup`: a whole copy of a SQLite ledger at one moment, made beside a running BFF. */
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import { backup, DatabaseSync } from 'node:sqlite'
import { loadConfig } from '../config/config.ts'
import { sqlitePath } from '../database/database-address.ts'

/** @throws Error when the ledger is PostgreSQL or not there, when the file is there, or when the copy is damaged */
export async function runBackup(file: string): Promise<void> {
  const path = sqlitePath(loadConfig(process.env).databaseUrl)
  if (path === null)
    throw new Error('this ledger is PostgreSQL: use pg_dump or pg_basebackup (docs/guides/operations.md)')
  if (!existsSync(path)) throw new Error(`there is no ledger at ${path}`)
  if (existsSync(file)) throw new Error(`${file} is there already: name a new file`)
  const part = `${file}.part`
  rmSync(part, { force: true })
  // Made before SQLite writes to it, so that nobody else may ever read it.
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
  const ledger = new DatabaseSync(path, { readOnly: true, timeout: 5000 })
  try {
    await backup(ledger, part)
  } finally {
    ledger.close()
  }
}

/**
 * Makes the copy one file that needs no log, and says in it what it is. @returns how many payments it holds
 * @throws Error when it is damaged: then the ledger is too
 */
function finish(part: string): number {
  const made = new DatabaseSync(part)
  try {
    made.exec('pragma journal_mode = delete; pragma synchronous = full')
    const found = made.prepare('pragma quick_check(1)').get()?.quick_check
    if (found !== 'ok')
      throw new Error(`the ledger is damaged (${String(found)}): stop the BFF and restore a backup`)
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
