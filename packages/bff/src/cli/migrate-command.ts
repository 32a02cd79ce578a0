/** `paykka-bff migrate`. */
import { loadConfig } from '../config/config.ts'
import { openDatabase } from '../database/database.ts'
import { defaultOpening } from '../database/first-database.ts'

/** Creating an index on a large table takes long, and no shopper waits for it. */
const WAIT_MS = 10 * 60_000

type MigrateOptions = {
  /** Creates a new database: the first one, or one in place of another. */
  new?: boolean
  /** Accepts the existing SQLite file as complete. */
  restored?: boolean
}

/** @throws Error when the SQLite file is unexpected, and neither option allows that */
export async function runMigrate(options: MigrateOptions): Promise<void> {
  if (options.new && options.restored) throw new Error('a database is either --new or --restored')
  const config = loadConfig(process.env)
  const openAs = options.new ? 'new' : options.restored ? 'restored' : defaultOpening(config.paykka.apiUrl)
  const database = openDatabase(config.databaseUrl, { exclusive: false, openAs, waitMs: WAIT_MS })
  try {
    const names = await database.migrate()
    console.log(names.length === 0 ? 'The schema is up to date.' : `Ran ${names.join(', ')}.`)
  } finally {
    await database.close()
  }
}
