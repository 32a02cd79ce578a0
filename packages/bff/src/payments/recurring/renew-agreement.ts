/**
 * Another card for an agreement. PayKKa creates a separate agreement for the new card; ours keeps its id and points to the
 * new one, and PayKKa's older one is canceled afterwards.
 */
import type { Database, Queries } from '../../database/database.ts'
import { takeTurn } from '../../database/order-rows.ts'
import { findAgreement, insertSavedCard, updateSavedCard } from '../../database/saved-card-rows.ts'
import type { SavedCardRow } from '../../database/tables.ts'

/**
 * Runs in the transaction that settles the new card's payment. An agreement that has ended meanwhile stays ended: then the
 * new one is canceled at PayKKa.
 * @param row the card or agreement that the payment stored
 * @param id our id of the agreement
 */
export async function renewAgreement(
  { kind }: Pick<Database, 'kind'>,
  tx: Queries,
  row: SavedCardRow,
  id: string,
): Promise<void> {
  await takeTurn(kind, tx, `agreement ${id}`)
  const known = await findAgreement(tx, id)
  const renewed = known?.status === 'active' ? known : undefined
  const { sealed_token, sealed_agreement } = renewed ?? row
  const over = { agreement_id: null, renews: id, status: 'replaced' as const }
  await insertSavedCard(tx, { ...row, ...over, sealed_token, sealed_agreement })
  if (renewed) await updateSavedCard(tx, renewed.id, { ...cardOf(row), renewed_at: row.created_at })
}

function cardOf(row: SavedCardRow) {
  const { sealed_token, sealed_agreement, brand, last4, exp_month, exp_year } = row
  return { sealed_token, sealed_agreement, brand, last4, exp_month, exp_year, expiry_told_at: null }
}
