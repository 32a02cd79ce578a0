/** A checkout and payments as the BFF returns them, for tests. */
import type { CardKey, PublicCheckout, PublicPayment } from '../../src/checkout/wire.ts'

export const CHECKOUT_ID = 'chk_aaaaaaaaaaaaaaaaaaaaaa'

export const cardKey: CardKey = {
  kty: 'EC',
  crv: 'P-256',
  x: 'x'.repeat(43),
  y: 'y'.repeat(43),
  kid: 'test-key-1',
  alg: 'ECDH-ES',
  use: 'enc',
}

export const checkout = (change: Partial<PublicCheckout> = {}): PublicCheckout => ({
  id: CHECKOUT_ID,
  status: 'open',
  version: 1,
  amount: { value: 4999, currency: 'EUR', display: '€49.99' },
  returnUrl: 'https://shop.example/return',
  expiresAt: '2026-11-23T13:00:00.000Z',
  serverTime: '2026-11-23T12:00:00.000Z',
  methods: [{ type: 'card', available: true }],
  cardEntry: 'frame',
  cardBrands: ['visa', 'mastercard', 'amex'],
  cardKey,
  cards: [],
  saveCard: 'off',
  orderReference: 'order-1001',
  savedCardCode: true,
  lastPayment: null,
  ...change,
})

export const payment = (
  status: PublicPayment['status'],
  change: Partial<PublicPayment> = {},
): PublicPayment => ({
  id: 'pay_aaaaaaaaaaaaaaaaaaaaaa',
  status,
  attempt: 1,
  method: 'card',
  card: { brand: 'visa', last4: '4242' },
  supportCode: '7QK4-M2XD',
  createdAt: '2026-11-23T12:00:00.000Z',
  ...change,
})
