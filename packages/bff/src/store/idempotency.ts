/** Queries on idempotency keys. A claim is one statement: never look first and insert then. */
import type { Queries } from './database.ts'
import type { IdempotencyRow } from './tables.ts'

/** @returns true when this request is the first with the key */
export async function claimKey(db: Queries, row: IdempotencyRow): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('idempotency_keys')
    .values(row)
    .onConflict((conflict) => conflict.columns(['scope', 'key']).doNothing())
    .executeTakeFirst()
  return (numInsertedOrUpdatedRows ?? 0n) > 0n
}

export function findKey(db: Queries, scope: string, key: string): Promise<IdempotencyRow | undefined> {
  return db
    .selectFrom('idempotency_keys')
    .selectAll()
    .where('scope', '=', scope)
    .where('key', '=', key)
    .executeTakeFirst()
}

/** Stores the first answer. A later one does not replace it. */
export async function storeAnswer(
  db: Queries,
  scope: string,
  key: string,
  answer: { status: number; body: unknown },
): Promise<void> {
  await db
    .updateTable('idempotency_keys')
    .set({ response_status: answer.status, response_body: JSON.stringify(answer.body) })
    .where('scope', '=', scope)
    .where('key', '=', key)
    .where('response_status', 'is', null)
    .execute()
}
