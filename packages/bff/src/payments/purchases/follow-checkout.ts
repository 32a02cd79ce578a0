/** Updates the checkout when one of its payments changes. */
import { insertVersion, updateCheckout } from '../../database/checkout-rows.ts'
import type { Queries } from '../../database/database.ts'
import { listPayments } from '../../database/payment-rows.ts'
import type { CheckoutRow, PaymentRow } from '../../database/tables.ts'
import { checkoutStatusFor, isActive, isPaid } from '../states.ts'

/** The checkout follows its active attempt. A success always counts, even of an attempt that was given up before. */
export async function moveCheckout(
  tx: Queries,
  checkout: CheckoutRow,
  before: PaymentRow,
  after: PaymentRow,
): Promise<void> {
  const base = { live_payment_id: nextLive(checkout.live_payment_id, after), updated_at: after.updated_at }
  const paidByOther = checkout.paid_payment_id !== null && checkout.paid_payment_id !== after.id
  const concerned =
    checkout.live_payment_id === after.id || checkout.paid_payment_id === after.id || isPaid(after.status)
  if (paidByOther || !concerned) return updateCheckout(tx, checkout.id, base)
  if (isPaid(after.status) && after.amount !== checkout.amount) await returnToPaidAmount(tx, checkout, after)
  const paying = isPaid(after.status) ? after : await findPaying(tx, checkout.id)
  const status = checkoutStatusFor((paying ?? after).status, before.status)
  await updateCheckout(tx, checkout.id, {
    ...base,
    // Another checkout has paid the order meanwhile, so this one must not be paid again.
    status: status === 'open' && checkout.superseded_by !== null ? 'canceled' : status,
    paid_payment_id: paying?.id ?? (isActive(after.status) ? checkout.paid_payment_id : null),
  })
}

/** A late success paid an older version: the checkout must not show the newer price as paid. */
export async function returnToPaidAmount(
  tx: Queries,
  checkout: CheckoutRow,
  after: Pick<PaymentRow, 'amount' | 'updated_at'>,
): Promise<void> {
  const paid = {
    id: checkout.id,
    version: checkout.version + 1,
    amount: after.amount,
    updated_at: after.updated_at,
  }
  await updateCheckout(tx, checkout.id, { version: paid.version, amount: paid.amount })
  await insertVersion(tx, paid)
}

/** After a void, a checkout that another payment has also paid must not reopen. */
async function findPaying(tx: Queries, checkoutId: string): Promise<PaymentRow | undefined> {
  return (await listPayments(tx, checkoutId)).find((payment) => isPaid(payment.status))
}

function nextLive(current: string | null, after: PaymentRow): string | null {
  if (after.live === 1) return after.id
  return current === after.id ? null : current
}
