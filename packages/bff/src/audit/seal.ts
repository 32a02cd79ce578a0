/** Chains the entries of purchases and new checkouts, which wait so that no purchase waits for another. */
import {
  addAuditEntries,
  dropWaitingEntries,
  hasWaitingEntries,
  listWaitingEntries,
  lockAuditHead,
} from '../database/audit-rows.ts'
import type { Database, Queries } from '../database/database.ts'
import type { Unchained } from './record.ts'
import { chained } from './record.ts'

/** Keeps the transaction short: other actions wait for the record's head meanwhile. */
export const SEAL_BATCH = 200

/** @returns the number of chained entries */
export async function sealAudit({ db, transaction }: Pick<Database, 'db' | 'transaction'>): Promise<number> {
  return (await hasWaitingEntries(db)) ? transaction(sealSome) : 0
}

/**
 * Chains what waits, before the record is read. A database that rejects writes can still be read; the job reports the
 * failure.
 */
export async function sealForReading(database: Pick<Database, 'db' | 'transaction'>): Promise<void> {
  await sealAll(database).catch(() => {})
}

/** Chains all entries that wait now. */
export async function sealAll(database: Pick<Database, 'db' | 'transaction'>): Promise<void> {
  while ((await sealAudit(database)) === SEAL_BATCH);
}

async function sealSome(tx: Queries): Promise<number> {
  let { sequence, hash } = await lockAuditHead(tx)
  const waiting = await listWaitingEntries(tx, SEAL_BATCH)
  const rows = waiting.map(({ entry }) => {
    const row = chained(JSON.parse(entry) as Unchained, ++sequence, hash)
    hash = row.hash
    return row
  })
  if (rows.length === 0) return 0
  await addAuditEntries(tx, rows)
  await dropWaitingEntries(
    tx,
    waiting.map(({ place }) => place),
  )
  return rows.length
}
