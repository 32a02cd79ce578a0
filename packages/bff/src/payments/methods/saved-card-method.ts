/** A card this shopper saved earlier, by our id. Only this file decrypts PayKKa's token, for this request. */
import { readDetails } from '../../checkouts/checkout-details.ts'
import { findSavedCard } from '../../database/saved-card-rows.ts'
import { AppError, invalidField } from '../../domain/errors.ts'
import type { MethodPreparer } from './prepared-method.ts'

export const prepareSavedCardMethod: MethodPreparer<'saved_card'> = async (parts, { checkout }, method) => {
  const row = await findSavedCard(parts.database.db, method.cardId)
  const own = row?.shopper_reference === readDetails(checkout).shopper?.reference
  if (!row || !own || row.status !== 'active' || row.purpose !== 'saved_card') throw new AppError('not_found')
  const token = parts.vault.tryDecrypt(row.sealed_token)
  // Encrypted under another BFF_MASTER_KEY: the shopper can still type a card.
  if (token === null) throw new AppError('card_unreadable')
  if (parts.offer.savedCardCode && method.cvc === undefined) throw invalidField('/method/cvc', 'is required')
  const code = method.cvc === undefined ? undefined : await parts.decryptCode(method.cvc, checkout.id)
  return {
    type: 'saved_card',
    purchase: { kind: 'stored_card', token, usage: 'saved_card', code },
    ...(row.brand ? { brand: row.brand } : {}),
    ...(row.last4 ? { last4: row.last4 } : {}),
    ...(row.exp_month && row.exp_year ? { expiry: { month: row.exp_month, year: row.exp_year } } : {}),
    wipe: () => code?.fill(0),
  }
}
