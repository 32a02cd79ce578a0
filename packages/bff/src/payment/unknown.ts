/** Ends unknown outcomes: asks the gateway about a payment and settles what it says. */
import type { Lease } from '../store/payments.ts'
import { claimDuePayments, claimOldestWaiting } from '../store/payments.ts'
import { storageFailure } from '../store/storage-failure.ts'
import type { PaymentRow } from '../store/tables.ts'
import type { Gateway, GatewayAnswer } from './gateway.ts'
import type { GatewayHealth } from './gateway-health.ts'
import { noteHealth } from './gateway-health.ts'
import type { SettleParts } from './settle.ts'
import { settle } from './settle.ts'

export type ResolveParts = SettleParts & { gateway: Gateway; health: GatewayHealth }

export type AskResult = { payment: PaymentRow; answer: GatewayAnswer }

/**
 * Asks about one payment now.
 * @param fence the lease under which the payment was claimed; left out for a question of its own
 */
export async function ask(parts: ResolveParts, payment: PaymentRow, fence?: number): Promise<AskResult> {
  const [at, provenAt] = [parts.now(), parts.provenNow()]
  const amount = { value: payment.amount, currency: payment.currency }
  const comebacks = parts.health.comebacks()
  const answer = await parts.gateway.query({ transId: payment.trans_id, amount })
  const asked = { what: 'query' as const, at, provenAt, ...(fence === undefined ? {} : { fence }) }
  const settled = await settle(parts, payment.id, answer, asked)
  await noteHealth(parts, answer, comebacks)
  return { payment: settled, answer }
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
  const now = parts.now()
  const limit = parts.health.allowance(BATCH)
  if (limit === 0) return 0
  const lease = { owner, now, leaseMs, limit }
  const due = await claimDuePayments(parts.store, lease)
  const probe = due.length === 0 && mustProbe(parts.health) ? await claimProbe(parts, lease) : []
  const claimed = [...due, ...probe]
  await Promise.all(claimed.map((payment) => askQuietly(parts, payment)))
  return claimed.length
}

/** A process that has just started does not know whether the gateway was away, so it finds out. */
function mustProbe(health: GatewayHealth): boolean {
  return health.isDown() || health.isUnproven()
}

/** While the gateway is down every pause is long by now; the one probe takes whoever has waited longest. */
function claimProbe({ store }: ResolveParts, lease: Lease): Promise<PaymentRow[]> {
  return claimOldestWaiting(store, { ...lease, limit: 1 })
}

/** One payment that can’t be settled must not keep the others from it; its lease runs out and it is tried again. */
async function askQuietly(parts: ResolveParts, payment: PaymentRow): Promise<void> {
  try {
    await ask(parts, payment, payment.lease_fence)
  } catch (error) {
    // What the database does not take is told once, by what keeps the result.
    if (!storageFailure(error))
      parts.log.error({ payment: payment.id, err: error }, 'could not ask about this payment')
  }
}
