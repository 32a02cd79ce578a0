/** Writes an audit entry in the transaction of the action: both commit, or neither. */
import type { Actor, Money, ProblemCode } from '@paykka-checkout/shared-types'
import { addAuditEntries, addWaitingEntry, lockAuditHead } from '../database/audit-rows.ts'
import type { Queries } from '../database/database.ts'
import type { AuditMarkerRow, AuditRow } from '../database/tables.ts'
import { canonicalJson, fingerprint, keyedHash, newTimedId } from '../domain/ids.ts'

/** The actor, the id of the request, and where the request came from. */
export type By = {
  actor: Actor
  requestId: string
  /** The caller's network: /24 of IPv4, /48 of IPv6. */
  network?: string | undefined
  /** Of the page in a browser. */
  origin?: string | undefined
}

export type Deed = By & {
  /** Unix milliseconds. */
  at: number
  shop: string
  action: string
  target: { type: string; id: string }
  /** `unknown`: nothing was sent to PayKKa yet; the operation or the payment shows the outcome. */
  outcome: AuditRow['outcome']
  /** Why it was refused. */
  problemCode?: ProblemCode | undefined
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
  const { sequence, hash } = await lockAuditHead(tx)
  await addAuditEntries(tx, [chained(rowOf(deed), sequence + 1, hash)])
}

/**
 * Like `record`, for frequent actions: one insert, and no lock. `sealAudit` chains the entry within a second or two.
 * Neither order nor time of the entries matters to it, so it may run anywhere in the transaction.
 */
export async function recordSoon(tx: Queries, deed: Deed): Promise<void> {
  await addWaitingEntry(tx, JSON.stringify(rowOf(deed)))
}

/** An entry before it has its place in the chain. */
export type Unchained = Omit<AuditRow, 'sequence' | 'previous_hash' | 'hash'>

export function chained(entry: Unchained, sequence: number, previousHash: string): AuditRow {
  const row = { ...entry, sequence, previous_hash: previousHash }
  return { ...row, hash: hashOf(row) }
}

function rowOf({ actor, target, amount, detail, idempotencyKey: key, ...deed }: Deed): Unchained {
  return {
    id: newTimedId('aud', deed.at),
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
    problem_code: deed.problemCode ?? null,
    network: deed.network ?? null,
    origin: deed.origin ?? null,
    detail: detail ? canonicalJson(detail) : null,
  }
}

/**
 * SHA-256 over all other columns of the entry, including the previous hash. Null columns are left out, so that a column of
 * a later version does not change the hashes of earlier entries.
 */
export function hashOf(row: Omit<AuditRow, 'hash'>): string {
  const columns = Object.entries(row).filter(([name, value]) => name !== 'hash' && value !== null)
  return fingerprint(canonicalJson(Object.fromEntries(columns)))
}

/** @returns the signature of the record's start: without the key nobody can forge another start */
export function signMarker(
  key: Uint8Array,
  { sequence, hash, at }: Pick<AuditMarkerRow, 'sequence' | 'hash' | 'at'>,
): string {
  return keyedHash(key, canonicalJson({ sequence, hash, at })).toString('hex')
}
