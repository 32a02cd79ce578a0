/** Examples of the browser API: the element's requests and their answers. */
import type { PayRequest, PublicCheckout, PublicPayment, ShopperAccount } from '@paykka-checkout/shared-types'
import type { Examples } from './example.ts'
import {
  AGREEMENT_ID,
  AMOUNT,
  CARD,
  CARD_ID,
  CHECKOUT_ID,
  MOMENTS,
  PAYMENT_ID,
  RETURN_URL,
} from './example.ts'

const card = { ...CARD, id: CARD_ID, expMonth: '12', expYear: '2034' }

const checkout: PublicCheckout = {
  id: CHECKOUT_ID,
  status: 'open',
  version: 1,
  amount: { ...AMOUNT, display: '€10.99', decimals: 2 },
  returnUrl: RETURN_URL,
  expiresAt: MOMENTS.expires,
  serverTime: MOMENTS.created,
  methods: [
    { type: 'card', available: true },
    { type: 'google_pay', available: false, reason: 'merchant-disabled' },
    { type: 'hosted', available: true },
  ],
  cardEntry: 'frame',
  cardBrands: ['visa', 'mastercard'],
  // The public example key of RFC 7517, appendix A.1.
  cardKey: {
    kty: 'EC',
    crv: 'P-256',
    x: 'MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4',
    y: '4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM',
    kid: 'ck_example',
    alg: 'ECDH-ES',
    use: 'enc',
  },
  cards: [card],
  savedCardCode: true,
  saveCard: 'ask',
  orderReference: 'order-1001',
  marks: { ideal: '/marks/ideal.3f1c9a0b2d4e.svg' },
  hosted: [{ code: 'ideal', name: 'iDEAL' }],
  billing: { required: true, known: { firstName: 'Ada', lastName: 'Lovelace', country: 'DE' } },
  lastPayment: null,
}

/** Only the form of a JWE: header, empty key, nonce, ciphertext and tag. */
const SEALED = `${'e30'.padEnd(40, 'A')}..AAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA`

const payRequest: PayRequest = {
  version: 1,
  method: { type: 'card', card: SEALED },
  browser: {
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/145.0',
    language: 'en-IE',
    colorDepth: 24,
    screenHeight: 1080,
    screenWidth: 1920,
    timezoneOffset: 0,
    javaEnabled: false,
  },
  billing: {
    firstName: 'Ada',
    lastName: 'Lovelace',
    line1: 'Hauptstraße 1',
    city: 'Berlin',
    postalCode: '10115',
    country: 'DE',
  },
  saveCard: true,
  consent: { text: 'Save this card for my next purchases here. I can remove it at any time.', locale: 'en' },
}

const payment: PublicPayment = {
  id: PAYMENT_ID,
  status: 'action_required',
  attempt: 1,
  method: 'card',
  card: CARD,
  action: { type: 'redirect', url: 'https://acs.paykka.example/challenge/CH20261123' },
  supportCode: 'PLZN-5EOH',
  createdAt: MOMENTS.sent,
}

const account: ShopperAccount = {
  cards: [card],
  agreements: [
    { id: AGREEMENT_ID, type: 'subscription', status: 'active', card: CARD, createdAt: MOMENTS.paid },
  ],
  serverTime: MOMENTS.later,
}

export const BROWSER_EXAMPLES: Examples = {
  'GET /client/v1/checkout': { answer: checkout },
  'POST /client/v1/checkout/payments': { request: payRequest, answer: { payment } },
  'POST /client/v1/checkout/payments/{id}/abandon': {
    request: {},
    answer: {
      payment: { ...payment, method: 'hosted', status: 'canceled', card: undefined, action: undefined },
    },
  },
  'POST /client/v1/checkout/hosted': {
    request: { methods: ['ideal'], version: 1 },
    answer: { url: 'https://checkout.paykka.example/CS2026112306322100' },
  },
  'POST /client/v1/checkout/apple-pay-session': {
    request: {},
    answer: {
      merchantSession: { epochTimestamp: 1795415540114, merchantSessionIdentifier: 'SSH2EAF8AFAEAA94' },
    },
  },
  'DELETE /client/v1/checkout/cards/{cardId}': { answer: {} },
  'GET /client/v1/shopper': { answer: account },
  'DELETE /client/v1/shopper/cards/{cardId}': { answer: {} },
  'DELETE /client/v1/shopper/agreements/{id}': { answer: {} },
}
