/** Writes what an answer proves about a capture, void or refund: columns, history and the event for the shop. */
import type { ShopEventType } from '@paykka-checkout/shared-types'
import { SHOP_EVENT_TYPES } from '@paykka-checkout/shared-types'
import { findCheckout } from '../../database/checkout-rows.ts'
import type { Queries } from '../../database/database.ts'
import { addShopEvent } from '../../database/event-rows.ts'
import { updateModification } from '../../database/modification-rows.ts'
import { addStep, findPayment } from '../../database/payment-rows.ts'
import type { ModificationRow, PaymentRow } from '../../database/tables.ts'
import { present } from '../../domain/present.ts'
import type { SettleParts } from '../engine/engine-parts.ts'
import { modificationEvent } from '../events/shop-event.ts'
import { recordsOf } from '../payment-records.ts'
import { stepOf } from './begin-modification.ts'
import type { ModificationVerdict } from './judge-modification.ts'
import { isOver } from './judge-modification.ts'
import { nextModificationQueryAt } from './modification-schedule.ts'

export async function applyToModification(
  parts: SettleParts,
  tx: Queries,
  row: ModificationRow,
  verdict: ModificationVerdict,
): Promise<ModificationRow> {
  const now = parts.now()
  const moved = verdict.status !== row.status
  const known = {
    status: verdict.status,
    amount: verdict.amount ?? row.amount,
    open: isOver(verdict.status) ? 0 : 1,
    accepted: verdict.accepted ? 1 : row.accepted,
    gateway_status: verdict.gatewayStatus ?? row.gateway_status,
    gateway_code: verdict.gatewayCode ?? row.gateway_code,
    gateway_message: verdict.gatewayMessage ?? row.gateway_message,
    gateway_refund_id: verdict.gatewayRefundId ?? row.gateway_refund_id,
    payout: verdict.payout ? 1 : row.payout,
    failure: verdict.failure ?? null,
    queries: moved ? 0 : row.queries + 1,
    updated_at: moved ? now : row.updated_at,
  }
  const after = { ...row, ...known, lease_until: 0 }
  after.next_query_at = nextModificationQueryAt(after, now, parts.random())
  await updateModification(tx, row.id, {
    ...known,
    next_query_at: after.next_query_at,
    lease_until: 0,
  })
  if (moved) await report(parts, tx, after, verdict.gatewayMessage)
  return after
}

async function report(
  parts: SettleParts,
  tx: Queries,
  operation: ModificationRow,
  gatewayMessage: string | undefined,
): Promise<void> {
  const payment = await findPayment(tx, operation.payment_id)
  if (!payment) throw new Error(`no payment ${operation.payment_id}`)
  await addStep(tx, { ...stepOf(payment, operation), gateway_message: gatewayMessage ?? null })
  const { id, type: kind, status: to } = operation
  const facts = { payment: payment.id, operation: id, type: kind, to, ...present({ gatewayMessage }) }
  if (operation.status === 'needs_review') parts.log.error(facts, 'an operation needs a person')
  else parts.log.info(facts, 'operation moved')
  const type = SHOP_EVENT_TYPES.find((name) => name === `${operation.type}.${operation.status}`)
  if (type) await addEvent(tx, type, payment, operation)
}

async function addEvent(
  tx: Queries,
  type: ShopEventType,
  payment: PaymentRow,
  operation: ModificationRow,
): Promise<void> {
  const checkout = await findCheckout(tx, payment.checkout_id)
  if (!checkout) throw new Error(`no checkout ${payment.checkout_id}`)
  const at = { ...payment, updated_at: operation.updated_at }
  await addShopEvent(tx, modificationEvent(type, at, checkout, await recordsOf(tx, payment.id), operation))
}
