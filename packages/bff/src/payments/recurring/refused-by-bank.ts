/** Whether the bank forbade further charges of an agreement. Card schemes fine merchants who charge again regardless. */
import type { Queries } from '../../database/database.ts'
import { isForbidden } from '../../database/saved-card-rows.ts'
import type { SavedCardRow } from '../../database/tables.ts'
import { AppError } from '../../domain/errors.ts'

/**
 * Another card (`POST /v1/recurring/agreements/:id/checkouts`) makes the agreement chargeable again.
 * @throws AppError agreement_inactive
 */
export async function refuseForbidden(db: Queries, agreement: SavedCardRow): Promise<void> {
  if (agreement.status !== 'active') throw new AppError('agreement_inactive')
  if (await isForbidden(db, agreement.agreement_id ?? '', agreement.renewed_at ?? 0))
    throw new AppError('agreement_inactive', { detail: FORBIDDEN })
}

const FORBIDDEN =
  'The bank said never to charge this card again. Nothing was sent. Let the shopper give another card: POST /v1/recurring/agreements/:id/checkouts.'
