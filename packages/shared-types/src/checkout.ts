/** A checkout: one order’s payment intent, as the shop and as the browser see it. */
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { EncryptedCardSettings, HostedWay } from './hosted.ts'
import { DisplayMoney, Money } from './money.ts'
import { Address, GoodsItem, Recurring, SaveCardPolicy, Shopper } from './party.ts'
import { Payment, PublicPayment } from './payment.ts'
import { CardBrand, CardKey } from './payment-method.ts'
import { CheckoutId, LocaleTag, Moment, OneOf, PRINTABLE, Strict, Text, WebAddress } from './primitives.ts'
import { StoredCard } from './saved-cards.ts'
import { CaptureMode, CheckoutStatus } from './states.ts'
import { ApplePaySettings, GooglePaySettings, MethodOffer, OfferType, WalletSheet } from './wallets.ts'

const Goods = Type.Array(GoodsItem, { maxItems: 200 })

/** Up to 20 pairs of the shop’s own, kept and given back, never sent to PayKKa. */
const Metadata = Type.Record(
  Type.String({ pattern: '^[A-Za-z0-9_-]{1,40}$' }),
  Type.String({ maxLength: 500, pattern: PRINTABLE }),
  { maxProperties: 20, additionalProperties: false },
)

/** A word of PayKKa's. The list is PayKKa's own and grows, so any word of that form is taken. */
const GatewayWord = (description: string) =>
  Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_-]{1,32}$', maxLength: 32, description }))

/** What a checkout may set otherwise than the deployment does. */
const gatewaySettings = {
  authorisationType: GatewayWord("PayKKa's `authorisation_type`; PAYKKA_AUTHORISATION_TYPE else"),
  challengeIndicator: GatewayWord("PayKKa's `challenge_indicator`; PAYKKA_CHALLENGE_INDICATOR else"),
  billingAddressCollection: GatewayWord(
    "PayKKa's `billing_address_collection`; PAYKKA_BILLING_ADDRESS_COLLECTION else",
  ),
  descriptor: Type.Optional(Text(64, 'What the shopper reads on the bank statement; PAYKKA_DESCRIPTOR else')),
  merchantName: Type.Optional(Text(128, "Your name on PayKKa's own page; HOSTED_MERCHANT_NAME else")),
  themeId: Type.Optional(Text(64, "The theme of PayKKa's own page; HOSTED_THEME_ID else")),
}

/** Body of `POST /v1/checkouts`. `expiresIn` is in seconds. */
export const CreateCheckout = Strict(
  {
    orderReference: Text(64),
    amount: Money,
    returnUrl: WebAddress,
    capture: Type.Optional(CaptureMode),
    shopper: Type.Optional(Shopper),
    saveCard: Type.Optional(SaveCardPolicy),
    recurring: Type.Optional(Recurring),
    goods: Type.Optional(Goods),
    billing: Type.Optional(Address),
    shipping: Type.Optional(Address),
    methods: Type.Optional(Type.Array(OfferType, { minItems: 1, maxItems: 10, uniqueItems: true })),
    locale: Type.Optional(LocaleTag),
    expiresIn: Type.Optional(Type.Integer({ minimum: 60, maximum: 86_400 })),
    metadata: Type.Optional(Metadata),
    ...gatewaySettings,
  },
  'CreateCheckout',
)
export type CreateCheckout = Static<typeof CreateCheckout>

/** Body of `PATCH /v1/checkouts/:id`. The currency stays. */
export const UpdateCheckout = Type.Object(
  { amount: Type.Optional(Money), goods: Type.Optional(Goods) },
  { additionalProperties: false, minProperties: 1, title: 'UpdateCheckout' },
)
export type UpdateCheckout = Static<typeof UpdateCheckout>

const checkoutFields = {
  id: CheckoutId,
  status: CheckoutStatus,
  orderReference: Text(64),
  amount: Money,
  version: Type.Integer({ minimum: 1 }),
  returnUrl: WebAddress,
  capture: CaptureMode,
  shopper: Type.Optional(Shopper),
  saveCard: SaveCardPolicy,
  recurring: Type.Optional(Recurring),
  goods: Type.Optional(Goods),
  billing: Type.Optional(Address),
  shipping: Type.Optional(Address),
  methods: Type.Optional(Type.Array(OfferType, { maxItems: 10 })),
  locale: Type.Optional(LocaleTag),
  metadata: Type.Optional(Metadata),
  ...gatewaySettings,
  createdAt: Moment,
  expiresAt: Moment,
}

/** A checkout as the shop’s server reads it. */
export const Checkout = Strict(
  { ...checkoutFields, payments: Type.Array(Payment, { maxItems: 1000 }) },
  'Checkout',
)
export type Checkout = Static<typeof Checkout>

/** Answer of `POST /v1/checkouts`: the only time the client secret is told. */
export const CreatedCheckout = Strict(
  { ...checkoutFields, clientSecret: Type.String({ minLength: 40, maxLength: 128 }) },
  'CreatedCheckout',
)
export type CreatedCheckout = Static<typeof CreatedCheckout>

export const CARD_ENTRIES = ['frame', 'inline', 'encrypted-card'] as const
export const CardEntry = OneOf(CARD_ENTRIES)
export type CardEntry = Static<typeof CardEntry>

/** Answer of `GET /client/v1/checkout`: all that the element may know. */
export const PublicCheckout = Strict(
  {
    id: CheckoutId,
    status: CheckoutStatus,
    version: Type.Integer({ minimum: 1 }),
    amount: DisplayMoney,
    returnUrl: WebAddress,
    expiresAt: Moment,
    serverTime: Moment,
    locale: Type.Optional(LocaleTag),
    methods: Type.Array(MethodOffer, { maxItems: 60 }),
    cardEntry: CardEntry,
    cardBrands: Type.Array(CardBrand, { maxItems: 20 }),
    cardKey: CardKey,
    cards: Type.Array(StoredCard, { maxItems: 100 }),
    savedCardCode: Type.Boolean({ description: 'A saved card is paid with its security code' }),
    saveCard: SaveCardPolicy,
    hosted: Type.Optional(Type.Array(HostedWay, { maxItems: 40 })),
    encryptedCard: Type.Optional(EncryptedCardSettings),
    applePay: Type.Optional(ApplePaySettings),
    googlePay: Type.Optional(GooglePaySettings),
    sheet: Type.Optional(WalletSheet),
    recurring: Type.Optional(Recurring),
    lastPayment: Type.Union([PublicPayment, Type.Null()]),
  },
  'PublicCheckout',
)
export type PublicCheckout = Static<typeof PublicCheckout>
