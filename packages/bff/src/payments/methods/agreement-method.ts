/** An agreement that the shop charges without the shopper. No browser route accepts this method. */

import { findAgreement } from '../../database/saved-card-rows.ts'
import { AppError } from '../../domain/errors.ts'
import { decryptSealed } from '../saved-cards/saved-cards.ts'
import type { MethodPreparer } from './prepared-method.ts'

export const prepareAgreementMethod: MethodPreparer<'agreement'> = async (parts, _input, { agreementId }) => {
  const row = await findAgreement(parts.database.db, agreementId)
  if (!row?.sealed_agreement || row.purpose === 'saved_card') throw new AppError('not_found')
  if (row.status !== 'active') throw new AppError('agreement_inactive')
  return {
    type: 'agreement',
    purchase: {
      kind: 'stored_card',
      token: decryptSealed(parts.vault, row.sealed_token),
      usage: row.purpose,
      agreement: decryptSealed(parts.vault, row.sealed_agreement),
      code: undefined,
    },
    ...(row.brand ? { brand: row.brand } : {}),
    ...(row.last4 ? { last4: row.last4 } : {}),
    wipe: () => {},
  }
}
