/** Payments as the API shows them. */
import type {
  Balances,
  ConsentRecord,
  Decline,
  Payment,
  PaymentStep,
  RetryAdvice,
  ShopCard,
} from '@paykka-checkout/shared-types'
import { actionOf, cardSummary, chosenWay } from '../checkouts/public-payment.ts'
import type { ConsentRow, PaymentRow, PaymentStepRow } from '../database/tables.ts'
import { iso, present } from '../domain/present.ts'
import { supportCode } from '../domain/trans-id.ts'
import { failureOf, gatewayWords } from './failure.ts'
import { modificationView } from './modifications/modification-view.ts'
import { disputeView } from './notifications/disputes.ts'
import type { PaymentRecords } from './payment-records.ts'
import { retryPlan } from './recurring/retry-plan.ts'
import { isPaid } from './states.ts'

/** @returns the payment for the shop's server */
export function shopPayment(
  row: PaymentRow,
  orderReference: string,
  { steps, operations, disputes, consent, kept }: PaymentRecords,
): Payment {
  return {
    id: row.id,
    checkoutId: row.checkout_id,
    orderReference,
    attempt: row.attempt,
    status: row.status,
    amount: { value: row.amount, currency: row.currency },
    method: row.method,
    capture: row.capture,
    transId: row.trans_id,
    operations: operations.map((operation) => modificationView(operation, row.currency)),
    disputes: disputes.map(disputeView),
    history: steps.map(step),
    supportCode: supportCode(row.trans_id),
    createdAt: iso(row.created_at),
    updatedAt: iso(row.updated_at),
    ...present({
      card: shopCard(row),
      way: chosenWay(row),
      paidWith: row.paid_with,
      authorisationType: row.authorisation_type,
      ...moments(row),
      consent: consent && consentView(row, consent, kept !== undefined),
      saved: consent && isPaid(row.status) ? kept !== undefined : null,
      savedCardId: kept?.purpose === 'saved_card' ? (kept.replaced_by ?? kept.id) : null,
      agreementId: kept?.agreement_id ?? kept?.renews ?? null,
      gatewayOrderId: row.gateway_order_id,
      payableUntil: row.payable_until ? iso(row.payable_until) : null,
      leftAt: row.left_at ? iso(row.left_at) : null,
      duplicateOf: row.surplus_of,
      // A merchant-initiated charge has no shopper on the page, so the shop must bring the shopper to the action.
      action: row.method === 'agreement' ? actionOf(row) : null,
      retry: retryPlan(row),
      decline: decline(row),
      failure: failureOf(row),
      balances: row.balances ? (JSON.parse(row.balances) as Balances) : null,
    }),
  }
}

function shopCard(row: PaymentRow): ShopCard | null {
  const card = cardSummary(row)
  return card && { ...card, ...present({ bin: row.card_bin }) }
}

/** PayKKa's single `expire_time` means the next possible event: the funds lapse, or PayKKa gives up the payment. */
function moments(row: PaymentRow) {
  const { gateway_expires_at: expires, gateway_finished_at: finished, status } = row
  const ends = expires === null ? null : iso(expires)
  return {
    paidAt: finished !== null && isPaid(status) ? iso(finished) : null,
    captureBefore: status === 'authorized' ? ends : null,
    expiresAt: status === 'action_required' || status === 'processing' ? ends : null,
  }
}

function decline(row: PaymentRow): Decline | null {
  if (!row.decline_code) return null
  const retry = (row.decline_retry ?? 'never') as RetryAdvice
  return { code: row.decline_code, retry, ...gatewayWords(row) }
}

function step(row: PaymentStepRow): PaymentStep {
  return {
    at: iso(row.at),
    from: row.from_status,
    to: row.to_status,
    cause: row.cause,
    ...present({ detail: row.detail, gatewayMessage: row.gateway_message }),
  }
}

/** On PayKKa's page the shopper may have refused: only a stored card proves consent. */
function consentView({ method }: PaymentRow, row: ConsentRow, stored: boolean): ConsentRecord | null {
  if (method === 'hosted' && !stored) return null
  const askedBy = method === 'hosted' ? ('paykka' as const) : null
  const shown = present({ text: row.text, textHash: row.text_hash, locale: row.locale, askedBy })
  return { purpose: row.purpose, at: iso(row.at), ...shown }
}
