/** A card typed by the shopper and sealed for this BFF. */
import type { MethodOpener } from './open-method.ts'

export const openCardMethod: MethodOpener<'card'> = async (parts, { checkout }, { card: sealed }) => {
  const card = await parts.openCard(sealed, checkout.id)
  return {
    type: 'card',
    purchase: { kind: 'card', card },
    brand: card.brand,
    last4: card.last4,
    bin: card.bin,
    wipe: () => card.wipe(),
  }
}
