/** A card that the shopper typed and the browser encrypted for this BFF. */

import { sealHash } from '../../cards/seal-hash.ts'
import { AppError } from '../../domain/errors.ts'
import type { MethodPreparer } from './prepared-method.ts'

export const prepareCardMethod: MethodPreparer<'card'> = async (parts, { checkout }, { card: sealed }) => {
  // Where PayKKa's script encrypts cards, no card number may ever reach this process.
  if (parts.offer.cardEntry === 'encrypted-card') throw new AppError('method_unavailable')
  const card = await parts.decryptCard(sealed, checkout.id)
  return {
    type: 'card',
    purchase: { kind: 'card', card },
    brand: card.brand,
    last4: card.last4,
    bin: card.bin,
    expiry: card.expiry(),
    sealHash: sealHash(sealed),
    wipe: () => card.wipe(),
  }
}
