/** An empty, migrated database of either kind for one test. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { openDatabase } from '../../src/database/database.ts'
import type { PostgresServer } from '../database/postgres-server.ts'

export async function openEmptyDatabase(kind: string, postgres: () => PostgresServer): Promise<Database> {
  const directory = mkdtempSync(join(tmpdir(), 'paykka-retention-'))
  const url = kind === 'SQLite' ? `sqlite:${join(directory, 'paykka.db')}` : await postgres().createDatabase()
  const database = openDatabase(url, { exclusive: true })
  onTestFinished(async () => {
    await database.close()
    rmSync(directory, { recursive: true, force: true })
  })
  await database.migrate()
  return database
}
