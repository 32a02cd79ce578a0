/**
 * Processes the inbox of PayKKa's notifications. A notification is a reason to query the gateway; its content is never
 * applied.
 */
import type { DisputeReport } from '@paykka-checkout/shared-types'
import { findCheckout } from '../../database/checkout-rows.ts'
import { addShopEvent } from '../../database/event-rows.ts'
import { wakeModifications } from '../../database/modification-rows.ts'
import {
  claimDueNotifications,
  finishNotification,
  postponeNotifications,
} from '../../database/notification-rows.ts'
import { findPaymentsByGateway, lockPayment } from '../../database/payment-rows.ts'
import type { NotificationRow, PaymentRow } from '../../database/tables.ts'
import { inSpan } from '../../tracing/spans.ts'
import { disputeEvent } from '../events/shop-event.ts'
import { recordsOf } from '../payment-records.ts'
import type { ResolveParts } from '../purchases/ask-about-payment.ts'
import { ask } from '../purchases/ask-about-payment.ts'
import { isActive } from '../states.ts'
import { keepDispute } from './disputes.ts'

/** A notification's content in our terms. `id` is the same for the same fact, however often PayKKa sends it. */
export type PaykkaNotification = {
  id: string
  kind: NotificationRow['kind']
  type: string
  verified: boolean
  transId?: string
  gatewayOrderId?: string
  refundId?: string
  dispute?: DisputeReport
  /** False when it names another merchant: then it is stored and ignored. */
  ours: boolean
}

/** A notification as received. */
export type RawNotification = {
  headers: Record<string, string | string[] | undefined>
  query: string
  body: Uint8Array
}

/** Reads and checks a notification. `forged`: not signed by PayKKa. `unreadable`: signed, but not a notification. */
export type ReadNotification = (raw: RawNotification) => PaykkaNotification | 'forged' | 'unreadable'

/** Number of notifications processed at once. */
export const NOTIFICATION_BATCH = 20
const MINUTE = 60_000
/** A notification may arrive before the payment is known here, or while the gateway can't answer. */
const RETRY_DELAYS_MS = [1000, 5000, 15_000, MINUTE, 5 * MINUTE, 15 * MINUTE, 60 * MINUTE]
const GIVE_UP_AFTER_MS = 3 * 24 * 60 * MINUTE

function retryDelay(attempts: number): number {
  return RETRY_DELAYS_MS[Math.min(attempts, RETRY_DELAYS_MS.length - 1)] ?? MINUTE
}

/** @returns the longest pause in milliseconds before the next try, after this number of attempts */
export function longestNotificationPause(attempts: number): number {
  return retryDelay(Math.max(0, attempts - 1))
}

/** @returns the number of notifications processed */
export async function processNotifications(parts: ResolveParts, leaseMs: number): Promise<number> {
  const due = await claimDueNotifications(parts.database, parts.now(), leaseMs, NOTIFICATION_BATCH)
  if (due.length === 0) return 0
  const find = await paymentFinder(parts, due)
  const unmatched = due.filter((notice) => !find(notice))
  const tasks = due.flatMap((notice) => {
    const payment = find(notice)
    return payment ? [{ notices: [notice], run: () => workOffTraced(parts, notice, payment) }] : []
  })
  const park = () => putOff(parts, unmatched, 'no payment here has this id')
  await Promise.all([...tasks, { notices: unmatched, run: park }].map((task) => runAndLogErrors(parts, task)))
  return due.length
}

/** One database query for the whole batch: many notifications may name none of our payments. */
async function paymentFinder(
  parts: ResolveParts,
  due: NotificationRow[],
): Promise<(notice: NotificationRow) => PaymentRow | undefined> {
  const payments = await findPaymentsByGateway(parts.database.db, due)
  const byTransId = new Map(payments.map((payment) => [payment.trans_id, payment]))
  const byOrderId = new Map(payments.map((payment) => [payment.gateway_order_id, payment]))
  return ({ trans_id, gateway_order_id }) =>
    byTransId.get(trans_id ?? '') ?? (gateway_order_id ? byOrderId.get(gateway_order_id) : undefined)
}

type Task = { notices: NotificationRow[]; run(): Promise<void> }

