/** `paykka-bff migrate`. */
import { loadConfig } from '../config.ts'
import { openStore } from '../store/database.ts'

/** An index on a large table takes its time, and nobody waits for an answer. */
const WAIT_MS = 10 * 60_000

export async function runMigrate(): Promise<void> {
  const { databaseUrl } = loadConfig(process.env)
  const store = openStore(databaseUrl, { exclusive: false, waitMs: WAIT_MS })
  try {
    const names = await store.migrate()
    console.log(names.length === 0 ? 'The schema is up to date.' : `Ran ${names.join(', ')}.`)
  } finally {
    await store.close()
  }
}
