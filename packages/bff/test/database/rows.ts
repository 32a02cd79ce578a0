/** Rows for tests of the database: complete, and changed only where a test says so. */

import { insertCheckout } from '../../src/database/checkout-rows.ts'
import type { Queries } from '../../src/database/database.ts'
import { insertPayment } from '../../src/database/payment-rows.ts'
import type {
  CheckoutRow,
  DisputeRow,
  IdempotencyRow,
  ModificationRow,
  NotificationRow,
  PaymentRow,
  ShopEventRow,
} from '../../src/database/tables.ts'
import { FRESH_COLUMNS } from '../../src/payments/gateway-facts.ts'

export const NOW = Date.UTC(2026, 5, 1, 12)
export const LEASE_MS = 60_000

export function checkoutRow(id: string, changes: Partial<CheckoutRow> = {}): CheckoutRow {
  return {
    id,
    secret_hash: `hash of ${id}`,
    status: 'open',
    order_reference: 'order-1',
    amount: 1099,
    currency: 'EUR',
    version: 1,
    capture: 'automatic',
    save_card: 'off',
    return_url: 'https://shop.example/orders/1',
    details: '{}',
    attempts: 0,
    live_payment_id: null,
    paid_payment_id: null,
    apple_pay_sheets: 0,
    charge_hash: null,
    order_claim: 'none',
    superseded_by: null,
    paid_before: 0,
    agreement_id: null,
    renews_agreement: null,
    surplus_due_at: null,
    shop: 'default',
    shopper_reference: null,
    email_hash: null,
    emptied_at: null,
    created_at: NOW,
    updated_at: NOW,
    expires_at: NOW + 3_600_000,
    ...changes,
  }
}

const NOTHING_KNOWN = {
  ...FRESH_COLUMNS,
  card_brand: null,
  card_last4: null,
  payable_until: null,
  hosted_page: null,
}

export function paymentRow(id: string, checkoutId: string, changes: Partial<PaymentRow> = {}): PaymentRow {
  return {
    ...NOTHING_KNOWN,
    id,
    checkout_id: checkoutId,
    attempt: 1,
    trans_id: `T-${id}`,
    status: 'sending',
    live: 1,
    amount: 1099,
    currency: 'EUR',
    capture: 'automatic',
    method: 'card',
    return_hash: `return of ${id}`,
    request_id: 'req_1',
    idempotency_key: `key-of-${id}`,
    created_at: NOW,
    updated_at: NOW,
    send_deadline: NOW + 45_000,
    next_query_at: NOW,
    queries: 0,
    lease_until: 0,
    lease_fence: 0,
    shop: 'default',
    ...changes,
  }
}

export function keyRow(key: string, changes: Partial<IdempotencyRow> = {}): IdempotencyRow {
  return {
    scope: 'pay:chk_1',
    key,
    fingerprint: 'mark',
    payment_id: null,
    response_status: null,
    response_body: null,
    created_at: NOW,
    ...changes,
  }
}

export function notificationRow(id: string, changes: Partial<NotificationRow> = {}): NotificationRow {
  return {
    id,
    kind: 'payment',
    type: 'PAYMENT.SUCCESS',
    verified: 1,
    trans_id: 'T-1',
    gateway_order_id: null,
    refund_id: null,
    dispute: null,
    state: 'pending',
    receipts: 1,
    attempts: 0,
    received_at: NOW,
    last_received_at: NOW,
    processed_at: null,
    next_at: NOW,
    lease_until: 0,
    note: null,
    ...changes,
  }
}

export function eventRow(id: string, paymentId: string, changes: Partial<ShopEventRow> = {}): ShopEventRow {
  return {
    id,
    type: 'payment.succeeded',
    payment_id: paymentId,
    payload: '{}',
    state: 'pending',
    attempts: 0,
    created_at: NOW,
    first_due_at: NOW,
    delivered_to: '',
    delivered_at: null,
    next_at: NOW,
    lease_until: 0,
    last_error: null,
    ...changes,
  }
}

/** Adds a checkout with one payment of it. */
export async function addPayment(
  db: Queries,
  name: string,
  changes: Partial<PaymentRow> = {},
): Promise<PaymentRow> {
  await insertCheckout(db, checkoutRow(`chk_${name}`, { attempts: 1, live_payment_id: `pay_${name}` }))
  const row = paymentRow(`pay_${name}`, `chk_${name}`, changes)
  await insertPayment(db, row)
  return row
}

export function disputeRow(id: string, paymentId: string, changes: Partial<DisputeRow> = {}): DisputeRow {
  return {
    id,
    payment_id: paymentId,
    shop: 'default',
    dispute_id: '',
    stage: null,
    open: 1,
    reason: null,
    reason_text: null,
    amount: null,
    currency: null,
    order_amount: null,
    order_currency: null,
    arn: null,
    due_time: null,
    dispute_time: null,
    posting_date: null,
    paid_with: null,
    due_at: null,
    verified: 1,
    outcome: null,
    outcome_at: null,
    reported_at: NOW,
    updated_at: NOW,
    ...changes,
  }
}

export function operationRow(
  id: string,
  paymentId: string,
  changes: Partial<ModificationRow> = {},
): ModificationRow {
  return {
    id,
    payment_id: paymentId,
    seq: 1,
    type: 'refund',
    status: 'succeeded',
    open: 0,
    amount: 1099,
    whole: 1,
    final: 0,
    reason: null,
    trans_id: `T-${id}`,
    accepted: 1,
    sum_before: 0,
    gateway_refund_id: null,
    payout: 0,
    gateway_status: null,
    gateway_code: null,
    gateway_message: null,
    failure: null,
    idempotency_key: `key of ${id}`,
    fingerprint: `fingerprint of ${id}`,
    request_id: 'req_1',
    created_at: NOW,
    updated_at: NOW,
    send_deadline: NOW,
    next_query_at: null,
    queries: 0,
    lease_until: 0,
    shop: 'default',
    actor_type: null,
    actor_id: null,
    actor_claimed: null,
    ...changes,
  }
}
