/** One order, one payment: what the checkouts of an order leave to another one. Pure. */
import type { OrderMember } from '../database/order-rows.ts'
import { effectiveStatus } from './checkout-rules.ts'

/**
 * `free`: another checkout may take the order, after these were closed or released. Otherwise `by` stands in its way.
 */
export type OrderVerdict =
  | { kind: 'free'; supersede: string[]; release: string[] }
  | { kind: 'in_progress' | 'paid'; by: OrderMember }

/**
 * @param members the order's checkouts, without canceled ones that lost their claim
 * @param paying ids of those that have the shopper's money; one whose money was given back whole is not among them
 * @param provenNow Unix milliseconds; 0 while PayKKa has not confirmed the time
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

/** It holds the order, or would be open for a clock that is a moment behind. */
const isHeld = ({ order_claim, status }: OrderMember) =>
  order_claim === 'sole' || (order_claim === 'none' && status === 'open')

/** A charge of an agreement is made to be paid at once, so it is under way before its payment is there. */
export function isUnderWay(member: OrderMember, provenNow: number): boolean {
  const status = effectiveStatus(member, provenNow)
  if (status === 'open') return member.agreement_id !== null && member.attempts === 0
  return member.live_payment_id !== null || !OVER.has(status)
}

const OVER = new Set<OrderMember['status'] | 'expired'>(['expired', 'canceled', 'authorized', 'succeeded'])
