/** Captures, voids and refunds as the shop's server sees them. */
import type { Operation } from '@paykka-checkout/shared-types'
import type { ModificationRow } from '../../database/tables.ts'
import { iso, present } from '../../domain/present.ts'
import { actorOf } from '../actor.ts'
import { failureOf } from '../failure.ts'

export function modificationView(row: ModificationRow, currency: string): Operation {
  return {
    id: row.id,
    type: row.type,
    paymentId: row.payment_id,
    amount: { value: row.amount, currency },
    status: row.status,
    createdAt: iso(row.created_at),
    updatedAt: iso(row.updated_at),
    ...(row.type === 'capture' ? { final: row.final === 1 } : {}),
    ...present({
      actor: actorOf(row),
      reason: row.reason,
      failure: failureOf(row),
      gatewayStatus: row.gateway_status,
      gatewayRefundId: row.gateway_refund_id,
    }),
  }
}
