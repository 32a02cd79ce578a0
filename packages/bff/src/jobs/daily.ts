/** The daily job, on one instance: compares yesterday with the gateway, reports expiring cards, deletes old data. */

import { sealAll } from '../audit/seal.ts'
import { readAuditHead } from '../database/audit-rows.ts'
import { claimJob, finishJob } from '../database/job-rows.ts'
import { findPayment } from '../database/payment-rows.ts'
import { newRequestId } from '../domain/ids.ts'
import type { ResolveParts } from '../payments/purchases/ask-about-payment.ts'
import { ask } from '../payments/purchases/ask-about-payment.ts'
import type { Finding, ReconcileParts } from '../payments/recovery/reconcile.ts'
import { reconcile } from '../payments/recovery/reconcile.ts'
import { reportExpiring } from '../payments/recurring/report-expiring.ts'
import type { PruneParts } from '../retention/prune.ts'
import { prune } from '../retention/prune.ts'
import type { PruneReport } from '../retention/tally.ts'

const DAY_MS = 24 * 60 * 60_000
const LEASE_MS = 60 * 60_000

export type DailyParts = ResolveParts & ReconcileParts & PruneParts

/** @returns the findings; null when another instance runs the job, or PayKKa has not confirmed the time */
export async function runDaily(parts: DailyParts): Promise<Finding[] | null> {
  const { db } = parts.database
  const now = parts.provenNow()
  if (now === 0 || !(await claimJob(db, 'daily', now, DAY_MS, LEASE_MS))) return null
  const by = { actor: { type: 'job', id: 'daily' } as const, requestId: newRequestId() }
  const forgotten = await prune(parts, { provenNow: now, dryRun: false, by })
  const expiring = await reportExpiring(parts.database, now)
  const report = await reconcile(parts, now - 2 * DAY_MS)
  for (const finding of report.findings) {
    parts.log.error({ ...finding }, 'the database and the gateway differ')
    await recordTruth(parts, finding)
  }
  parts.log.info(
    {
      payments: report.payments,
      findings: report.findings.length,
      expiring,
      ...wordsOf(forgotten),
      ...(await auditHead(parts.database)),
    },
    'daily comparison done',
  )
  await finishJob(db, 'daily', parts.now())
  return report.findings
}

/** An audit record that was cut or rewritten later does not contain this hash. */
async function auditHead(database: DailyParts['database']): Promise<Record<string, unknown>> {
  await sealAll(database)
  const { sequence, hash } = await readAuditHead(database.db)
  return { 'audit.sequence': sequence, 'audit.hash': hash }
}

/** Log lines contain no nested facts. Old data that is kept is logged with the reason. */
function wordsOf({ kinds, kept }: PruneReport): Record<string, unknown> {
  return {
    forgotten: kinds.reduce((sum, { rows }) => sum + rows, 0),
    ...Object.fromEntries(kinds.flatMap(({ kind, rows }) => (rows > 0 ? [[`forgotten.${kind}`, rows]] : []))),
    ...Object.fromEntries(kept.map(({ kind, reason, rows }) => [`kept.${kind}.${reason}`, rows])),
  }
}

/** Records what the gateway proves and reports it to the shop. Moving money is left to an operator. */
async function recordTruth(parts: ResolveParts, finding: Finding): Promise<void> {
  const payment = finding.paymentId ? await findPayment(parts.database.db, finding.paymentId) : undefined
  if (payment) await ask(parts, payment)
}
