/** A merchant-initiated charge of an agreement: a separate internal checkout, paid by the same rules as any other. */
import type { RecurringChargeRequest } from '@paykka-checkout/shared-types'
import type { By, Deed } from '../../audit/record.ts'
import { recordSoon } from '../../audit/record.ts'
import { claimOrder } from '../../checkouts/claim-order.ts'
import { findCheckout } from '../../database/checkout-rows.ts'
import { findLastPayment } from '../../database/payment-rows.ts'
import { findAgreement } from '../../database/saved-card-rows.ts'
import type { CheckoutRow, PaymentRow } from '../../database/tables.ts'
import { AppError } from '../../domain/errors.ts'
import { deriveId } from '../../domain/trans-id.ts'
import type { PayAnswer } from '../purchases/pay.ts'
import { pay } from '../purchases/pay.ts'
import type { PayParts } from '../purchases/pay-parts.ts'
import type { ChargeParts } from './charge-checkout.ts'
import { asksForTheSame, chargeCheckout, checkCharge } from './charge-checkout.ts'
import { refuseForbidden } from './refused-by-bank.ts'

export type Charged = { answer: PayAnswer; checkout: CheckoutRow; payment: PaymentRow }

/**
 * Charges once per key, even after the database lost its newest rows: checkout id and `trans_id` derive from the key. One
 * charge per agreement and order, unless the body allows more.
 * @throws AppError validation_failed | not_found | agreement_inactive | idempotency_key_reused | idempotency_in_flight |
 * payment_in_progress | already_paid | order_in_progress | order_already_paid
 */
export async function chargeAgreement(
  parts: ChargeParts,
  body: RecurringChargeRequest,
  key: string,
  by: By,
): Promise<Charged> {
  checkCharge(parts, body)
  const checkout = await openCheckout(parts, body, key, by)
  const answer = await paying(parts, checkout, body, key, by)
  const payment = await findLastPayment(parts.database.db, checkout.id)
  if (!payment) throw new AppError('busy', { retryAfter: 1 })
  return { answer, checkout, payment }
}

function paying(
  parts: PayParts,
  checkout: CheckoutRow,
  { agreementId }: RecurringChargeRequest,
  key: string,
  by: By,
): Promise<PayAnswer> {
  return pay(parts, {
    checkout,
    key,
    request: { version: 1, method: { type: 'agreement', agreementId }, browser: undefined },
    payIp: '',
    by,
    retried: false,
    captchaToken: undefined,
  }).catch((error: unknown) => {
    const running = error instanceof AppError && error.code === 'payment_in_progress'
    throw running ? new AppError('idempotency_in_flight', { retryAfter: 1 }) : error
  })
}

async function openCheckout(
  parts: ChargeParts,
  body: RecurringChargeRequest,
  key: string,
  by: By,
): Promise<CheckoutRow> {
  const id = `chk_${deriveId(parts.transIdKey, `charge\n${key}`).slice(0, 22)}`
  return parts.database.transaction(async (tx) => {
    const agreement = await findAgreement(tx, body.agreementId)
    if (!agreement) throw new AppError('not_found')
    const earlier = await findCheckout(tx, id)
    if (earlier && !asksForTheSame(earlier, body)) throw new AppError('idempotency_key_reused')
    if (earlier) return earlier
    await refuseForbidden(tx, agreement)
    const row = await chargeCheckout(parts, tx, { id, body, agreement })
    await claimOrder(parts, tx, row)
    await recordSoon(tx, deedOf(row, body, key, by))
    return row
  })
}

/** Nothing was sent to PayKKa yet: the payment shows the outcome later. */
function deedOf(checkout: CheckoutRow, body: RecurringChargeRequest, key: string, by: By): Deed {
  return {
    ...by,
    at: checkout.created_at,
    shop: checkout.shop,
    action: 'agreement.charge',
    target: { type: 'agreement', id: body.agreementId },
    outcome: 'unknown',
    orderReference: checkout.order_reference,
    amount: body.amount,
    idempotencyKey: key,
    detail: { checkout: checkout.id },
  }
}
