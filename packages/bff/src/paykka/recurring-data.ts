/** The members for the first purchase of an agreement, or for a later charge. */
import type { Purchase } from '../payments/gateway.ts'

/** @returns the agreement of a merchant-initiated charge; undefined when the shopper pays */
export function agreementOf({ method }: Pick<Purchase, 'method'>): string | undefined {
  return method.kind === 'stored_card' ? method.agreement : undefined
}

/** The shopper makes the first payment of an agreement, which stores the card; the shop makes the later ones. */
export function recurringMembers(purchase: Purchase): Record<string, unknown> {
  const agreement = agreementOf(purchase)
  if (agreement) return { payment_type: 'RECURRING', mit: true, recurring_agreement_id: agreement }
  const first = purchase.keep === 'subscription' || purchase.keep === 'unscheduled'
  return first ? { payment_type: 'RECURRING', mit: false } : { payment_type: 'PURCHASE' }
}
