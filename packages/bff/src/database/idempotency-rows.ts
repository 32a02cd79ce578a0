/** Queries on idempotency keys. A claim is one statement, never a select followed by an insert. */
import type { Queries } from './database.ts'
import { prepared } from './prepared.ts'
import type { IdempotencyRow } from './tables.ts'

/** Prefix of the scope for one payment's captures, voids and refunds. */
export const MODIFY_SCOPE = 'modify:'

/** @returns true when this request is the first with the key */
export async function claimKey(db: Queries, row: IdempotencyRow): Promise<boolean> {
  return ((await claim(db, { row })).numAffectedRows ?? 0n) > 0n
}

const claim = prepared((db, { row }: { row: IdempotencyRow }) =>
  db
    .insertInto('idempotency_keys')
    .values(row)
    .onConflict((conflict) => conflict.columns(['scope', 'key']).doNothing()),
)

export async function findKey(db: Queries, scope: string, key: string): Promise<IdempotencyRow | undefined> {
  return (await find(db, { scope, key })).rows[0]
}

const find = prepared((db, { scope, key }: { scope: string; key: string }) =>
  db.selectFrom('idempotency_keys').selectAll().where('scope', '=', scope).where('key', '=', key),
)

/** Stores the first answer. A later one does not replace it. */
export async function storeAnswer(
  db: Queries,
  scope: string,
  key: string,
  answer: { status: number; body: unknown },
): Promise<void> {
  await storeFirst(db, { scope, key, status: answer.status, body: JSON.stringify(answer.body) })
}

type Stored = { scope: string; key: string; status: number; body: string }

const storeFirst = prepared((db, { scope, key, status, body }: Stored) =>
  db
    .updateTable('idempotency_keys')
    .set({ response_status: status, response_body: body })
    .where('scope', '=', scope)
    .where('key', '=', key)
    .where('response_status', 'is', null),
)
