/** Once a day, on one instance: compare yesterday with the gateway, tell of expiring cards, forget what is too old. */

import { readAuditHead } from '../database/audit-rows.ts'
import type { Queries } from '../database/database.ts'
import { claimJob, finishJob } from '../database/job-rows.ts'
import { findPayment } from '../database/payment-rows.ts'
import { newRequestId } from '../domain/ids.ts'
import type { ResolveParts } from '../payments/purchases/ask-about-payment.ts'
import { ask } from '../payments/purchases/ask-about-payment.ts'
import type { Finding, ReconcileParts } from '../payments/recovery/reconcile.ts'
import { reconcile } from '../payments/recovery/reconcile.ts'
import { tellExpiring } from '../payments/recurring/tell-expiring.ts'
import type { PruneParts } from '../retention/prune.ts'
import { prune } from '../retention/prune.ts'
import type { PruneReport } from '../retention/tally.ts'

const DAY_MS = 24 * 60 * 60_000
const LEASE_MS = 60 * 60_000

export type DailyParts = ResolveParts & ReconcileParts & PruneParts

/** @returns the findings; null when it was not this instance's turn, or PayKKa has not confirmed the time */
export async function runDaily(parts: DailyParts): Promise<Finding[] | null> {
  const { db } = parts.store
  const now = parts.provenNow()
  if (now === 0 || !(await claimJob(db, 'daily', now, DAY_MS, LEASE_MS))) return null
  const by = { actor: { type: 'job', id: 'daily' } as const, requestId: newRequestId() }
  const forgotten = await prune(parts, { provenNow: now, dryRun: false, by })
  const expiring = await tellExpiring(parts.store, now)
  const report = await reconcile(parts, now - 2 * DAY_MS)
  for (const finding of report.findings) {
    parts.log.error({ ...finding }, 'the ledger and the gateway differ')
    await recordTruth(parts, finding)
  }
  parts.log.info(
    {
      payments: report.payments,
      findings: report.findings.length,
      expiring,
      ...wordsOf(forgotten),
      ...(await auditHead(db)),
    },
    'daily comparison done',
  )
  await finishJob(db, 'daily', parts.now())
  return report.findings
}

/** A record that was cut or written anew since does not hold this hash any more. */
async function auditHead(db: Queries): Promise<Record<string, unknown>> {
  const { sequence, hash } = await readAuditHead(db)
  return { 'audit.sequence': sequence, 'audit.hash': hash }
}

/** A line holds no nested facts. What stays although it is old is told with its reason. */
function wordsOf({ kinds, kept }: PruneReport): Record<string, unknown> {
  return {
    forgotten: kinds.reduce((sum, { rows }) => sum + rows, 0),
    ...Object.fromEntries(kinds.flatMap(({ kind, rows }) => (rows > 0 ? [[`forgotten.${kind}`, rows]] : []))),
    ...Object.fromEntries(kept.map(({ kind, reason, rows }) => [`kept.${kind}.${reason}`, rows])),
  }
}

/** What the gateway proves is written down and reported to the shop. Moving money is left to a person. */
async function recordTruth(parts: ResolveParts, finding: Finding): Promise<void> {
  const payment = finding.paymentId ? await findPayment(parts.store.db, finding.paymentId) : undefined
  if (payment) await ask(parts, payment)
}
