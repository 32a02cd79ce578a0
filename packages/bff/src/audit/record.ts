/** Writes down who did what, in the transaction of what was done: both last, or neither. */
import type { Actor, Money } from '@paykka-checkout/shared-types'
import { addAuditEntry, takeNextPlace } from '../database/audit-rows.ts'
import type { Queries } from '../database/database.ts'
import type { AuditMarkerRow, AuditRow } from '../database/tables.ts'
import { canonicalJson, fingerprint, keyedHash, newId } from '../domain/ids.ts'

/** Who asked, and by which request. */
export type By = { actor: Actor; requestId: string }

export type Deed = By & {
  /** Unix milliseconds. */
  at: number
  shop: string
  action: string
  target: { type: string; id: string }
  /** `unknown`: PayKKa was not asked yet; the operation says what became of it. */
  outcome: 'done' | 'unknown'
  orderReference?: string | undefined
  amount?: Money | undefined
  reason?: string | undefined
  operationId?: string | undefined
  /** Kept as a hash. */
  idempotencyKey?: string | undefined
  /** What else tells of it; no names, no addresses. */
  detail?: Record<string, string | number> | undefined
}

/** The last thing in a transaction: it holds the record's end until the transaction is over. */
export async function record(tx: Queries, deed: Deed): Promise<void> {
  const { sequence, previousHash } = await takeNextPlace(tx)
  const { hash: _none, ...row } = { ...rowOf(deed), sequence, previous_hash: previousHash }
  await addAuditEntry(tx, { ...row, hash: hashOf(row) })
}

function rowOf({
  actor,
  target,
  amount,
  detail,
  idempotencyKey: key,
  ...deed
}: Deed): Omit<AuditRow, 'sequence' | 'previous_hash'> {
  return {
    id: newId('aud'),
    at: deed.at,
    shop: deed.shop,
    actor_type: actor.type,
    actor_id: actor.id,
    actor_claimed: actor.claimed ?? null,
    action: deed.action,
    target_type: target.type,
    target_id: target.id,
    order_reference: deed.orderReference ?? null,
    amount: amount?.value ?? null,
    currency: amount?.currency ?? null,
    reason: deed.reason ?? null,
    outcome: deed.outcome,
    operation_id: deed.operationId ?? null,
    idempotency_key_hash: key === undefined ? null : fingerprint(key),
    request_id: deed.requestId,
    detail: detail ? canonicalJson(detail) : null,
    hash: '',
  }
}

/**
 * SHA-256 over everything else of the entry, the hash before it included. What is null is left out, so that a column of a
 * later version does not change the hashes of earlier entries.
 */
export function hashOf(row: Omit<AuditRow, 'hash'>): string {
  const told = Object.entries(row).filter(([name, value]) => name !== 'hash' && value !== null)
  return fingerprint(canonicalJson(Object.fromEntries(told)))
}

/** @returns the signature of where the record begins: without the key nobody can say that it begins elsewhere */
export function signMarker(
  key: Uint8Array,
  { sequence, hash, at }: Pick<AuditMarkerRow, 'sequence' | 'hash' | 'at'>,
): string {
  return keyedHash(key, canonicalJson({ sequence, hash, at })).toString('hex')
}
