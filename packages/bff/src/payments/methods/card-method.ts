/** A card typed by the shopper and sealed for this BFF. */

import { sealMark } from '../../cards/seal-hash.ts'
import { AppError } from '../../domain/errors.ts'
import type { MethodOpener } from './open-method.ts'

export const openCardMethod: MethodOpener<'card'> = async (parts, { checkout }, { card: sealed }) => {
  // Where PayKKa’s script encrypts cards, no card number may reach this process at all.
  if (parts.offer.cardEntry === 'encrypted-card') throw new AppError('method_unavailable')
  const card = await parts.openCard(sealed, checkout.id)
  return {
    type: 'card',
    purchase: { kind: 'card', card },
    brand: card.brand,
    last4: card.last4,
    bin: card.bin,
    expiry: card.expiry(),
    sealMark: sealMark(sealed),
    wipe: () => card.wipe(),
  }
}
