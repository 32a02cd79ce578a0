/** Keeps the billing details of a payment in its checkout: for refunds to a person, exports, and the next attempt. */
import type { Address } from '@paykka-checkout/shared-types'
import { mergeBilling } from '../../checkouts/billing.ts'
import { readDetails } from '../../checkouts/checkout-details.ts'
import { emailHash } from '../../checkouts/shopper-columns.ts'
import { updateCheckout } from '../../database/checkout-rows.ts'
import type { Queries } from '../../database/database.ts'
import type { CheckoutRow } from '../../database/tables.ts'

/** Retention and erasure empty them together with what the shop gave. */
export async function keepBilling(
  key: Uint8Array,
  tx: Queries,
  checkout: CheckoutRow,
  given: Address | undefined,
): Promise<void> {
  if (!given) return
  const details = readDetails(checkout)
  const billing = mergeBilling(details.billing, given)
  if (JSON.stringify(billing) === JSON.stringify(details.billing)) return
  // A guest has no reference: the e-mail address is how their payments are found.
  const email_hash = checkout.email_hash ?? (billing?.email ? emailHash(key, billing.email) : null)
  await updateCheckout(tx, checkout.id, { details: JSON.stringify({ ...details, billing }), email_hash })
}
