/** Writes an audit entry in the transaction of the action: both commit, or neither. */
import type { Actor, Money } from '@paykka-checkout/shared-types'
import { addAuditEntry, takeNextPlace } from '../database/audit-rows.ts'
import type { Queries } from '../database/database.ts'
import type { AuditMarkerRow, AuditRow } from '../database/tables.ts'
import { canonicalJson, fingerprint, keyedHash, newId } from '../domain/ids.ts'

/** The actor, and the id of the request. */
export type By = { actor: Actor; requestId: string }

export type Deed = By & {
  /** Unix milliseconds. */
  at: number
  shop: string
  action: string
  target: { type: string; id: string }
  /** `unknown`: nothing was sent to PayKKa yet; the operation shows the outcome. */
  outcome: 'done' | 'unknown'
  orderReference?: string | undefined
  amount?: Money | undefined
  reason?: string | undefined
  operationId?: string | undefined
  /** Stored as a hash. */
  idempotencyKey?: string | undefined
  /** Further facts; no names, no addresses. */
  detail?: Record<string, string | number> | undefined
}

/** Call it last in a transaction: it locks the record's head until the transaction ends. */
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
 * SHA-256 over all other columns of the entry, including the previous hash. Null columns are left out, so that a column of
 * a later version does not change the hashes of earlier entries.
 */
export function hashOf(row: Omit<AuditRow, 'hash'>): string {
  const reported = Object.entries(row).filter(([name, value]) => name !== 'hash' && value !== null)
  return fingerprint(canonicalJson(Object.fromEntries(reported)))
}

/** @returns the signature of the record's start: without the key nobody can forge another start */
export function signMarker(
  key: Uint8Array,
  { sequence, hash, at }: Pick<AuditMarkerRow, 'sequence' | 'hash' | 'at'>,
): string {
  return keyedHash(key, canonicalJson({ sequence, hash, at })).toString('hex')
}
