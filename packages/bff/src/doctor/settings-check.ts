/** Compares these settings with those of other BFFs on the database, and with its former master key. */

import type { Config } from '../config/config.ts'
import { createVault } from '../config/derived-keys.ts'
import type { Database } from '../database/database.ts'
import { openDatabase } from '../database/database.ts'
import { listInstances } from '../database/instance-rows.ts'
import { pendingMigrations } from '../database/migrations/index.ts'
import type { InstanceRow } from '../database/tables.ts'
import type { Check, Result } from '../environment/finding.ts'
import { failed, ok, skipped, warning } from '../environment/finding.ts'
import { differences, fingerprintsOf, readFingerprints } from '../jobs/fingerprints.ts'
import { FOREIGN_KEY_CURE, findForeignKey } from '../jobs/foreign-key.ts'

export function settingsChecks(config: Config): Check[] {
  return [{ name: 'settings', run: () => compareWithOthers(config) }]
}

async function compareWithOthers(config: Config): Promise<Result[]> {
  let database: Database | undefined
  try {
    database = openDatabase(config.databaseUrl, { exclusive: false, openAs: 'existing' })
    if ((await pendingMigrations(database.db)).length > 0)
      return [skipped('the database lacks schema changes: see the database checks')]
    const fingerprints = () => fingerprintsOf(config)
    const parts = { db: database.db, vault: createVault(config), masterKey: config.masterKey, fingerprints }
    const lost = await findForeignKey({ ...parts, owner: '' })
    if (lost !== null) return [failed(lost, FOREIGN_KEY_CURE)]
    return [compare(config, await listInstances(database.db))]
  } catch {
    return [skipped('the database cannot be read: see the database checks')]
  } finally {
    await database?.close()
  }
}

/** Measured from the newest heartbeat. A process that was killed stays in the table and is not compared. */
const ALIVE_MS = 60_000

function compare(config: Config, rows: InstanceRow[]): Result {
  const newest = Math.max(...rows.map((row) => row.seen_at))
  const alive = rows.filter((row) => newest - row.seen_at < ALIVE_MS && row.fingerprints !== null)
  if (alive.length === 0) return skipped('no BFF runs on this database')
  const ours = fingerprintsOf(config)
  const names = new Set(alive.flatMap((row) => differences(ours, readFingerprints(row.fingerprints))))
  if (names.size === 0) return ok(`the same as those of ${alive.length} BFF(s) on this database`)
  return warning(
    `a BFF on this database has another ${[...names].toSorted().join(', ')}`,
    'Use the same values everywhere, and restart the BFF with the wrong one.',
  )
}
