/** Ends an agreement here that has ended at PayKKa, and creates the shop's event. */
import { record } from '../../audit/record.ts'
import { removalOf } from '../../audit/removal.ts'
import type { Queries } from '../../database/database.ts'
import { addShopEvent } from '../../database/event-rows.ts'
import { endSavedCard, findAgreement } from '../../database/saved-card-rows.ts'
import type { CheckoutRow, PaymentRow } from '../../database/tables.ts'
import { agreementEvent } from '../events/shop-event.ts'
import { recordsOf } from '../payment-records.ts'
import { recurringRefusal } from './recurring-refusals.ts'

/**
 * Runs in the transaction that settles a charge. Only PayKKa's "not active" (2016) ends it: an unknown agreement (2015) may
 * belong to another environment.
 */
export async function endWithGateway(tx: Queries, payment: PaymentRow, checkout: CheckoutRow): Promise<void> {
  const { agreement_id: id } = checkout
  if (id === null || payment.status !== 'failed') return
  if (recurringRefusal(payment)?.code !== 'agreement_inactive') return
  const row = await findAgreement(tx, id)
  // An answer about the agreement's earlier card says nothing about its present card.
  if (!row || (row.renewed_at ?? 0) >= payment.created_at) return
  if (!(await endSavedCard(tx, row.id))) return
  await addShopEvent(tx, agreementEvent(id, payment, checkout, await recordsOf(tx, payment.id)))
  const by = { actor: { type: 'job' as const, id: 'gateway-answer' }, requestId: payment.request_id }
  await record(tx, removalOf(payment.updated_at, { type: 'saved_card', id: row.id }, 'agreement.end', by))
}
