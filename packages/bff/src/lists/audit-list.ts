/** One page of the audit record, newest first. */
import type { AuditEntry, AuditList, AuditQuery } from '@paykka-checkout/shared-types'
import { listAuditBefore } from '../database/audit-rows.ts'
import type { AuditRow } from '../database/tables.ts'
import { canonicalJson } from '../domain/ids.ts'
import { iso, present } from '../domain/present.ts'
import { readCursor, toCursor } from './cursor.ts'
import { readMoment } from './list-moment.ts'
import type { ListParts } from './payment-list.ts'

const DEFAULT_LIMIT = 25
/** An entry's position is its sequence number alone. */
const ID = 'audit'

/** @throws AppError validation_failed | cursor_invalid */
export async function listAuditPage(
  { database, transIdKey: key }: ListParts,
  query: AuditQuery,
): Promise<AuditList> {
  const { cursor, limit: wanted, from, before, ...exact } = query
  const print = canonicalJson({ list: ID, from, before, ...exact })
  const limit = Number(wanted ?? DEFAULT_LIMIT)
  const sequence = cursor === undefined ? undefined : readCursor(key, print, cursor).at
  const times = { from: readMoment('from', from), before: readMoment('before', before) }
  const found = await listAuditBefore(database.db, { ...exact, ...times, sequence }, limit + 1)
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  const nextCursor = found.length > limit && last ? toCursor(key, print, { at: last.sequence, id: ID }) : null
  return { data: rows.map(entryOf), nextCursor }
}

function entryOf(row: AuditRow): AuditEntry {
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
      detail: row.detail === null ? null : (JSON.parse(row.detail) as NonNullable<AuditEntry['detail']>),
    }),
  }
}
