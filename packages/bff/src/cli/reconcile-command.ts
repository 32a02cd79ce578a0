/** `paykka-bff reconcile`: compares the database with PayKKa and proposes actions, without changes. */
import { compose } from '../compose.ts'
import type { Finding, Report } from '../payments/recovery/reconcile.ts'
import { reconcile } from '../payments/recovery/reconcile.ts'
import { withDatabase } from './with-database.ts'

type ReconcileOptions = { since: number; json?: boolean }

/** Exit code 1 when something differs or the database is empty, so that a script can react. */
export async function runReconcile(options: ReconcileOptions): Promise<void> {
  const report = await withDatabase(async (database, config) => {
    const { core, limiter } = compose(config, { database, log: stderrLog })
    try {
      return await reconcile(core, Date.now() - options.since)
    } finally {
      await Promise.all([core.gateway.close(), core.merchantSessions.close(), limiter.close()])
    }
  })
  if (options.json) console.log(JSON.stringify(report, null, 2))
  else print(report)
  if (report.findings.length > 0 || report.empty) process.exitCode = 1
}

function print(report: Report): void {
  console.log(
    `Compared ${report.payments} payment(s) of ${report.checkouts} checkout(s) since ${new Date(report.from).toISOString()}.`,
  )
  for (const finding of report.findings) console.log(describe(finding))
  console.log(conclusion(report))
}

function conclusion({ findings, empty, payments, checkouts }: Report): string {
  if (findings.length > 0) return `${findings.length} difference(s). Nothing was changed.`
  if (empty)
    return 'The database holds no payment, so nothing was proven. If your shop has taken payments, this is not its database: docs/guides/operations.md.'
  return payments + checkouts === 0 ? 'There was nothing to compare.' : 'The database and PayKKa agree.'
}

function describe(finding: Finding): string {
  return [
    `- ${finding.kind}: order ${finding.orderReference}, ${finding.paymentId ?? 'no payment here'}, support code ${finding.supportCode}`,
    `    here ${finding.here}, at PayKKa ${finding.gateway} (trans_id ${finding.transId})`,
    `    ${finding.proposal}`,
  ].join('\n')
}

const stderrLog = {
  info: () => {},
  warn: (facts: Record<string, unknown>, message: string) => console.error(message, JSON.stringify(facts)),
  error: (facts: Record<string, unknown>, message: string) => console.error(message, JSON.stringify(facts)),
}
