/** Ways to pay on PayKKa's own page, and its script that encrypts cards. */
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { Address } from './party.ts'
import { OneOf, Strict, Text, WebAddress } from './primitives.ts'

/** Our names of the methods PayKKa's page takes. What they are called on the wire is the BFF's business. */
export const HOSTED_METHODS = [
  'card',
  'apple_pay',
  'google_pay',
  'eftpos',
  'wechat_pay',
  'alipay_plus',
  'sepa',
  'bancontact',
  'eps',
  'ideal',
  'p24',
  'sofort',
  'grabpay',
  'boost',
  'touch_n_go',
  'maybank_qrpay',
  'shopeepay',
  'linepay',
  'ninepay',
  'gcash',
  'paymaya',
  'zalopay',
  'vietqr',
  'pix',
  'picpay',
  'opay_wallet',
  'qris',
  'promptpay',
] as const
export const HostedMethod = OneOf(HOSTED_METHODS)
export type HostedMethod = Static<typeof HostedMethod>

/** One way to pay on PayKKa's page, as the shopper reads it. */
export const HostedWay = Strict({ code: HostedMethod, name: Text(64) })
export type HostedWay = Static<typeof HostedWay>

/**
 * Body of `POST /client/v1/checkout/hosted`. Without methods the page offers all that the checkout does. `version` is
 * the one the page showed; with it an amount that has changed since is refused. `billing` fills in PayKKa's page.
 */
export const HostedRequest = Strict(
  {
    methods: Type.Optional(Type.Array(HostedMethod, { minItems: 1, maxItems: 40, uniqueItems: true })),
    version: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
    billing: Type.Optional(Address),
  },
  'HostedRequest',
)
export type HostedRequest = Static<typeof HostedRequest>
export const HostedResponse = Strict({ url: Type.String({ maxLength: 4096 }) }, 'HostedResponse')
export type HostedResponse = Static<typeof HostedResponse>

/** What the page needs to run PayKKa's Encrypted Card script. All of it is public. */
export const EncryptedCardSettings = Strict(
  {
    scriptUrl: WebAddress,
    apiUrl: WebAddress,
    cdnUrl: WebAddress,
    merchantId: Text(32),
    clientKey: Text(64),
    sandbox: Type.Boolean(),
  },
  'EncryptedCardSettings',
)
export type EncryptedCardSettings = Static<typeof EncryptedCardSettings>