/** A failed notification keeps its lease and is tried again when the lease expires. */
async function runAndLogErrors(parts: ResolveParts, { notices, run }: Task): Promise<void> {
  try {
    await run()
  } catch (error) {
    const ids = notices.map((notice) => notice.id)
    parts.log.error({ notices: ids, err: error }, 'could not process these notifications')
  }
}

function workOffTraced(parts: ResolveParts, notice: NotificationRow, payment: PaymentRow): Promise<void> {
  const facts = { 'paykka.notice.kind': notice.kind, 'paykka.payment.id': payment.id }
  return inSpan('notice', facts, async (note) => {
    note({ 'paykka.payment.status': await workOff(parts, notice, payment) })
  })
}

/** @returns the payment's status according to the gateway */
async function workOff(
  parts: ResolveParts,
  notice: NotificationRow,
  payment: PaymentRow,
): Promise<PaymentRow['status']> {
  const { answer, payment: settled } = await ask(parts, payment)
  if (notice.refund_id) await wakeModifications(parts.database.db, payment.id, parts.now())
  // The notification may be ahead of the gateway's query API, so the query is repeated later.
  const early = answer.kind === 'state' ? isActive(answer.state.status) : true
  if (early) {
    const said =
      answer.kind === 'state' ? `still says ${answer.state.status}` : `gave no answer: ${answer.kind}`
    await putOff(parts, [notice], `the gateway ${said}`)
    return settled.status
  }
  if (notice.dispute) await reportDispute(parts, settled, notice, JSON.parse(notice.dispute))
  await finishNotification(parts.database, notice.id, 'done', `asked: ${settled.status}`, parts.now())
  return settled.status
}

async function putOff(parts: ResolveParts, notices: NotificationRow[], note: string): Promise<void> {
  const now = parts.now()
  const isOver = (notice: NotificationRow) => parts.provenNow() - notice.last_received_at >= GIVE_UP_AFTER_MS
  const expiring = notices.filter(isOver).map((notice) => {
    parts.log.error(
      { notice: notice.id, type: notice.type, note },
      'a notification matched no payment in three days',
    )
    return finishNotification(parts.database, notice.id, 'expired', note, now)
  })
  const waiting = Map.groupBy(
    notices.filter((notice) => !isOver(notice)),
    (notice) => notice.attempts,
  )
  const postponing = [...waiting].map(([attempts, group]) => {
    const delay = retryDelay(attempts)
    const ids = group.map((notice) => notice.id)
    return postponeNotifications(parts.database, ids, { attempts: attempts + 1, nextAt: now + delay, note })
  })
  await Promise.all([...expiring, ...postponing])
}

async function reportDispute(
  parts: ResolveParts,
  payment: PaymentRow,
  notice: NotificationRow,
  dispute: DisputeReport,
): Promise<void> {
  await parts.database.transaction(async (tx) => {
    await lockPayment(parts.database.kind, tx, payment.id)
    if (!(await keepDispute(tx, payment, dispute, { id: notice.id, at: notice.received_at })))
      return parts.log.warn({ payment: payment.id }, 'too many unsigned disputes of one payment')
    const checkout = await findCheckout(tx, payment.checkout_id)
    if (!checkout) throw new Error(`no checkout ${payment.checkout_id}`)
    const at = { ...payment, updated_at: parts.now() }
    await addShopEvent(tx, disputeEvent(at, checkout, await recordsOf(tx, payment.id), dispute))
  })
}

/** @returns the database row of a new notification */
export function notificationRow(notice: PaykkaNotification, now: number): NotificationRow {
  return {
    id: notice.id,
    kind: notice.kind,
    type: notice.type,
    verified: notice.verified ? 1 : 0,
    trans_id: notice.transId ?? null,
    gateway_order_id: notice.gatewayOrderId ?? null,
    refund_id: notice.refundId ?? null,
    dispute: notice.dispute ? JSON.stringify(notice.dispute) : null,
    state: notice.ours ? 'pending' : 'ignored',
    receipts: 1,
    attempts: 0,
    received_at: now,
    last_received_at: now,
    processed_at: null,
    next_at: now,
    lease_until: 0,
    note: notice.ours ? null : 'names another merchant',
  }
}
