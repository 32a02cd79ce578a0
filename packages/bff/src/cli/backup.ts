/** `paykka-bff backup`: a copy of a SQLite ledger at one moment, made beside a running BFF. */
import { existsSync } from 'node:fs'
import { backup, DatabaseSync } from 'node:sqlite'
import { loadConfig } from '../config.ts'
import { sqlitePath } from '../store/database.ts'

/** @throws Error when the ledger is PostgreSQL or not there, or when the file is */
export async function runBackup(file: string): Promise<void> {
  const path = sqlitePath(loadConfig(process.env).databaseUrl)
  if (path === null)
    throw new Error('this ledger is PostgreSQL: use pg_dump or pg_basebackup (docs/operations.md)')
  if (!existsSync(path)) throw new Error(`there is no ledger at ${path}`)
  if (existsSync(file)) throw new Error(`${file} is there already: name a new file`)
  const ledger = new DatabaseSync(path, { readOnly: true, timeout: 5000 })
  try {
    await backup(ledger, file)
  } finally {
    ledger.close()
  }
  console.log(`Copied ${path} to ${file}.`)
}
