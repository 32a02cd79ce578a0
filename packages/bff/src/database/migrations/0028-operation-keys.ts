/** Moves the idempotency keys of captures, voids and refunds into the table of the other keys. */
import type { Kysely } from 'kysely'
import { sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    insert into idempotency_keys (scope, key, fingerprint, payment_id, response_status, response_body, created_at)
    select 'modify:' || payment_id, idempotency_key, fingerprint, payment_id, null, null, created_at from operations
    where true
    on conflict (scope, key) do nothing`.execute(db)
}
