/** A checkout with its payments, as the shop's server sees it. */
import type { Checkout } from '@paykka-checkout/shared-types'
import { checkoutFields } from '../checkouts/checkout-view.ts'
import type { CheckoutRow, PaymentRow } from '../database/tables.ts'
import type { PaymentRecords } from './payment-records.ts'
import { shopPayment } from './payment-view.ts'

/** @returns the checkout with its payments, for the shop’s server */
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
