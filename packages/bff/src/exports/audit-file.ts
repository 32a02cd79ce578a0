/** `audit.csv`: one line per entry of the audit record, oldest first. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { AuditFilters } from '../database/audit-list-rows.ts'
import { listAuditRows } from '../database/audit-list-rows.ts'
import type { Place } from '../database/page-order.ts'
import type { AuditRow } from '../database/tables.ts'
import type { View } from '../lists/walk-payments.ts'
import type { Cell, CsvStyle } from './csv.ts'
import { amountCell, localTimes, utcCell } from './csv.ts'

type Line = { row: AuditRow; style: CsvStyle; local: (at: number) => string }

export const AUDIT_COLUMNS: Record<string, (line: Line) => Cell> = {
  sequence: ({ row }) => ({ digits: String(row.sequence) }),
  at_utc: ({ row }) => utcCell(row.at),
  entry_id: ({ row }) => row.id,
  shop: ({ row }) => row.shop,
  actor_type: ({ row }) => row.actor_type,
  actor: ({ row }) => row.actor_id,
  operator_claimed: ({ row }) => row.actor_claimed,
  action: ({ row }) => row.action,
  target_type: ({ row }) => row.target_type,
  target: ({ row }) => row.target_id,
  order_reference: ({ row }) => row.order_reference,
  amount: ({ row: { amount, currency }, style }) =>
    amount === null || currency === null ? null : amountCell(amount, currency, style),
  currency: ({ row }) => row.currency,
  reason: ({ row }) => row.reason,
  outcome: ({ row }) => row.outcome,
  problem_code: ({ row }) => row.problem_code,
  operation_id: ({ row }) => row.operation_id,
  request_id: ({ row }) => row.request_id,
  idempotency_key_hash: ({ row }) => row.idempotency_key_hash,
  network: ({ row }) => row.network,
  origin: ({ row }) => row.origin,
  detail: ({ row }) => row.detail,
  previous_hash: ({ row }) => row.previous_hash,
  hash: ({ row }) => row.hash,
}

export const LOCAL_AUDIT_COLUMNS: Record<string, (line: Line) => Cell> = {
  at_local: ({ row, local }) => local(row.at),
}

const READ = 500

/** @returns the lines of the matching entries, in batches */
export async function* auditLines(
  { database: { kind, db } }: View,
  filters: AuditFilters,
  columns: string[],
  style: CsvStyle,
): AsyncGenerator<Cell[][]> {
  const local = localTimes(style.timeZone ?? 'UTC')
  const known = { ...AUDIT_COLUMNS, ...LOCAL_AUDIT_COLUMNS }
  for (let after: Place | undefined; ; ) {
    const rows = await listAuditRows(kind, db, filters, { oldest: true, after, limit: READ })
    yield rows.map((row) => columns.map((name) => known[name]?.({ row, style, local }) ?? null))
    const last = rows.at(-1)
    if (!last || rows.length < READ) return
    after = { at: last.at, id: String(last.sequence) }
    await nextTurn()
  }
}
