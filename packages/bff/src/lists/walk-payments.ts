/** Reads many payments in short steps, so that other requests run in between. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { DatabaseKind, Queries } from '../database/database.ts'
import type { Place } from '../database/page-order.ts'
import type { PaymentFilters } from '../database/payment-filters-sql.ts'
import { namesFew } from '../database/payment-filters-sql.ts'
import type { ListedRow } from '../database/payment-list-rows.ts'
import { listBranch, placeFurtherOn } from '../database/payment-list-rows.ts'
import type { Window } from '../database/payment-walk.ts'
import type { Asked } from './payment-filters.ts'
import { findPayments, placeOf } from './payment-list.ts'

export type View = { database: { kind: DatabaseKind; db: Queries }; transIdKey: Uint8Array }
export type Step = { after: Place | undefined; until: Place | undefined }

const SUMMED = 2000
const READ = 500

/** @returns the requested window of creation times */
export function windowOf({
  createdFrom = 0,
  createdBefore = Number.MAX_SAFE_INTEGER,
}: PaymentFilters): Window {
  return { from: createdFrom, before: createdBefore }
}

/** Oldest first. The last step ends with the window. */
export async function* stepsOf({ database }: View, window: Window, rows = SUMMED): AsyncGenerator<Step> {
  const filters = { createdFrom: window.from, createdBefore: window.before }
  for (let after: Place | undefined; ; ) {
    const order = { oldest: true, after, limit: rows }
    const until = await placeFurtherOn(database.kind, database.db, filters, order, rows)
    yield { after, until }
    if (!until) return
    after = until
    await nextTurn()
  }
}

/** @returns the matching payments, oldest first, in batches */
export async function* eachPayment(view: View, asked: Asked): AsyncGenerator<ListedRow[]> {
  const { filters, attention, q } = asked
  const isShort =
    q !== undefined || attention.length > 0 || namesFew(filters) || filters.metadata !== undefined
  yield* isShort ? pageAfterPage(view, asked) : stepAfterStep(view, filters)
}

async function* pageAfterPage(view: View, asked: Asked): AsyncGenerator<ListedRow[]> {
  for (let after: Place | undefined; ; ) {
    const rows = await findPayments(view, asked, { oldest: true, after, limit: READ })
    yield rows
    const last = rows.at(-1)
    if (!last || rows.length < READ) return
    after = placeOf(last, {})
    await nextTurn()
  }
}

/** With a rare filter, a single query would read all rows between two matches. */
async function* stepAfterStep(view: View, filters: PaymentFilters): AsyncGenerator<ListedRow[]> {
  const { kind, db } = view.database
  for await (const step of stepsOf(view, windowOf(filters), READ))
    yield await listBranch(kind, db, { kind: 'all' }, [filters], { ...step, oldest: true, limit: READ })
}
