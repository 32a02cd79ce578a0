/** Processes old checkouts from the oldest, page by page, so that other requests run in between. */
import type { By } from '../audit/record.ts'
import { record } from '../audit/record.ts'
import type { Database, Queries } from '../database/database.ts'
import { listCheckouts } from '../database/personal-rows.ts'
import type { OldCheckout, Place } from '../database/retention-rows.ts'
import {
  dropCheckouts,
  listOldCheckouts,
  listOldPayments,
  lockPaymentsOf,
  readKeepReasons,
} from '../database/retention-rows.ts'
import { emptyCheckout } from './empty-checkout.ts'
import type { Cutoffs, Fate } from './fate.ts'
import { fateOf } from './fate.ts'

const PAGE = 200

export type WalkParts = { database: Database; retainMetadata: string[] }
export type WalkOrder = { provenNow: number; dryRun: boolean; by: By }

/** @param report called for each checkout with its actual or planned result */
export async function walkCheckouts(
  parts: WalkParts,
  order: WalkOrder,
  cutoffs: Cutoffs,
  report: (checkout: OldCheckout, fate: Fate) => void,
): Promise<void> {
  const { db } = parts.database
  const before = Math.max(cutoffs.unpaid ?? 0, cutoffs.personal ?? 0, cutoffs.payments ?? 0)
  let place: Place = { created_at: 0, id: '' }
  for (;;) {
    const page = await listOldCheckouts(db, before, place, PAGE)
    const last = page.at(-1)
    if (!last) return
    const fates = await fatesOf(db, page, cutoffs)
    const due = page.filter((checkout) => isDue(fates.get(checkout)))
    const done = order.dryRun || due.length === 0 ? fates : await forget(parts, order, due, cutoffs)
    for (const checkout of page) report(checkout, done.get(checkout) ?? fates.get(checkout) ?? NONE)
    place = last
  }
}

const NONE: Fate = { fate: 'none' }
const isDue = (fate: Fate | undefined) => fate?.fate === 'drop' || fate?.fate === 'empty'

async function fatesOf(db: Queries, page: OldCheckout[], cutoffs: Cutoffs): Promise<Map<OldCheckout, Fate>> {
  const rows = await listOldPayments(db, idsOf(page))
  const keepReasons = await readKeepReasons(db, idsOf(rows))
  const payments = Map.groupBy(rows, ({ checkout_id }) => checkout_id)
  const judge = (each: OldCheckout) => fateOf(each, payments.get(each.id) ?? [], keepReasons, cutoffs)
  return new Map(page.map((checkout) => [checkout, judge(checkout)]))
}

const idsOf = (rows: { id: string }[]) => rows.map(({ id }) => id)

/** Decides again under the payments' locks: a refund may have begun meanwhile. */
function forget(
  { database, retainMetadata: keepMetadata }: WalkParts,
  { provenNow: at, by }: WalkOrder,
  due: OldCheckout[],
  cutoffs: Cutoffs,
): Promise<Map<OldCheckout, Fate>> {
  return database.transaction(async (tx) => {
    await lockPaymentsOf(database.kind, tx, idsOf(due))
    const fates = await fatesOf(tx, due, cutoffs)
    const whose = (wanted: Fate['fate']) =>
      idsOf(due.filter((checkout) => fates.get(checkout)?.fate === wanted))
    const [dropped, emptied] = [whose('drop'), whose('empty')]
    for (const checkout of await listCheckouts(tx, emptied))
      await emptyCheckout(tx, checkout, { keepMetadata }, at)
    await dropCheckouts(tx, dropped)
    const detail = { deleted: dropped.length, emptied: emptied.length }
    if (detail.deleted + detail.emptied > 0)
      await record(tx, { ...by, ...PRUNED, at, target: { type: 'checkouts', id: 'old' }, detail })
    return fates
  })
}

const PRUNED = { shop: 'default', action: 'retention.prune', outcome: 'done' } as const
