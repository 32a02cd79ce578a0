/** The bodies that the BFF builds from one set of inputs: what the shop, the page, the deployment and the BFF itself give. */
import type { BrowserData, CreateCheckout, HostedMethod } from '@paykka-checkout/shared-types'
import { pickDetails } from '../../../src/checkouts/checkout-details.ts'
import type { PaykkaConfig } from '../../../src/config/config.ts'
import { sessionBody } from '../../../src/paykka/hosted-session.ts'
import { purchaseBody } from '../../../src/paykka/purchase-request.ts'
import type { HostedPurchase, Purchase, PurchaseMethod } from '../../../src/payments/gateway.ts'
import type { PayInput, PayParts } from '../../../src/payments/purchases/pay-parts.ts'
import { toPurchase } from '../../../src/payments/purchases/purchase-order.ts'
import { WalletCard } from '../../../src/wallets/wallet-card.ts'
import { checkoutRow, paymentRow } from '../../database/rows.ts'
import { decryptedCard } from '../decrypted-card.ts'
import { MERCHANT_ID } from '../merchant.ts'
import { BROWSER, SHOP_ORIGIN } from '../world.ts'
import type { Leaves } from './leaves.ts'
import { leavesOf } from './leaves.ts'

/** What can be given. `own` is what the BFF makes itself. */
export type Inputs = {
  checkout: CreateCheckout
  browser: BrowserData
  card: { number: string; expMonth: string; expYear: string; cvc: string; holderName: string }
  connection: { ip: string }
  /** What the page asks PayKKa's own page to offer. */
  request: { methods: HostedMethod[] }
  deployment: Record<string, string>
  own: { transId: string; reference: string; now: number; notifyUrl: string }
}

const ADDRESS = {
  firstName: 'Dalene',
  middleName: 'M.',
  lastName: 'Hyrkas',
  line1: 'Nongan 12',
  line2: 'Floor 3',
  country: 'VU',
  state: 'Henan',
  city: 'Nanyang',
  postalCode: '411327',
  email: 'bill@example.com',
  phoneAreaCode: '0580',
  phoneNumber: '98421617',
}

/** A checkout that sets all order data that PayKKa accepts. */
export const FULL_CHECKOUT: CreateCheckout = {
  orderReference: 'order-1',
  amount: { value: 170000, currency: 'EUR' },
  returnUrl: `${SHOP_ORIGIN}/orders/1`,
  capture: 'manual',
  shopper: {
    reference: 'f4911bc8',
    email: 'shopper@example.com',
    ip: '183.238.13.170',
    firstName: 'Winifred',
    lastName: 'Reopell',
    phoneAreaCode: '33',
    phoneNumber: '756879736',
    registrationTime: '2020-01-02T03:04:05Z',
    pastTransactions: 12,
    firstShoppingTime: '2020-02-03T04:05:06Z',
    lastShoppingTime: '2026-03-04T05:06:07Z',
    dateOfBirth: '1990-01-31',
    gender: 'F',
    level: 'gold',
  },
  goods: [
    {
      id: '6916003178438',
      name: 'Ring',
      description: 'A gold ring',
      category: 'Jewelry',
      brand: 'Chow',
      link: 'https://goods.example/ring',
      pictureUrl: 'https://goods.example/ring.png',
      price: 170000,
      quantity: 1,
      deliveryDate: '2026-12-26T03:22:09Z',
    },
  ],
  billing: ADDRESS,
  shipping: { ...ADDRESS, firstName: 'Zhang', lastName: 'Jin', city: 'Paris', country: 'FR' },
  authorisationType: 'PRE_AUTH',
  challengeIndicator: 'FORCE',
  billingAddressCollection: 'REQUIRED',
  descriptor: 'FHFXREM',
  merchantName: 'Ada Books',
  themeId: 'T-1',
  locale: 'en-PH',
}

/** The page's data besides the card. */
export const FULL_BROWSER: BrowserData = {
  ...BROWSER,
  cookies: 'isg=BA4O1YD75; tenant=organization',
  deviceFingerprintId: 'info.kbxqkxkzqgjmwj',
  fraudDetectionId: 'fd-1',
}

