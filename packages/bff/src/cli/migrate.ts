/** `paykka-bff migrate`. */
import { loadConfig } from '../config.ts'
import { openStore } from '../store/database.ts'

export async function runMigrate(): Promise<void> {
  const store = openStore(loadConfig(process.env).databaseUrl, { exclusive: false })
  try {
    const names = await store.migrate()
    console.log(names.length === 0 ? 'The schema is up to date.' : `Ran ${names.join(', ')}.`)
  } finally {
    await store.close()
  }
}
