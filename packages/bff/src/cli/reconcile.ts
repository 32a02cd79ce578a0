/** `paykka-bff reconcile`: compares the ledger with PayKKa, proposes, never acts. */
import { InvalidArgumentError } from 'commander'
import { realParts } from '../parts.ts'
import type { Finding, Report } from '../payment/reconcile.ts'
import { reconcile } from '../payment/reconcile.ts'
import { withStore } from './with-store.ts'

export type ReconcileOptions = { since: number; json?: boolean }

const UNITS: Record<string, number> = { m: 60_000, h: 60 * 60_000, d: 24 * 60 * 60_000 }

/** @returns milliseconds of `90m`, `12h` or `2d` */
export function parseAge(text: string): number {
  const [, count, unit] = /^(\d{1,4})([mhd])$/.exec(text) ?? []
  const size = unit === undefined ? undefined : UNITS[unit]
  if (count === undefined || size === undefined) throw new InvalidArgumentError('for example 90m, 12h or 2d')
  return Number(count) * size
}

/** Exit code 1 when something differs, so that a script can act on it. */
export async function runReconcile(options: ReconcileOptions): Promise<void> {
  const report = await withStore(async (store, config) => {
    const parts = realParts(config, stderrLog)
    try {
      return await reconcile({ ...parts, store }, Date.now() - options.since)
    } finally {
      await parts.gateway.close()
      await parts.merchantSessions.close()
    }
  })
  if (options.json) console.log(JSON.stringify(report, null, 2))
  else print(report)
  if (report.findings.length > 0) process.exitCode = 1
}

function print(report: Report): void {
  console.log(
    `Compared ${report.payments} payment(s) of ${report.checkouts} checkout(s) since ${new Date(report.from).toISOString()}.`,
  )
  for (const finding of report.findings) console.log(describe(finding))
  const count = report.findings.length
  console.log(count === 0 ? 'The ledger and PayKKa agree.' : `${count} difference(s). Nothing was changed.`)
}

function describe(finding: Finding): string {
  return [
    `- ${finding.kind}: order ${finding.orderReference}, ${finding.paymentId ?? 'no payment here'}, support code ${finding.supportCode}`,
    `    here ${finding.ledger}, at PayKKa ${finding.gateway} (trans_id ${finding.transId})`,
    `    ${finding.proposal}`,
  ].join('\n')
}

const stderrLog = {
  info: () => {},
  warn: (facts: Record<string, unknown>, message: string) => console.error(message, JSON.stringify(facts)),
  error: (facts: Record<string, unknown>, message: string) => console.error(message, JSON.stringify(facts)),
}
