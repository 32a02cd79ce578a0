/** Creates, changes and cancels checkouts for the shop's server. */
import type { CreateCheckout, CreatedCheckout, UpdateCheckout } from '@paykka-checkout/shared-types'
import type { By, Deed } from '../audit/record.ts'
import { record, recordSoon } from '../audit/record.ts'
import { findCheckout, insertVersion, updateOpenCheckout } from '../database/checkout-rows.ts'
import type { Database, Queries } from '../database/database.ts'
import type { CheckoutRow } from '../database/tables.ts'
import { AppError, invalidField } from '../domain/errors.ts'
import { fingerprint, newId } from '../domain/ids.ts'
import { pickDetails, readDetails } from './checkout-details.ts'
import { refuseUnlessOpen } from './checkout-rules.ts'
import { checkoutFields } from './checkout-view.ts'
import { claimOrder } from './claim-order.ts'
import { checkOrderFields } from './order-fields.ts'
import { shopperColumns } from './shopper-columns.ts'

const DEFAULT_LIFETIME_S = 3600

export type CheckoutParts = {
  database: Database
  now: () => number
  /** Like `now`, for expiry; 0 until PayKKa has confirmed the time. */
  provenNow: () => number
  allowedOrigins: string[]
  /** Key that derives the same id for a repeated request. */
  transIdKey: Uint8Array
  /** Derives a checkout's client secret from its id and a key of the deployment. */
  clientSecret(checkoutId: string): string
}

/**
 * @param by who creates it, for the audit record
 * @param id of the new checkout
 * @param renews our id of the agreement that gets another card
 * @returns the new checkout with its client secret, which no other call returns
 * @param db a transaction, which must end when this throws
 * @throws AppError validation_failed | order_in_progress | order_already_paid
 */
export async function createCheckout(
  parts: CheckoutParts,
  db: Queries,
  body: CreateCheckout,
  by: By,
  id = newId('chk'),
  renews: string | null = null,
): Promise<CreatedCheckout> {
  checkOrderFields(body, parts.allowedOrigins)
  const clientSecret = parts.clientSecret(id)
  const row = { ...newRow(parts, id, body, fingerprint(clientSecret)), renews_agreement: renews }
  const superseded = await claimOrder(parts, db, row)
  await recordSoon(db, deedOf('checkout.create', row, by))
  return {
    ...checkoutFields(row, parts.provenNow()),
    ...(superseded.length > 0 ? { superseded } : {}),
    clientSecret,
  }
}

function newRow(
  { transIdKey, now: clock }: CheckoutParts,
  id: string,
  body: CreateCheckout,
  secretHash: string,
): CheckoutRow {
  const now = clock()
  return {
    id,
    secret_hash: secretHash,
    status: 'open',
    order_reference: body.orderReference,
    amount: body.amount.value,
    currency: body.amount.currency,
    version: 1,
    capture: body.capture ?? 'automatic',
    save_card: body.saveCard ?? 'off',
    return_url: body.returnUrl,
    details: JSON.stringify(pickDetails(body)),
    attempts: 0,
    live_payment_id: null,
    paid_payment_id: null,
    apple_pay_sheets: 0,
    charge_hash: null,
    order_claim: body.allowRepeat ? 'repeat' : 'sole',
    superseded_by: null,
    paid_before: 0,
    agreement_id: null,
    renews_agreement: null,
    surplus_due_at: null,
    ...shopperColumns(transIdKey, body.shopper),
    emptied_at: null,
    created_at: now,
    updated_at: now,
    expires_at: now + (body.expiresIn ?? DEFAULT_LIFETIME_S) * 1000,
  }
}

/**
 * Changes the price or basket of an open checkout and raises its version, so that no page pays an amount it did not show.
 * @throws AppError not_found | validation_failed | payment_in_progress | already_paid | checkout_closed | checkout_expired
 */
export async function changeCheckout(
  parts: CheckoutParts,
  id: string,
  body: UpdateCheckout,
  by: By,
): Promise<CheckoutRow> {
  return parts.database.transaction(async (tx) => {
    const before = await findCheckout(tx, id)
    if (!before) throw new AppError('not_found')
    if (body.amount && body.amount.currency !== before.currency) {
      throw invalidField('/amount/currency', `stays ${before.currency} for this checkout`)
    }
    const after = await updateOpenCheckout(tx, id, momentOf(parts), {
      amount: body.amount?.value ?? before.amount,
      version: before.version + 1,
      details: JSON.stringify(
        body.goods ? { ...readDetails(before), goods: body.goods } : readDetails(before),
      ),
    })
    if (!after) return refuse(parts, before)
    await insertVersion(tx, after)
    await record(tx, deedOf('checkout.change', after, by))
    return after
  })
}

/**
 * Closes an open checkout permanently. Idempotent.
 * @throws AppError not_found | payment_in_progress | already_paid | checkout_expired
 */
export async function cancelCheckout(parts: CheckoutParts, id: string, by: By): Promise<CheckoutRow> {
  return parts.database.transaction(async (tx) => {
    const after = await updateOpenCheckout(tx, id, momentOf(parts), { status: 'canceled' })
    if (after) {
      await record(tx, deedOf('checkout.cancel', after, by))
      return after
    }
    const before = await findCheckout(tx, id)
    if (!before) throw new AppError('not_found')
    return before.status === 'canceled' ? before : refuse(parts, before)
  })
}

function deedOf(action: string, checkout: CheckoutRow, by: By): Deed {
  const { id, shop, order_reference: orderReference, amount: value, currency, updated_at: at } = checkout
  const target = { type: 'checkout', id }
  return { ...by, action, target, at, shop, orderReference, amount: { value, currency }, outcome: 'done' }
}

function momentOf({ now, provenNow }: CheckoutParts) {
  return { now: now(), provenNow: provenNow() }
}

/** A concurrent request changed the checkout: report its new status, otherwise ask the caller to retry. */
function refuse(parts: CheckoutParts, row: CheckoutRow): never {
  refuseUnlessOpen(row, parts.provenNow())
  throw new AppError('busy', { retryAfter: 1 })
}
