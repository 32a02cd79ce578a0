/** Queries the gateway about a payment and settles the answer. */
import type { Lease } from '../../database/payment-rows.ts'
import { claimDuePayments, claimOldestWaiting } from '../../database/payment-rows.ts'
import type { PaymentRow } from '../../database/tables.ts'
import type { SettleParts } from '../engine/engine-parts.ts'
import type { Queue } from '../engine/resolve.ts'
import type { Gateway, GatewayAnswer } from '../gateway.ts'
import type { GatewayHealth } from '../recovery/gateway-health.ts'
import { recordHealth } from '../recovery/gateway-health.ts'
import { settlePayment } from './settle-payment.ts'

export type ResolveParts = SettleParts & { gateway: Gateway; health: GatewayHealth }

export type AskResult = { payment: PaymentRow; answer: GatewayAnswer }

/**
 * Queries one payment now.
 * @param fence the lease under which the payment was claimed; left out for a query without a lease
 */
export async function ask(parts: ResolveParts, payment: PaymentRow, fence?: number): Promise<AskResult> {
  const [at, provenAt] = [parts.now(), parts.provenNow()]
  const amount = { value: payment.amount, currency: payment.currency }
  const recoveries = parts.health.recoveries()
  const answer = await parts.gateway.query({ transId: payment.trans_id, amount })
  const asked = { what: 'query' as const, at, provenAt, ...(fence === undefined ? {} : { fence }) }
  const settled = await settlePayment(parts, payment.id, answer, asked)
  await recordHealth(parts, answer, recoveries)
  return { payment: settled, answer }
}

/** @returns the payments due for a query, plus one probe while the gateway's health is unknown */
export function paymentQueue(parts: ResolveParts): Queue<PaymentRow> {
  return {
    noun: 'payment',
    claim: async (lease) => {
      const due = await claimDuePayments(parts.database, lease)
      return due.length === 0 && mustProbe(parts.health) ? claimProbe(parts, lease) : due
    },
    ask: (payment) => ask(parts, payment, payment.lease_fence),
  }
}

/** A process that has just started does not know whether the gateway was down, so it sends a probe. */
function mustProbe(health: GatewayHealth): boolean {
  return health.isDown() || health.isUnproven()
}

/** During an outage every pause has become long; the single probe queries the payment that has waited longest. */
function claimProbe({ database }: ResolveParts, lease: Lease): Promise<PaymentRow[]> {
  return claimOldestWaiting(database, { ...lease, limit: 1 })
}
