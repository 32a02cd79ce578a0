/** A deployment that takes cards and nothing else. */
import type { Offer } from '../../src/checkout/view.ts'

export const CARD_ONLY: Offer = {
  cardEntry: 'frame',
  cardBrands: ['visa'],
  wallets: { applePay: undefined, googlePay: undefined, domainAssociation: undefined },
  hosted: { methods: [], codes: {}, merchantName: undefined, themeId: undefined, lifetimeMs: 1_800_000 },
  encryptedCard: undefined,
  savedCardCode: true,
}
