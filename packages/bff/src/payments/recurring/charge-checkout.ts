/** The internal checkout of one merchant-initiated charge, with the shop's data and return address. */
import type { RecurringChargeRequest } from '@paykka-checkout/shared-types'
import { pickDetails } from '../../checkouts/checkout-details.ts'
import { checkCurrency, checkReturnUrl, checkShopperIp } from '../../checkouts/checkout-rules.ts'
import { shopperColumns } from '../../checkouts/shopper-columns.ts'
import { findCheckout } from '../../database/checkout-rows.ts'
import type { Queries } from '../../database/database.ts'
import { findPayment } from '../../database/payment-rows.ts'
import type { CheckoutRow, SavedCardRow } from '../../database/tables.ts'
import { invalidField } from '../../domain/errors.ts'
import { canonicalJson, fingerprint, newSecret } from '../../domain/ids.ts'
import type { PayParts } from '../purchases/pay-parts.ts'

export type ChargeParts = PayParts & { allowedOrigins: string[] }

/** @throws AppError validation_failed */
export function checkCharge(parts: ChargeParts, body: RecurringChargeRequest): void {
  checkCurrency(body.amount)
  checkShopperIp(body.shopper?.ip)
  if (body.returnUrl !== undefined) checkReturnUrl(body.returnUrl, parts.allowedOrigins)
}

/** Checkouts older than the stored request hash are compared by what they charge. */
export function asksForTheSame(earlier: CheckoutRow, body: RecurringChargeRequest): boolean {
  if (earlier.charge_hash !== null) return earlier.charge_hash === hashOf(body)
  const { order_reference: order, amount, currency } = earlier
  return order === body.orderReference && amount === body.amount.value && currency === body.amount.currency
}

const hashOf = (body: RecurringChargeRequest) => fingerprint(canonicalJson(body))

const LIFETIME_MS = 10 * 60_000

type Charge = { id: string; body: RecurringChargeRequest; agreement: SavedCardRow }

/** @throws AppError validation_failed when the charge names another shopper than the agreement's */
export async function chargeCheckout(
  parts: ChargeParts,
  db: Queries,
  { id, body, agreement }: Charge,
): Promise<CheckoutRow> {
  const reference = agreement.shopper_reference
  if ((body.shopper?.reference ?? reference) !== reference)
    throw invalidField('/shopper/reference', "is not the agreement's shopper")
  const now = parts.now()
  return {
    id,
    // This secret is never handed out: no browser opens this checkout.
    secret_hash: fingerprint(newSecret('cs')),
    status: 'open',
    order_reference: body.orderReference,
    amount: body.amount.value,
    currency: body.amount.currency,
    version: 1,
    capture: body.capture ?? 'automatic',
    save_card: 'off',
    return_url: body.returnUrl ?? (await shopAddress(parts, db, agreement)),
    details: JSON.stringify(pickDetails({ ...body, shopper: { ...body.shopper, reference } })),
    attempts: 0,
    apple_pay_sheets: 0,
    surplus_due_at: null,
    ...shopperColumns(parts.transIdKey, { ...body.shopper, reference }),
    emptied_at: null,
    charge_hash: hashOf(body),
    order_claim: body.allowRepeat ? 'repeat' : 'sole',
    superseded_by: null,
    paid_before: 0,
    agreement_id: body.agreementId,
    renews_agreement: null,
    live_payment_id: null,
    paid_payment_id: null,
    created_at: now,
    updated_at: now,
    expires_at: now + LIFETIME_MS,
  }
}

/** @returns the start page of the shop where the shopper agreed */
async function shopAddress(
  { allowedOrigins }: ChargeParts,
  db: Queries,
  agreement: SavedCardRow,
): Promise<string> {
  const payment = await findPayment(db, agreement.payment_id)
  const first = payment && (await findCheckout(db, payment.checkout_id))
  return new URL('/', first?.return_url ?? allowedOrigins[0]).href
}
