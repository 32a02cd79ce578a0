/** The data kept after an erasure, with reason and end. Pure. */
import type { KeptData } from '@paykka-checkout/shared-types'
import { iso } from '../domain/present.ts'
import type { Retention, RetentionKind } from '../retention/retention.ts'

export type Leftovers = {
  /** Unix milliseconds of the newest payment; null without one. */
  paidAt: number | null
  consents: number
  /** Unix milliseconds of the newest dispute's last change; null without one. */
  disputedAt: number | null
}

const DAY_MS = 24 * 60 * 60_000

/** @param at Unix milliseconds of the erasure */
export function keptAfter(
  { paidAt, consents, disputedAt }: Leftovers,
  retention: Retention,
  at: number,
): KeptData[] {
  const until = (kind: RetentionKind, from: number) =>
    retention[kind] === 0 ? null : iso(from + retention[kind] * DAY_MS)
  const payments = paidAt === null ? [] : [kept('payments', PAYMENTS, until('payments', paidAt))]
  const proofs =
    paidAt === null || consents === 0 ? [] : [kept('consents', CONSENTS, until('payments', paidAt))]
  const disputes = disputedAt === null ? [] : [kept('disputes', DISPUTES, until('disputes', disputedAt))]
  return [
    ...payments,
    ...proofs,
    ...disputes,
    kept('audit', AUDIT, until('audit', at)),
    kept('backups', BACKUPS, null),
    kept('paykka', PAYKKA, null),
  ]
}

const kept = (what: KeptData['what'], reason: string, until: string | null): KeptData => ({
  what,
  reason,
  until,
})

const PAYMENTS =
  'Order, sums, statuses, times and ids of payments: the books, refunds and disputes need them.'
const CONSENTS =
  'The hash and the time of what the shopper agreed to, without the words: a proof that it was agreed.'
const DISPUTES = 'What PayKKa reported of a dispute, without a name.'
const AUDIT = 'Who did what, by ids, with the reasons that staff wrote. No entry is ever changed.'
const BACKUPS = 'Backups hold the data until you replace them. One that is restored is erased again.'
const PAYKKA = 'What PayKKa keeps besides saved cards is not erased by this: ask PayKKa.'
