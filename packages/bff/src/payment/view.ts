/** Payments as the outside sees them. */
import type {
  Balances,
  ConsentRecord,
  Decline,
  HostedWay,
  Payment,
  PaymentStep,
  PublicPayment,
  RetryAdvice,
  ShopCard,
} from '@paykka-checkout/shared-types'
import { namedWay } from '../checkout/hosted-ways.ts'
import type { ConsentRow, PaymentRow, PaymentStepRow } from '../store/tables.ts'
import { disputeView } from './disputes.ts'
import { failureOf, gatewayWords } from './failure.ts'
import { readPage } from './hosted-page.ts'
import { operationView } from './modifications/view.ts'
import type { PaymentRecords } from './records.ts'
import { retryPlan } from './retry-plan.ts'
import { isPaid } from './states.ts'
import { iso, present } from './text.ts'
import { supportCode } from './trans-id.ts'

/** @returns what the browser may know */
export function publicPayment(row: PaymentRow): PublicPayment {
  const retry = row.decline_retry as RetryAdvice | null
  return {
    id: row.id,
    // While the gateway call runs the outside sees one that is under way.
    status: row.status === 'sending' ? 'processing' : row.status,
    attempt: row.attempt,
    method: row.method,
    supportCode: supportCode(row.trans_id),
    createdAt: iso(row.created_at),
    ...present({
      card: cardSummary(row),
      way: chosenWay(row),
      action: actionOf(row),
      decline: row.status === 'declined' && retry ? { retry, ...reasonOf(row) } : null,
    }),
  }
}

/** Where the shopper has to go before the payment can end. */
const actionOf = ({ status, action_url: url }: PaymentRow) =>
  status === 'action_required' && url ? { type: 'redirect' as const, url } : null

/** What failed at the bank's page, with the card in order. Any other reason would help a card tester. */
const reasonOf = ({ decline_code }: PaymentRow): { reason?: 'authentication' } =>
  decline_code === 'authentication_failed' ? { reason: 'authentication' } : {}

/** @returns what the shop’s server may know */
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
    operations: operations.map((operation) => operationView(operation, row.currency)),
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
      savedCardId: kept && !kept.agreement_id ? (kept.replaced_by ?? kept.id) : null,
      agreementId: kept?.agreement_id ?? null,
      gatewayOrderId: row.gateway_order_id,
      payableUntil: row.payable_until ? iso(row.payable_until) : null,
      leftAt: row.left_at ? iso(row.left_at) : null,
      duplicateOf: row.surplus_of,
      // Nobody is at the shop's page of a charge, so the shop has to bring the shopper there.
      action: row.method === 'agreement' ? actionOf(row) : null,
      retry: retryPlan(row),
      decline: decline(row),
      failure: failureOf(row),
      balances: row.balances ? (JSON.parse(row.balances) as Balances) : null,
    }),
  }
}

/** What the shopper chose for PayKKa's own page; null when they are to choose there. */
function chosenWay(row: PaymentRow): HostedWay | null {
  const chosen = readPage(row)?.chosen
  return chosen ? namedWay(chosen) : null
}

function cardSummary(row: PaymentRow): { brand: string; last4: string } | null {
  return row.card_brand && row.card_last4 ? { brand: row.card_brand, last4: row.card_last4 } : null
}

function shopCard(row: PaymentRow): ShopCard | null {
  const card = cardSummary(row)
  return card && { ...card, ...present({ bin: row.card_bin }) }
}

/** PayKKa's one `expire_time` means what can still happen: funds lapse, or the payment is given up. */
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

/** On PayKKa's own page the shopper may have said no: a stored card is the only proof of a yes. */
function consentView({ method }: PaymentRow, row: ConsentRow, stored: boolean): ConsentRecord | null {
  if (method === 'hosted' && !stored) return null
  const askedBy = method === 'hosted' ? ('paykka' as const) : null
  const shown = present({ text: row.text, textHash: row.text_hash, locale: row.locale, askedBy })
  return { purpose: row.purpose, at: iso(row.at), ...shown }
}
