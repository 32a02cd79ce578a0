/** Opens the database for one command beside a running BFF, and closes it. */
import type { Config } from '../config/config.ts'
import { loadConfig } from '../config/config.ts'
import type { Store } from '../database/database.ts'
import { openStore } from '../database/database.ts'

export async function withStore<T>(work: (store: Store, config: Config) => Promise<T>): Promise<T> {
  const config = loadConfig(process.env)
  const store = openStore(config.databaseUrl, { exclusive: false, openAs: 'existing' })
  try {
    return await work(store, config)
  } finally {
    await store.close()
  }
}
