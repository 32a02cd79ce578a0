/** The one place where an operation’s status changes: row, history and event for the shop together or not at all. */
import type { ShopEventType } from '@paykka-checkout/shared-types'
import { SHOP_EVENT_TYPES } from '@paykka-checkout/shared-types'
import { findCheckout } from '../../store/checkouts.ts'
import type { Queries } from '../../store/database.ts'
import { findOperation, updateOperation } from '../../store/operations.ts'
import { addStep, findPayment, lockPayment } from '../../store/payments.ts'
import { addShopEvent } from '../../store/shop-events.ts'
import type { OperationRow, PaymentRow } from '../../store/tables.ts'
import { recordsOf } from '../records.ts'
import type { SettleParts } from '../settle.ts'
import { operationEvent } from '../shop-event.ts'
import { present } from '../text.ts'
import { stepOf } from './begin.ts'
import type { OperationVerdict } from './judge.ts'
import { isOver } from './judge.ts'
import { nextOperationQueryAt } from './schedule.ts'

/**
 * @param judge tells what becomes of the operation as it stands under the lock; null when nothing new is proven. It is
 *   given the time PayKKa has confirmed, 0 when it has not
 * @returns the operation as it stands now
 */
export function settleOperation(
  parts: SettleParts,
  operation: Pick<OperationRow, 'id' | 'payment_id'>,
  judge: (row: OperationRow, now: number) => OperationVerdict | null,
): Promise<OperationRow> {
  const once = () => settleOnce(parts, operation, judge)
  return parts.unwritten ? parts.unwritten.write(operation.id, once) : once()
}

function settleOnce(
  parts: SettleParts,
  operation: Pick<OperationRow, 'id' | 'payment_id'>,
  judge: (row: OperationRow, now: number) => OperationVerdict | null,
): Promise<OperationRow> {
  return parts.store.transaction(async (tx) => {
    const payment = await lockPayment(parts.store.kind, tx, operation.payment_id)
    const row = await findOperation(tx, operation.id)
    if (!payment || !row) throw new Error(`no operation ${operation.id}`)
    const now = parts.now()
    const verdict = isOver(row.status) ? null : judge(row, parts.provenNow())
    return verdict ? apply(parts, tx, payment, row, verdict, now) : reschedule(parts, tx, row, now)
  })
}

async function reschedule(
  parts: SettleParts,
  tx: Queries,
  row: OperationRow,
  now: number,
): Promise<OperationRow> {
  const queries = row.queries + 1
  const changes = {
    queries,
    next_query_at: nextOperationQueryAt({ ...row, queries }, now, parts.random()),
    lease_until: 0,
  }
  await updateOperation(tx, row.id, changes)
  return { ...row, ...changes }
}

async function apply(
  parts: SettleParts,
  tx: Queries,
  payment: PaymentRow,
  row: OperationRow,
  verdict: OperationVerdict,
  now: number,
): Promise<OperationRow> {
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
  after.next_query_at = nextOperationQueryAt(after, now, parts.random())
  await updateOperation(tx, row.id, {
    ...known,
    next_query_at: after.next_query_at,
    lease_until: 0,
  })
  if (moved) await report(parts, tx, payment, after, verdict.gatewayMessage)
  return after
}

async function report(
  parts: SettleParts,
  tx: Queries,
  payment: PaymentRow,
  operation: OperationRow,
  gatewayMessage: string | undefined,
): Promise<void> {
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
  operation: OperationRow,
): Promise<void> {
  const checkout = await findCheckout(tx, payment.checkout_id)
  const current = await findPayment(tx, payment.id)
  if (!checkout || !current) throw new Error(`no checkout ${payment.checkout_id}`)
  const at = { ...current, updated_at: operation.updated_at }
  await addShopEvent(tx, operationEvent(type, at, checkout, await recordsOf(tx, payment.id), operation))
}
