/** Deletes the old end of the audit record, and writes a signed marker of its new start. */
import { signMarker } from '../audit/record.ts'
import { dropAuditUpTo, saveAuditMarker } from '../database/audit-rows.ts'
import type { Queries } from '../database/database.ts'
import type { AuditRow } from '../database/tables.ts'

/**
 * @param key of this deployment
 * @param last the last deleted entry
 */
export async function pruneAudit(tx: Queries, key: Uint8Array, last: AuditRow, now: number): Promise<void> {
  const marker = { id: 1, sequence: last.sequence, hash: last.hash, at: now }
  await saveAuditMarker(tx, { ...marker, signature: signMarker(key, marker) })
  await dropAuditUpTo(tx, last.sequence)
}
