/** Which changes of a payment become events for the shop, and what the events contain. */
import { createHash } from 'node:crypto'
import type {
  Agreement,
  DisputeReport,
  Operation,
  ShopEvent,
  ShopEventType,
} from '@paykka-checkout/shared-types'
import { SHOP_EVENT_TYPES, SHOP_EVENT_VERSION } from '@paykka-checkout/shared-types'
import type { CheckoutRow, ModificationRow, PaymentRow, ShopEventRow } from '../../database/tables.ts'
import { iso } from '../../domain/present.ts'
import { isDuplicate } from '../duplicates/surplus.ts'
import { modificationView } from '../modifications/modification-view.ts'
import type { PaymentRecords } from '../payment-records.ts'
import { shopPayment } from '../payment-view.ts'

export type EventMarks = {
  late?: boolean
  amountDiffers?: boolean
  dispute?: DisputeReport
  operation?: Operation
  agreementId?: string
  agreement?: Agreement
}

/** @returns the event for a payment's new status; null when this status has no event */
export function moveEvent(
  payment: PaymentRow,
  checkout: CheckoutRow,
  records: PaymentRecords,
  marks: EventMarks,
): ShopEventRow | null {
  const type = SHOP_EVENT_TYPES.find((name) => name === `payment.${payment.status}`)
  // Numbered by its step: a payment may enter the same status twice, and each entry is an event.
  const subject = `${payment.status}:${records.steps.length}`
  return type ? newEvent(type, subject, payment, checkout, records, marks) : null
}

/** @returns the event of a further refund that did not change the status */
export function refundEvent(
  payment: PaymentRow,
  checkout: CheckoutRow,
  records: PaymentRecords,
  refunded: number,
): ShopEventRow | null {
  const type = SHOP_EVENT_TYPES.find((name) => name === `payment.${payment.status}`)
  return type
    ? newEvent(type, `${payment.status}:refunded:${refunded}`, payment, checkout, records, {})
    : null
}

/** @returns the event of a dispute notification, one per dispute and stage */
export function disputeEvent(
  payment: PaymentRow,
  checkout: CheckoutRow,
  records: PaymentRecords,
  dispute: DisputeReport,
): ShopEventRow {
  const subject = `dispute:${dispute.id ?? ''}:${dispute.stage ?? ''}`
  return newEvent('dispute.reported', subject, payment, checkout, records, { dispute })
}

/** @returns the event for the new status of a capture, void or refund */
export function modificationEvent(
  type: ShopEventType,
  payment: PaymentRow,
  checkout: CheckoutRow,
  records: PaymentRecords,
  operation: ModificationRow,
): ShopEventRow {
  const subject = `operation:${operation.id}:${operation.status}`
  const marks = { operation: modificationView(operation, payment.currency) }
  return newEvent(type, subject, payment, checkout, records, marks)
}

/** @returns the event of an agreement that has ended at the gateway, as a charge revealed */
export function agreementEvent(
  agreementId: string,
  payment: PaymentRow,
  checkout: CheckoutRow,
  records: PaymentRecords,
): ShopEventRow {
  return newEvent('agreement.ended', 'agreement_ended', payment, checkout, records, { agreementId })
}

/** @returns the event of an agreement whose card soon expires, one per card; `payment` is the agreement's first */
export function expiringEvent(
  agreement: Agreement,
  payment: PaymentRow,
  checkout: CheckoutRow,
  records: PaymentRecords,
): ShopEventRow {
  const { last4 = '', expYear = '', expMonth = '' } = agreement.card ?? {}
  const subject = `card_expiring:${last4}:${expYear}-${expMonth}`
  const marks = { agreementId: agreement.id, agreement }
  return newEvent('agreement.card_expiring', subject, payment, checkout, records, marks)
}

/** @returns the event of held funds that nobody captured in time */
export function overdueEvent(
  payment: PaymentRow,
  checkout: CheckoutRow,
  records: PaymentRecords,
): ShopEventRow {
  return newEvent('payment.capture_overdue', 'capture_overdue', payment, checkout, records, {})
}

function newEvent(
  type: ShopEventType,
  subject: string,
  payment: PaymentRow,
  checkout: CheckoutRow,
  records: PaymentRecords,
  marks: EventMarks,
): ShopEventRow {
  const now = payment.updated_at
  const event: ShopEvent = {
    id: eventId(payment.trans_id, subject),
    type,
    timestamp: iso(now),
    version: SHOP_EVENT_VERSION,
    data: {
      checkoutId: checkout.id,
      orderReference: checkout.order_reference,
      payment: shopPayment(payment, checkout.order_reference, records),
      order: { paidBefore: checkout.paid_before === 1 },
      // Set on every event of the payment: events may arrive out of order.
      ...(isDuplicate(payment, checkout) ? { duplicate: true } : {}),
      ...marks,
    },
  }
  return {
    id: event.id,
    type,
    payment_id: payment.id,
    payload: JSON.stringify(event),
    state: 'pending',
    attempts: 0,
    created_at: now,
    first_due_at: now,
    delivered_at: null,
    delivered_to: '',
    next_at: now,
    lease_until: 0,
    last_error: null,
  }
}

/** The same change has the same id on every instance and after a crash, so the shop can drop duplicates. */
function eventId(transId: string, subject: string): string {
  const digest = createHash('sha256').update(`${transId}\n${subject}`).digest('base64url')
  return `evt_${digest.slice(0, 22)}`
}
