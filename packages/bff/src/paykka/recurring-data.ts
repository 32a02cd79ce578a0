/** The members that make a purchase the first of an agreement, or a later charge of one. */
import type { Purchase } from '../payments/gateway.ts'

/** @returns the agreement that the shop charges without the shopper; undefined when the shopper pays */
export function agreementOf({ method }: Pick<Purchase, 'method'>): string | undefined {
  return method.kind === 'stored_card' ? method.agreement : undefined
}

/** An agreement's first payment stores the card with the shopper there; the later ones are the shop's. */
export function recurringMembers(purchase: Purchase): Record<string, unknown> {
  const agreement = agreementOf(purchase)
  if (agreement) return { payment_type: 'RECURRING', mit: true, recurring_agreement_id: agreement }
  const first = purchase.keep === 'subscription' || purchase.keep === 'unscheduled'
  return first ? { payment_type: 'RECURRING', mit: false } : { payment_type: 'PURCHASE' }
}
