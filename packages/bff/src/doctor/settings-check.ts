/** What others on the ledger are, or were, set up with: it must be what this environment says. */

import type { Config } from '../config/config.ts'
import { createVault } from '../config/derived-keys.ts'
import type { Store } from '../database/database.ts'
import { openStore } from '../database/database.ts'
import { listInstances } from '../database/instance-rows.ts'
import { pendingMigrations } from '../database/migrations/index.ts'
import type { InstanceRow } from '../database/tables.ts'
import { differences, fingerprintsOf, readFingerprints } from '../jobs/fingerprints.ts'
import { FOREIGN_KEY_CURE, findForeignKey } from '../jobs/foreign-key.ts'
import type { Check, Seen } from '../environment/finding.ts'
import { failed, ok, skipped, warning } from '../environment/finding.ts'

export function settingsChecks(config: Config): Check[] {
  return [{ name: 'settings', look: () => lookAtOthers(config) }]
}

async function lookAtOthers(config: Config): Promise<Seen[]> {
  let store: Store | undefined
  try {
    store = openStore(config.databaseUrl, { exclusive: false, openAs: 'existing' })
    if ((await pendingMigrations(store.db)).length > 0)
      return [skipped('the ledger lacks schema changes: see the check ledger')]
    const fingerprints = () => fingerprintsOf(config)
    const parts = { db: store.db, vault: createVault(config), masterKey: config.masterKey, fingerprints }
    const lost = await findForeignKey({ ...parts, owner: '' })
    if (lost !== null) return [failed(lost, FOREIGN_KEY_CURE)]
    return [compare(config, await listInstances(store.db))]
  } catch {
    return [skipped('the ledger cannot be read: see the check ledger')]
  } finally {
    await store?.close()
  }
}

/** The newest heartbeat tells the time: a process that was killed stays entered, and is not compared. */
const ALIVE_MS = 60_000

function compare(config: Config, rows: InstanceRow[]): Seen {
  const newest = Math.max(...rows.map((row) => row.seen_at))
  const alive = rows.filter((row) => newest - row.seen_at < ALIVE_MS && row.fingerprints !== null)
  if (alive.length === 0) return skipped('no BFF runs on this ledger')
  const ours = fingerprintsOf(config)
  const names = new Set(alive.flatMap((row) => differences(ours, readFingerprints(row.fingerprints))))
  if (names.size === 0) return ok(`the same as those of ${alive.length} BFF(s) on this ledger`)
  return warning(
    `a BFF on this ledger has another ${[...names].toSorted().join(', ')}`,
    'Set them alike everywhere, and restart the one that is wrong.',
  )
}
