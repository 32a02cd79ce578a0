/** Decides about an old checkout: delete it, remove its personal data, or keep it with a reason. Pure. */
import type { KeepReasons, OldCheckout, OldPayment } from '../database/retention-rows.ts'
import { isOpenDispute } from '../database/retention-rows.ts'
import type { DisputeRow } from '../database/tables.ts'
import { wasPaid } from '../payments/states.ts'

/** Unix milliseconds before which each kind is deleted; null where it is kept forever. */
export type Cutoffs = Record<'unpaid' | 'personal' | 'payments' | 'disputes', number | null>

export type KeptReason =
  | 'open_payment'
  | 'open_operation'
  | 'open_dispute'
  | 'active_agreement'
  | 'saved_card'
  | 'waiting_event'
  | 'dispute_kept'

export type Fate =
  | { fate: 'none' }
  | { fate: 'drop'; kind: 'unpaid' | 'payments' }
  | { fate: 'empty'; kind: 'personal' }
  | { fate: 'kept'; kind: 'unpaid' | 'payments' | 'personal'; reason: KeptReason }

/** @param payments of this checkout */
export function fateOf(
  checkout: OldCheckout,
  payments: OldPayment[],
  keepReasons: KeepReasons,
  cutoffs: Cutoffs,
): Fate {
  const news = Math.max(checkout.updated_at, ...payments.map(({ updated_at }) => updated_at))
  const isOld = (before: number | null) => before !== null && news < before
  const kind = payments.some(wasPaid) ? 'payments' : 'unpaid'
  const open = whyOpen(checkout, payments, keepReasons)
  if (isOld(cutoffs[kind])) {
    const reason = open ?? whyWhole(payments, keepReasons, cutoffs)
    if (reason === null) return { fate: 'drop', kind }
    if (!isOld(cutoffs.personal) || checkout.emptied_at !== null) return { fate: 'kept', kind, reason }
  }
  if (!isOld(cutoffs.personal) || checkout.emptied_at !== null) return { fate: 'none' }
  return open ? { fate: 'kept', kind: 'personal', reason: open } : { fate: 'empty', kind: 'personal' }
}

/** @returns the unfinished work of these payments that needs the shopper's identity; null without any */
function whyOpen(
  { surplus_due_at: surplus }: Pick<OldCheckout, 'surplus_due_at'>,
  payments: OldPayment[],
  { operations, disputes, agreements }: KeepReasons,
): KeptReason | null {
  const some = (found: { has(id: string): boolean }) => payments.some(({ id }) => found.has(id))
  if (payments.some(isOpenPayment)) return 'open_payment'
  // A duplicate payment is still to be given back.
  if (surplus !== null || some(operations)) return 'open_operation'
  if (payments.some(({ id }) => disputes.get(id)?.some(isOpenDispute))) return 'open_dispute'
  return some(agreements) ? 'active_agreement' : null
}

/** Authorized funds are still to be captured or released, and a payment with further queries may still change. */
export const isOpenPayment = ({ live, status, next_query_at }: OldPayment) =>
  live === 1 || status === 'authorized' || status === 'needs_review' || next_query_at !== null

/** @returns the other reasons to keep the rows of these payments */
function whyWhole(
  payments: OldPayment[],
  { disputes, cards, events }: KeepReasons,
  cutoffs: Cutoffs,
): KeptReason | null {
  const isKept = ({ updated_at, outcome_at }: DisputeRow) =>
    cutoffs.disputes === null || Math.max(updated_at, outcome_at ?? 0) >= cutoffs.disputes
  if (payments.some(({ id }) => disputes.get(id)?.some(isKept))) return 'dispute_kept'
  if (payments.some(({ id }) => cards.has(id))) return 'saved_card'
  return payments.some(({ id }) => events.has(id)) ? 'waiting_event' : null
}
