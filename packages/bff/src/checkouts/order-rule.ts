/** One order, one payment: whether the checkouts of an order admit another one. Pure. */
import type { OrderMember } from '../database/order-rows.ts'
import { effectiveStatus } from './checkout-rules.ts'

/** `free`: another checkout may claim the order, after these are closed or released. Otherwise `by` blocks it. */
export type OrderVerdict =
  | { kind: 'free'; supersede: string[]; release: string[] }
  | { kind: 'in_progress' | 'paid'; by: OrderMember }

/**
 * @param members the order's checkouts, without canceled ones that lost the order
 * @param paying ids of the paid checkouts, without those whose money was given back completely
 * @param provenNow Unix milliseconds; 0 until PayKKa has confirmed the time
 */
export function judgeOrder(members: OrderMember[], paying: Set<string>, provenNow: number): OrderVerdict {
  const paid = members.find(({ id }) => paying.has(id))
  if (paid) return { kind: 'paid', by: paid }
  const busy = members.find((member) => isUnderWay(member, provenNow))
  if (busy) return { kind: 'in_progress', by: busy }
  const open = members.filter((member) => effectiveStatus(member, provenNow) === 'open')
  const over = members.filter((member) => !open.includes(member) && isHeld(member))
  return { kind: 'free', supersede: open.map(({ id }) => id), release: over.map(({ id }) => id) }
}

/** The checkout holds the order, or would still be open for a clock that is slightly behind. */
const isHeld = ({ order_claim, status }: OrderMember) =>
  order_claim === 'sole' || (order_claim === 'none' && status === 'open')

/** A charge of an agreement is paid at once, so it counts as in progress before its payment exists. */
export function isUnderWay(member: OrderMember, provenNow: number): boolean {
  const status = effectiveStatus(member, provenNow)
  if (status === 'open') return member.agreement_id !== null && member.attempts === 0
  return member.live_payment_id !== null || !OVER.has(status)
}

const OVER = new Set<OrderMember['status'] | 'expired'>(['expired', 'canceled', 'authorized', 'succeeded'])
