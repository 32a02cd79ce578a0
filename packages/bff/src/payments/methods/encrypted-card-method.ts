/** A card that PayKKa's script encrypted in the page: passed on, never decrypted here. */
import { AppError } from '../../domain/errors.ts'
import type { MethodPreparer } from './prepared-method.ts'

export const prepareEncryptedCardMethod: MethodPreparer<'encrypted_card'> = async (parts, _input, method) => {
  if (parts.offer.cardEntry !== 'encrypted-card') throw new AppError('method_unavailable')
  return {
    type: 'encrypted_card',
    purchase: {
      kind: 'encrypted_card',
      number: method.encryptedCardNumber,
      expYear: method.encryptedExpireYear,
      expMonth: method.encryptedExpireMonth,
      cvc: method.encryptedCVV,
      holderName: method.holderName,
    },
    wipe: () => {},
  }
}
