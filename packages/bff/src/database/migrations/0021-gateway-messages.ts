/** PayKKa's messages about refusals: of a payment, of each of its steps, and of a capture, void or refund. */
import type { Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const table of ['payments', 'payment_steps', 'operations'])
    await db.schema.alterTable(table).addColumn('gateway_message', 'text').execute()
}
