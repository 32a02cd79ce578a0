/** Idempotency keys: the work of a key runs only once. One rule for checkouts, payments and modifications. */
import { AppError } from '../domain/errors.ts'
import type { Queries } from './database.ts'
import { claimKey, findKey } from './idempotency-rows.ts'
import type { IdempotencyRow } from './tables.ts'

/** `fingerprint` shows whether two requests with one key are equal; `paymentId` is null without a payment. */
export type Claim = { scope: string; key: string; fingerprint: string; paymentId: string | null; now: number }

/** `earlier`: the key was used before, for the same request. */
export type Once<T> = { done: T } | { earlier: IdempotencyRow }

/**
 * Runs `work` if the key is new, in the transaction that claims it: both commit, or neither.
 * @throws AppError idempotency_key_reused | idempotency_in_flight, and the errors of `work`
 */
export async function idempotent<T>(tx: Queries, claim: Claim, work: () => Promise<T>): Promise<Once<T>> {
  if (await claimKey(tx, newRow(claim))) return { done: await work() }
  const earlier = await findEarlier(tx, claim)
  if (!earlier) throw new AppError('idempotency_in_flight', { retryAfter: 1 })
  return { earlier }
}

/**
 * @returns the row of the first request with this key; undefined for a new key
 * @throws AppError idempotency_key_reused when that was another request
 */
export async function findEarlier(
  db: Queries,
  { scope, key, fingerprint }: Pick<Claim, 'scope' | 'key' | 'fingerprint'>,
): Promise<IdempotencyRow | undefined> {
  const earlier = await findKey(db, scope, key)
  if (earlier && earlier.fingerprint !== fingerprint) throw new AppError('idempotency_key_reused')
  return earlier
}

/** @returns the stored first answer; null while there is none */
export function storedAnswer<T>(earlier: IdempotencyRow): { status: number; body: T } | null {
  const { response_status: status, response_body: body } = earlier
  return status === null || body === null ? null : { status, body: JSON.parse(body) as T }
}

function newRow({ scope, key, fingerprint, paymentId, now }: Claim): IdempotencyRow {
  const noAnswer = { response_status: null, response_body: null }
  return { scope, key, fingerprint, payment_id: paymentId, ...noAnswer, created_at: now }
}
