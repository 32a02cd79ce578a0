/** Deletes old, finished data by kind, and reports what was deleted and what is kept although it is old. */
import { record } from '../audit/record.ts'
import { countAuditUpTo, findLastOldEntry } from '../database/audit-rows.ts'
import { pruneAudit } from './prune-audit.ts'
import type { Retention, RetentionKind } from './retention.ts'
import { cutoff } from './retention.ts'
import { countShortLived, pruneShortLived } from './short-lived.ts'
import type { PruneReport, Tally } from './tally.ts'
import { newTally } from './tally.ts'
import type { WalkOrder, WalkParts } from './walk.ts'
import { walkCheckouts } from './walk.ts'

export type PruneParts = WalkParts & {
  retention: Retention
  /** Key that signs the start of the audit record. */
  auditKey: Uint8Array
}

/** `provenNow`: Unix milliseconds that PayKKa has confirmed; with 0 nothing is old. `dryRun` only counts. */
type PruneOrder = WalkOrder

const DAY_MS = 24 * 60 * 60_000

export async function prune(parts: PruneParts, order: PruneOrder): Promise<PruneReport> {
  const { database, retention } = parts
  const { provenNow, dryRun } = order
  const tally = newTally(retention, provenNow)
  for (const { kind, days } of await countShortLived(database.db, provenNow, retention))
    for (const [day, rows] of days) tally.went(kind, day, rows)
  if (!dryRun) await pruneShortLived(database.db, provenNow, retention)
  const of = (kind: RetentionKind) => cutoff(retention, kind, provenNow)
  const cutoffs = {
    unpaid: of('unpaid'),
    personal: of('personal'),
    payments: of('payments'),
    disputes: of('disputes'),
  }
  await walkCheckouts(parts, order, cutoffs, ({ created_at }, fate) => {
    if (fate.fate === 'kept') tally.stays(fate.kind, fate.reason, created_at)
    else if (fate.fate !== 'none') tally.went(fate.kind, Math.floor(created_at / DAY_MS), 1)
  })
  await pruneRecord(parts, order, tally)
  if (!dryRun) await database.scrub()
  return tally.report()
}

async function pruneRecord(
  { database, retention, auditKey }: PruneParts,
  { provenNow, dryRun, by }: PruneOrder,
  tally: Tally,
): Promise<void> {
  const before = cutoff(retention, 'audit', provenNow)
  const last = before === null ? undefined : await findLastOldEntry(database.db, before)
  if (!last) return
  for (const [day, rows] of await countAuditUpTo(database.db, last.sequence)) tally.went('audit', day, rows)
  if (dryRun) return
  await database.transaction(async (tx) => {
    await pruneAudit(tx, auditKey, last, provenNow)
    await record(tx, {
      ...by,
      at: provenNow,
      shop: 'default',
      action: 'retention.prune',
      target: { type: 'audit', id: last.id },
      outcome: 'done',
      detail: { through: last.sequence },
    })
  })
}
