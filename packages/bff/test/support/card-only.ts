/** A deployment that takes cards and nothing else. */
import type { PayOffer } from '../../src/payments/purchases/pay-parts.ts'

export const CARD_ONLY: PayOffer = {
  cardEntry: 'frame',
  cardBrands: ['visa'],
  wallets: { applePay: undefined, googlePay: undefined, domainAssociation: undefined },
  hosted: { methods: [], codes: {}, merchantName: undefined, themeId: undefined, lifetimeMs: 1_800_000 },
  encryptedCard: undefined,
  savedCardCode: true,
}
