/**
 * A bank may decline and ask for 3-D Secure. PayKKa ends that attempt, so the shopper pays again, which they are told: this
 * time the bank is to ask them.
 */
import type { Queries } from '../../database/database.ts'
import { findLastPayment } from '../../database/payment-rows.ts'
import type { CheckoutRow } from '../../database/tables.ts'

/** @returns whether the checkout's last attempt was declined with that wish */
export async function isConfirmationDemanded(
  db: Queries,
  { id, attempts }: Pick<CheckoutRow, 'id' | 'attempts'>,
): Promise<boolean> {
  if (attempts === 0) return false
  const last = await findLastPayment(db, id)
  return last?.status === 'declined' && last.decline_code === 'authentication_required'
}
