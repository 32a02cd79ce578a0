/** An empty, migrated database of either kind for one test. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Store } from '../../src/database/database.ts'
import { openStore } from '../../src/database/database.ts'
import type { PostgresServer } from '../database/postgres-server.ts'

export async function openLedger(kind: string, postgres: () => PostgresServer): Promise<Store> {
  const directory = mkdtempSync(join(tmpdir(), 'paykka-retention-'))
  const url = kind === 'SQLite' ? `sqlite:${join(directory, 'ledger.db')}` : await postgres().createDatabase()
  const store = openStore(url, { exclusive: true })
  onTestFinished(async () => {
    await store.close()
    rmSync(directory, { recursive: true, force: true })
  })
  await store.migrate()
  return store
}
