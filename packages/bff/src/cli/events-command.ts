/** `paykka-bff events list|redeliver`. */
import { listShopEvents, redeliverShopEvents } from '../database/event-rows.ts'
import type { ShopEventRow } from '../database/tables.ts'
import { printRows, when } from './text-table.ts'
import { withDatabase } from './with-database.ts'

export type ListOptions = { state?: ShopEventRow['state']; failed?: boolean; limit: number; json?: boolean }

export async function listEvents(options: ListOptions): Promise<void> {
  const rows = await withDatabase((database) => listShopEvents(database.db, options, options.limit))
  printRows(
    rows,
    [
      ['id', (row) => row.id],
      ['type', (row) => row.type],
      ['payment', (row) => row.payment_id],
      ['state', (row) => row.state],
      ['attempts', (row) => row.attempts],
      ['created', (row) => when(row.created_at)],
      ['delivered to', (row) => row.delivered_to || null],
      ['next try', (row) => (row.state === 'pending' ? when(row.next_at) : null)],
      ['last error', (row) => row.last_error],
    ],
    options.json ?? false,
  )
}

type RedeliverOptions = { all?: ShopEventRow['state'] }

/** Makes events due again, delivered or not. */
export async function redeliverEvents(ids: string[], options: RedeliverOptions): Promise<void> {
  const count = await withDatabase(async (database) => {
    const more = options.all
      ? (await listShopEvents(database.db, { state: options.all }, 10_000)).map((row) => row.id)
      : []
    return redeliverShopEvents(database.db, [...ids, ...more], Date.now())
  })
  console.log(`${count} event(s) are due again. The running BFF sends them within a second.`)
}