export const FULL: Inputs = {
  checkout: FULL_CHECKOUT,
  browser: FULL_BROWSER,
  card: { number: '4242424242424242', expMonth: '03', expYear: '2029', cvc: '123', holderName: 'W Reopell' },
  connection: { ip: '203.0.113.7' },
  request: { methods: ['card'] },
  deployment: {
    merchantId: MERCHANT_ID,
    authorisationType: 'FINAL_AUTH',
    challengeIndicator: 'AUTO',
    billingAddressCollection: 'AUTO',
    descriptor: 'DEPLOYMENT',
    merchantName: 'Deployment',
    themeId: 'T-0',
  },
  own: { transId: 'T1', reference: 'ret_1', now: 1_746_515_589_126, notifyUrl: 'https://pay.shop.example/n' },
}

const configOf = ({ deployment }: Inputs) =>
  ({
    ...deployment,
    sendTimestamp: true,
    orderReferenceMember: 'goods.description',
  }) as unknown as PaykkaConfig

/** How the payment is made, and what PayKKa keeps of it. */
export type Way = { method: PurchaseMethod; keep: Purchase['keep'] }

export const byCard = ({ card, checkout }: Inputs): Way => ({
  method: { kind: 'card', card: decryptedCard(card) },
  keep: checkout.recurring?.type ?? null,
})

/** Ways to pay that send other members than a card does. */
export const OTHER_WAYS: Record<string, Way> = {
  'a card that is saved': { ...byCard(FULL), keep: 'saved_card' },
  "an agreement's first payment": { ...byCard(FULL), keep: 'subscription' },
  'a saved card': {
    method: { kind: 'stored_card', token: 'TK1', usage: 'saved_card', code: Buffer.from('123') },
    keep: null,
  },
  'a charge of an agreement': {
    method: {
      kind: 'stored_card',
      token: 'TK1',
      usage: 'subscription',
      agreement: 'RA1',
      code: undefined,
    },
    keep: null,
  },
  "PayKKa's Encrypted Card": {
    method: { kind: 'encrypted_card', number: 'n', expYear: 'y', expMonth: 'm', cvc: 'c', holderName: 'h' },
    keep: null,
  },
  "a wallet's token that PayKKa opens": {
    method: { kind: 'apple_pay', sealed: '{}', authenticate: false },
    keep: null,
  },
  "a wallet's token that is opened here": {
    method: {
      kind: 'apple_pay',
      authenticate: false,
      card: new WalletCard({
        number: Buffer.from('4242424242424242'),
        expMonth: '12',
        expYear: '2031',
        cryptogram: 'AAAA',
        eci: '07',
      }),
    },
    keep: null,
  },
}

function purchaseOf(inputs: Inputs, { method, keep }: Way): Purchase {
  const { checkout, own } = inputs
  const { amount, capture = 'automatic', orderReference, returnUrl } = checkout
  const row = checkoutRow('chk_1', {
    order_reference: orderReference,
    return_url: returnUrl,
    details: JSON.stringify(pickDetails(checkout)),
  })
  const payment = paymentRow('pay_1', 'chk_1', {
    trans_id: own.transId,
    amount: amount.value,
    currency: amount.currency,
    capture,
  })
  const at = (place: string) => (reference: string) => `https://pay.shop.example/paykka/${place}/${reference}`
  const parts = { returnUrl: at('return'), cancelUrl: at('leave') } as unknown as PayParts
  const request = { version: 1, browser: inputs.browser }
  const input = { checkout: row, request, payIp: inputs.connection.ip } as unknown as PayInput
  const opened = { type: 'card', purchase: method, keep, wipe: () => {} } as const
  return toPurchase(parts, input, payment, own.reference, opened)
}

/** @returns the members of the purchase that goes to PayKKa */
export function purchaseLeaves(inputs: Inputs, way: Way = byCard(inputs)): Leaves {
  const { notifyUrl, now } = inputs.own
  const body = purchaseBody(purchaseOf(inputs, way), configOf(inputs), notifyUrl, now)
  return leavesOf(JSON.parse(body.toString()))
}

/** @returns the members of the session of PayKKa's own page */
export function sessionLeaves(inputs: Inputs): Leaves {
  const { checkout, deployment, own } = inputs
  const page: HostedPurchase = {
    kind: 'hosted',
    ways: inputs.request.methods,
    codes: {},
    merchantName: checkout.merchantName ?? deployment.merchantName,
    themeId: checkout.themeId ?? deployment.themeId,
    locale: checkout.locale,
    expiresAt: own.now,
  }
  const keep = checkout.saveCard && checkout.saveCard !== 'off' ? 'saved_card' : null
  const purchase = purchaseOf(inputs, { method: page, keep })
  return leavesOf(
    JSON.parse(sessionBody(purchase, page, configOf(inputs), own.notifyUrl, own.now).toString()),
  )
}
