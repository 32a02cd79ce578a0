/** Writes a file from one snapshot of the database, in batches of lines. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Queries } from '../database/database.ts'
import type { Place } from '../database/page-order.ts'
import type { ListedRow } from '../database/payment-list-rows.ts'
import { findPayments, placeOf } from '../lists/payment-list.ts'
import type { View } from '../lists/walk-payments.ts'
import { eachPayment } from '../lists/walk-payments.ts'
import { auditLines } from './audit-file.ts'
import type { Cell } from './csv.ts'
import { toCsv, toHead } from './csv.ts'
import type { FileOrder, MoneyFileOrder } from './file-order.ts'
import type { Occurred } from './movements-file.ts'
import { movementLines } from './movements-file.ts'
import { paymentLines } from './payments-file.ts'

const READ = 500
const DAY_MS = 24 * 60 * 60_000

/** @returns the file in pieces; the first one contains the header */
export async function* writeFile(view: View, order: FileOrder): AsyncGenerator<string> {
  yield toHead(order.columns, order.style)
  for await (const lines of linesOf(view, order)) if (lines.length > 0) yield toCsv(lines, order.style)
}

/** @returns the number of lines below the header, counted up to a few more than `most` */
export async function countLines(view: View, order: FileOrder, most: number): Promise<number> {
  let count = 0
  for await (const lines of linesOf(view, order)) {
    count += lines.length
    if (count > most) break
  }
  return count
}

async function* linesOf(view: View, order: FileOrder): AsyncGenerator<Cell[][]> {
  const { db } = view.database
  const { columns, style } = order
  if (order.kind === 'audit') yield* auditLines(view, order.filters, columns, style)
  else if (order.kind === 'payments')
    for await (const rows of eachPayment(view, order.asked))
      yield await paymentLines(db, rows, columns, style)
  else {
    const occurred = order.occurred ?? { from: 0, before: Number.MAX_SAFE_INTEGER }
    for await (const rows of movedPayments(view, order))
      yield await movementLines(db, rows, columns, style, occurred)
  }
}

/** Every movement changes its payment, but a dispute may not. */
async function* movedPayments(view: View, { asked, occurred }: MoneyFileOrder): AsyncGenerator<ListedRow[]> {
  if (!occurred) return yield* eachPayment(view, asked)
  const since = Math.max(0, occurred.from - DAY_MS, asked.filters.updatedFrom ?? 0)
  const createdBefore = Math.min(occurred.before, asked.filters.createdBefore ?? Number.MAX_SAFE_INTEGER)
  const changed = { ...asked, filters: { ...asked.filters, updatedFrom: since, createdBefore } }
  for (let after: Place | undefined; ; ) {
    const rows = await findPayments(view, changed, { oldest: true, updated: true, after, limit: READ })
    yield rows
    const last = rows.at(-1)
    if (!last || rows.length < READ) break
    after = placeOf(last, { updated: true })
    await nextTurn()
  }
  yield* disputedBefore(view, asked, occurred, since)
}

async function* disputedBefore(
  view: View,
  asked: MoneyFileOrder['asked'],
  { from, before }: Occurred,
  since: number,
): AsyncGenerator<ListedRow[]> {
  const ids = await disputedBetween(view.database.db, from, before)
  for (let start = 0; start < ids.length; start += READ) {
    const some = ids.slice(start, start + READ)
    const wanted = asked.filters.ids ? some.filter((id) => asked.filters.ids?.includes(id)) : some
    const filters = { ...asked.filters, ids: wanted, updatedBefore: since }
    if (wanted.length > 0)
      yield await findPayments(view, { ...asked, filters }, { oldest: true, limit: READ })
    await nextTurn()
  }
}

async function disputedBetween(db: Queries, from: number, before: number): Promise<string[]> {
  const { rows } = await sql<{ payment_id: string }>`select distinct payment_id from disputes
    where (reported_at >= ${from} and reported_at < ${before}) or (outcome_at >= ${from} and outcome_at < ${before})
    order by payment_id`.execute(db)
  return rows.map(({ payment_id }) => payment_id)
}
