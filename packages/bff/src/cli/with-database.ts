/** Opens the database for one command beside a running BFF, and closes it. */
import type { Config } from '../config/config.ts'
import { loadConfig } from '../config/config.ts'
import type { Database } from '../database/database.ts'
import { openDatabase } from '../database/database.ts'

export async function withDatabase<T>(work: (database: Database, config: Config) => Promise<T>): Promise<T> {
  const config = loadConfig(process.env)
  const database = openDatabase(config.databaseUrl, { exclusive: false, openAs: 'existing' })
  try {
    return await work(database, config)
  } finally {
    await database.close()
  }
}
