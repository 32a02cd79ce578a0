/** A shopper's unfinished payments, operations and disputes, which still need the identity. */
import type { OpenThing } from '@paykka-checkout/shared-types'
import type { Queries } from '../database/database.ts'
import { listDisputes } from '../database/dispute-rows.ts'
import { listModifications } from '../database/modification-rows.ts'
import { isOpenDispute, listOldPayments } from '../database/retention-rows.ts'
import type { CheckoutRow } from '../database/tables.ts'
import { present } from '../domain/present.ts'
import { isOpenPayment } from '../retention/fate.ts'

/** @param tx a transaction that has locked the payments of these checkouts */
export async function listOpenThings(tx: Queries, checkouts: CheckoutRow[]): Promise<OpenThing[]> {
  const payments = await listOldPayments(
    tx,
    checkouts.map(({ id }) => id),
  )
  const ids = payments.map(({ id }) => id)
  const operations = (await listModifications(tx, ids)).filter(({ open }) => open === 1)
  const disputes = (await listDisputes(tx, ids)).filter(isOpenDispute)
  // A duplicate payment is still to be given back.
  const twice = checkouts.filter(({ surplus_due_at }) => surplus_due_at !== null)
  return [
    ...payments.filter(isOpenPayment).map(({ id, status }) => ({ type: 'payment' as const, id, status })),
    ...operations.map(({ id, payment_id: paymentId, status }) => ({
      type: 'operation' as const,
      id,
      paymentId,
      status,
    })),
    ...disputes.map(({ id, payment_id: paymentId, stage }) => ({
      type: 'dispute' as const,
      id,
      paymentId,
      ...present({ status: stage }),
    })),
    ...twice.map(({ id }) => ({ type: 'checkout' as const, id, status: 'paid twice' })),
  ]
}
