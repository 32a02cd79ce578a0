/** Ends unknown outcomes: asks the gateway about a payment and settles what it says. */
import type { Store } from '../store/database.ts'
import { claimDuePayments } from '../store/payments.ts'
import type { PaymentRow } from '../store/tables.ts'
import type { Gateway } from './gateway.ts'
import type { SettleParts } from './settle.ts'
import { settle } from './settle.ts'

export type ResolveParts = SettleParts & { gateway: Gateway }

/** Asks about one payment now. */
export async function ask(parts: ResolveParts, payment: PaymentRow): Promise<PaymentRow> {
  const amount = { value: payment.amount, currency: payment.currency }
  const answer = await parts.gateway.query({ transId: payment.trans_id, amount })
  return settle(parts, payment.id, answer, 'query')
}

/** How many payments one instance asks about at the same time, so that a gateway coming back is not overrun. */
const BATCH = 20

/**
 * Asks about every payment that is due and that no other instance holds.
 * @param owner names this instance
 * @param leaseMs longer than one question can take
 * @returns how many were asked about
 */
export async function resolveDue(parts: ResolveParts, owner: string, leaseMs: number): Promise<number> {
  const due = await claimDuePayments(parts.store as Store, owner, parts.now(), leaseMs, BATCH)
  await Promise.all(due.map((payment) => askQuietly(parts, payment)))
  return due.length
}

/** One payment that can’t be settled must not keep the others from it; its lease runs out and it is tried again. */
async function askQuietly(parts: ResolveParts, payment: PaymentRow): Promise<void> {
  try {
    await ask(parts, payment)
  } catch (error) {
    parts.log.error({ payment: payment.id, err: error }, 'could not ask about this payment')
  }
}
