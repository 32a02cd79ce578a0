/** A paid checkout claims its order: the order's other checkouts must not be paid too. */
import { effectiveStatus } from '../../checkouts/checkout-rules.ts'
import { updateCheckout } from '../../database/checkout-rows.ts'
import type { Database, Queries } from '../../database/database.ts'
import type { OrderMember } from '../../database/order-rows.ts'
import {
  isPaidElsewhere,
  listPaying,
  lockMembers,
  releaseOrder,
  supersede,
} from '../../database/order-rows.ts'
import type { CheckoutRow } from '../../database/tables.ts'

/** `provenNow` is 0 until PayKKa has confirmed the time: then no checkout counts as expired. */
type Parts = { database: Pick<Database, 'kind'>; now: () => number; provenNow: () => number }

/**
 * For a checkout whose payment has just succeeded, even if another checkout had claimed the order before.
 * @returns the checkout's present row; `paid_before` says whether another checkout had already paid the order
 */
export async function takeOrder(parts: Parts, tx: Queries, checkout: CheckoutRow): Promise<CheckoutRow> {
  const isRepeat = checkout.order_claim === 'repeat'
  // An order may have any number of checkouts with `allowRepeat`, so they are not checked one by one.
  const paidBefore = isRepeat
    ? await isPaidElsewhere(tx, checkout.order_reference, checkout.id)
    : await closeRivals(parts, tx, checkout)
  if (!paidBefore) return checkout
  await updateCheckout(tx, checkout.id, { paid_before: 1 })
  return { ...checkout, paid_before: 1 }
}

/**
 * Closes the other checkouts; one with an active attempt closes when that attempt ends unpaid.
 * @returns whether one of them has paid the order
 */
async function closeRivals(
  { database, now, provenNow }: Parts,
  tx: Queries,
  checkout: CheckoutRow,
): Promise<boolean> {
  const members = await lockMembers(database.kind, tx, checkout.order_reference)
  const others = members.filter(({ id }) => id !== checkout.id)
  const paying = await listPaying(tx, idsOf(others))
  const paid = new Set(paying.map(({ checkout_id }) => checkout_id))
  const rivals = others.filter((other) => !paid.has(other.id) && canStillBePaid(other, provenNow()))
  await supersede(tx, idsOf(rivals), checkout.id, now())
  await releaseOrder(tx, idsOf(others.filter((other) => isExpired(other, provenNow()))))
  return paid.size > 0
}

const idsOf = (members: OrderMember[]) => members.map(({ id }) => id)

const isExpired = (member: OrderMember, provenNow: number) =>
  member.order_claim !== 'repeat' && effectiveStatus(member, provenNow) === 'expired'

function canStillBePaid(
  { order_claim, live_payment_id, expires_at }: OrderMember,
  provenNow: number,
): boolean {
  return order_claim !== 'repeat' && (live_payment_id !== null || expires_at > provenNow)
}
