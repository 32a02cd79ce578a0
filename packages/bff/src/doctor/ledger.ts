/** The ledger: is it there, does it keep what it confirms, is its schema this version’s. */
import type { Config } from '../config.ts'
import type { Store } from '../store/database.ts'
import { openStore } from '../store/database.ts'
import { assertDurable } from '../store/durability.ts'
import { pendingMigrations } from '../store/migrations/index.ts'
import type { Check, Seen } from './finding.ts'
import { failed, ok } from './finding.ts'

export function ledgerChecks(config: Config): Check[] {
  return [{ name: 'ledger', look: () => lookAtLedger(config.databaseUrl) }]
}

async function lookAtLedger(url: string): Promise<Seen[]> {
  let store: Store | undefined
  try {
    store = openStore(url, { exclusive: false })
    return [await durable(store), await schema(store)]
  } catch (error) {
    return [
      failed(
        `cannot be opened: ${(error as Error).message}`,
        'Check DATABASE_URL, and who may read and write it.',
      ),
    ]
  } finally {
    await store?.close()
  }
}

async function durable(store: Store): Promise<Seen> {
  try {
    await assertDurable(store)
    return ok(
      store.kind === 'sqlite'
        ? 'SQLite, every commit on disk before anyone hears of it'
        : 'PostgreSQL, every commit on disk',
    )
  } catch (error) {
    return failed((error as Error).message, 'Change the setting on the database server.')
  }
}

async function schema(store: Store): Promise<Seen> {
  const pending = await pendingMigrations(store.db)
  return pending.length === 0
    ? ok('the schema is this version’s')
    : failed(`${pending.length} schema change(s) are missing`, 'Run paykka-bff migrate, or start the BFF.')
}
