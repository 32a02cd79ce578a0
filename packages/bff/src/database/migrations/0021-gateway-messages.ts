/** What PayKKa says in words about a no: beside the payment, beside each step of it, and beside a capture, void or refund. */
import type { Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const table of ['payments', 'payment_steps', 'operations'])
    await db.schema.alterTable(table).addColumn('gateway_message', 'text').execute()
}
