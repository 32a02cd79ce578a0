/**
 * Soft decline: a bank may decline and request 3-D Secure. PayKKa ends that attempt, so the element asks the shopper to pay
 * again, this time with a confirmation at the bank.
 */
import type { Queries } from '../../database/database.ts'
import { findLastPayment } from '../../database/payment-rows.ts'
import type { CheckoutRow } from '../../database/tables.ts'

/** @returns whether the checkout's last attempt was a soft decline */
export async function isConfirmationDemanded(
  db: Queries,
  { id, attempts }: Pick<CheckoutRow, 'id' | 'attempts'>,
): Promise<boolean> {
  if (attempts === 0) return false
  const last = await findLastPayment(db, id)
  return last?.status === 'declined' && last.decline_code === 'authentication_required'
}
