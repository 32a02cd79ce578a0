/** `paykka-bff migrate`. */
import { loadConfig } from '../config/config.ts'
import { openStore } from '../database/database.ts'
import { defaultOpening } from '../database/first-database.ts'

/** An index on a large table takes its time, and nobody waits for an answer. */
const WAIT_MS = 10 * 60_000

type MigrateOptions = {
  /** Begin a new database: the first one, or one where another was kept before. */
  new?: boolean
  /** Take the SQLite file that is there for whole. */
  restored?: boolean
}

/** @throws Error when the SQLite file is not what it should be, and neither option says that this is meant */
export async function runMigrate(options: MigrateOptions): Promise<void> {
  if (options.new && options.restored) throw new Error('a database is either --new or --restored')
  const config = loadConfig(process.env)
  const openAs = options.new ? 'new' : options.restored ? 'restored' : defaultOpening(config.paykka.apiUrl)
  const store = openStore(config.databaseUrl, { exclusive: false, openAs, waitMs: WAIT_MS })
  try {
    const names = await store.migrate()
    console.log(names.length === 0 ? 'The schema is up to date.' : `Ran ${names.join(', ')}.`)
  } finally {
    await store.close()
  }
}
