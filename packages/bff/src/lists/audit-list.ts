/** One page of the audit record, newest first. */
import type { AuditEntry, AuditList, AuditQuery } from '@paykka-checkout/shared-types'
import { sealForReading } from '../audit/seal.ts'
import type { AuditFilters } from '../database/audit-list-rows.ts'
import { listAuditRows } from '../database/audit-list-rows.ts'
import type { Database } from '../database/database.ts'
import type { AuditRow } from '../database/tables.ts'
import { iso, present } from '../domain/present.ts'
import { readMoment } from './list-moment.ts'
import { readPage } from './page.ts'

export type AuditParts = { database: Pick<Database, 'db' | 'kind' | 'transaction'>; transIdKey: Uint8Array }

/** @throws AppError validation_failed | cursor_invalid */
export async function listAuditPage(
  { database, transIdKey }: AuditParts,
  query: AuditQuery,
): Promise<AuditList> {
  const filters = readAuditFilters(query)
  await sealForReading(database)
  const placeOf = ({ at, sequence }: AuditRow) => ({ at, id: String(sequence) })
  const { rows, nextCursor } = await readPage(transIdKey, 'audit', query, false, placeOf, (order) =>
    listAuditRows(database.kind, database.db, filters, order),
  )
  return { data: rows.map(entryOf), nextCursor }
}

/** @throws AppError validation_failed that names the parameter */
export function readAuditFilters(query: Omit<AuditQuery, 'limit' | 'cursor'>): AuditFilters {
  const { actor, action, target, outcome, from, before } = query
  const times = { from: readMoment('from', from), before: readMoment('before', before) }
  return { actor, action, target, outcome, ...times }
}

/** @returns the entry as the shop's server reads it */
export function entryOf(row: AuditRow): AuditEntry {
  const { amount, currency, actor_type: type, actor_id: id, actor_claimed: claimed } = row
  return {
    id: row.id,
    sequence: row.sequence,
    at: iso(row.at),
    shop: row.shop,
    actor: { type, id, ...present({ claimed }) },
    action: row.action,
    target: { type: row.target_type, id: row.target_id },
    outcome: row.outcome,
    previousHash: row.previous_hash,
    hash: row.hash,
    ...present({
      orderReference: row.order_reference,
      amount: amount !== null && currency !== null ? { value: amount, currency } : null,
      reason: row.reason,
      operationId: row.operation_id,
      idempotencyKeyHash: row.idempotency_key_hash,
      requestId: row.request_id,
      problemCode: row.problem_code,
      network: row.network,
      origin: row.origin,
      detail: row.detail === null ? null : (JSON.parse(row.detail) as NonNullable<AuditEntry['detail']>),
    }),
  }
}
