/** Checkouts with their payments, for the shop's server. */
import type {
  AgreementCheckoutRequest,
  Checkout,
  CreateCheckout,
  UpdateCheckout,
} from '@paykka-checkout/shared-types'
import type { By } from '../audit/record.ts'
import { checkoutFields } from '../checkouts/checkout-view.ts'
import type { CheckoutParts } from '../checkouts/create-checkout.ts'
import { cancelCheckout, changeCheckout } from '../checkouts/create-checkout.ts'
import type { Created, Read } from '../checkouts/create-once.ts'
import { createOnce } from '../checkouts/create-once.ts'
import { findCheckout } from '../database/checkout-rows.ts'
import { listPayments } from '../database/payment-rows.ts'
import type { CheckoutRow, PaymentRow } from '../database/tables.ts'
import { AppError } from '../domain/errors.ts'
import type { PaymentRecords } from './payment-records.ts'
import { readRecords } from './payment-records.ts'
import { shopPayment } from './payment-view.ts'
import { forAgreement } from './recurring/agreement-checkout.ts'

/** Each member throws the errors of the function behind it. */
export type ShopCheckouts = {
  /** @param key idempotency key; undefined creates without protection against a double request */
  create(body: CreateCheckout, key: string | undefined, read: Read, by: By): Promise<Created>
  /** @param id the agreement that gets another card */
  createForAgreement(
    id: string,
    body: AgreementCheckoutRequest,
    key: string | undefined,
    read: Read,
    by: By,
  ): Promise<Created>
  /** @throws AppError not_found */
  read(id: string): Promise<Checkout>
  /** Changes the amount or basket of an open checkout. */
  change(id: string, body: UpdateCheckout, by: By): Promise<Checkout>
  /** Closes an open checkout. */
  cancel(id: string, by: By): Promise<Checkout>
}

export function createShopCheckouts(parts: CheckoutParts): ShopCheckouts {
  return {
    create: (body, key, read, by) => createOnce(parts, key, body, by, read),
    createForAgreement: async (id, body, key, { given, warnings }, by) =>
      createOnce(parts, key, await forAgreement(parts.database.db, id, body), by, {
        given: { agreement: id, given },
        warnings,
        renews: id,
      }),
    read: async (id) => {
      const row = await findCheckout(parts.database.db, id)
      if (!row) throw new AppError('not_found')
      return view(parts, row)
    },
    change: async (id, body, by) => view(parts, await changeCheckout(parts, id, body, by)),
    cancel: async (id, by) => view(parts, await cancelCheckout(parts, id, by)),
  }
}

async function view({ database, provenNow }: CheckoutParts, row: CheckoutRow): Promise<Checkout> {
  const payments = await listPayments(database.db, row.id)
  const records = await readRecords(
    database.db,
    payments.map((payment) => payment.id),
  )
  return shopCheckout(row, payments, records, provenNow())
}

/** @returns the checkout with its payments, for the shop's server */
export function shopCheckout(
  row: CheckoutRow,
  payments: PaymentRow[],
  recordsOf: (paymentId: string) => PaymentRecords,
  provenNow: number,
): Checkout {
  return {
    ...checkoutFields(row, provenNow),
    payments: payments.map((payment) => shopPayment(payment, row.order_reference, recordsOf(payment.id))),
  }
}
