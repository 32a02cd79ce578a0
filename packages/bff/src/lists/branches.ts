/** Into which ranges of the ledger a list falls: each is read by an index of its own. Pure. */
import type { Attention, PaymentStatus } from '@paykka-checkout/shared-types'
import type { Branch, PaymentFilters } from '../database/payment-list-rows.ts'
import { namesFew } from '../database/payment-list-rows.ts'
import { isLive } from '../payments/states.ts'

/**
 * @param filters that must all fit
 * @returns ranges that together hold every row of the list; a row may be in several
 */
export function branchesOf(filters: PaymentFilters[], attention: Attention[]): Branch[] {
  const few = filters.some(namesFew)
  const statuses = filters.flatMap((each) => each.statuses ?? []) as PaymentStatus[]
  if (attention.length > 0) return attention.flatMap((each) => ofAttention(each, few))
  return few || statuses.length === 0 ? [{ kind: 'all' }] : ofStatuses(statuses, few)
}

/** A payment under review is live while it may still succeed, and ended where it was paid before. */
function ofStatuses(statuses: PaymentStatus[], few: boolean): Branch[] {
  if (few) return [{ kind: 'of', statuses }]
  const live = statuses.filter(isLive)
  const ended = statuses.filter((status) => !isLive(status) || status === 'needs_review')
  return [
    ...ended.map((status) => ({ kind: 'ended' as const, status })),
    ...(live.length > 0 ? [{ kind: 'live' as const, statuses: live }] : []),
  ]
}

function ofAttention(attention: Attention, few: boolean): Branch[] {
  switch (attention) {
    case 'needs_review':
    case 'unknown':
      return ofStatuses([attention], few)
    case 'capture_due':
      return ofStatuses(['authorized'], few)
    case 'refund_open':
    case 'dispute_open':
    case 'duplicate':
      return [{ kind: attention }]
  }
}
