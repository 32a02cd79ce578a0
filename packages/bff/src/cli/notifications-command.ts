/** `paykka-bff notifications list|replay`. */
import { listNotificationRows, requeueNotifications } from '../database/notification-rows.ts'
import type { NotificationRow } from '../database/tables.ts'
import { printRows, when } from './text-table.ts'
import { withDatabase } from './with-database.ts'

export type ListOptions = { state?: NotificationRow['state']; limit: number; json?: boolean }

export async function listNotifications(options: ListOptions): Promise<void> {
  const rows = await withDatabase((database) =>
    listNotificationRows(database.db, options.state, options.limit),
  )
  printRows(
    rows,
    [
      ['id', (row) => row.id],
      ['type', (row) => row.type],
      ['signed', (row) => (row.verified ? 'yes' : 'no')],
      ['state', (row) => row.state],
      ['receipts', (row) => row.receipts],
      ['last received', (row) => when(row.last_received_at)],
      ['trans_id', (row) => row.trans_id],
      ['note', (row) => row.note],
    ],
    options.json ?? false,
  )
}

type ReplayOptions = { all?: NotificationRow['state'] }

/** Makes notifications due again: the running BFF queries PayKKa about each. */
export async function replayNotifications(ids: string[], options: ReplayOptions): Promise<void> {
  const count = await withDatabase(async (database) => {
    const more = options.all
      ? (await listNotificationRows(database.db, options.all, 10_000)).map((row) => row.id)
      : []
    return requeueNotifications(database.db, [...ids, ...more], Date.now())
  })
  console.log(
    `${count} notification(s) are due again. The running BFF queries PayKKa about them within a second.`,
  )
}
