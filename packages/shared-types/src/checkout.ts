/** A checkout: one order's payment intent, as the shop and as the browser see it. */
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { Appearance } from './appearance.ts'
import { EncryptedCardSettings, HostedWay } from './hosted.ts'
import { DisplayMoney, Money } from './money.ts'
import {
  Address,
  Goods,
  Metadata,
  orderSettings,
  PublicRecurring,
  Recurring,
  SaveCardPolicy,
  Shopper,
} from './party.ts'
import { Payment, PublicPayment } from './payment.ts'
import { CardBrand, CardKey } from './payment-method.ts'
import { CheckoutId, LocaleTag, Moment, OneOf, Strict, Text, WebAddress } from './primitives.ts'
import { AgreementId, StoredCard } from './saved-cards.ts'
import { CaptureMode, CheckoutStatus } from './states.ts'
import { ApplePaySettings, GooglePaySettings, MethodOffer, OfferType, WalletSheet } from './wallets.ts'
import { Warnings } from './warning.ts'

/** Body of `POST /v1/checkouts`. `expiresIn` is in seconds. */
export const CreateCheckout = Strict(
  {
    orderReference: Text(64),
    amount: Money,
    returnUrl: WebAddress,
    allowRepeat: Type.Optional(
      Type.Boolean({
        description:
          'True allows this checkout beside others of the order: for deposits, installments and split orders',
      }),
    ),
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
    ...orderSettings,
  },
  'CreateCheckout',
)
export type CreateCheckout = Static<typeof CreateCheckout>

const { recurring: _type, saveCard: _policy, ...forAgreement } = CreateCheckout.properties

/**
 * Body of `POST /v1/recurring/agreements/:id/checkouts`: a checkout's, without what the agreement says itself. `shopper` may
 * leave out its `reference`, which is the agreement's.
 */
export const AgreementCheckoutRequest = Strict(forAgreement, 'AgreementCheckoutRequest')
export type AgreementCheckoutRequest = Static<typeof AgreementCheckoutRequest>

/** Body of `PATCH /v1/checkouts/:id`. The currency stays. */
export const UpdateCheckout = Type.Object(
  { amount: Type.Optional(Money), goods: Type.Optional(Goods) },
  { additionalProperties: false, minProperties: 1, title: 'UpdateCheckout' },
)
export type UpdateCheckout = Static<typeof UpdateCheckout>

/** Why a checkout is `canceled` when nobody canceled it. `superseded`: its order is paid with another checkout. */
export const CancellationReason = OneOf(['superseded'])
export type CancellationReason = Static<typeof CancellationReason>

const checkoutFields = {
  id: CheckoutId,
  status: CheckoutStatus,
  orderReference: Text(64),
  amount: Money,
  version: Type.Integer({ minimum: 1 }),
  returnUrl: WebAddress,
  allowRepeat: Type.Optional(Type.Boolean()),
  cancellationReason: Type.Optional(CancellationReason),
  supersededBy: Type.Optional(CheckoutId),
  capture: CaptureMode,
  shopper: Type.Optional(Shopper),
  saveCard: SaveCardPolicy,
  recurring: Type.Optional(Recurring),
  renewsAgreement: Type.Optional(AgreementId),
  goods: Type.Optional(Goods),
  billing: Type.Optional(Address),
  shipping: Type.Optional(Address),
  methods: Type.Optional(Type.Array(OfferType, { maxItems: 10 })),
  locale: Type.Optional(LocaleTag),
  metadata: Type.Optional(Metadata),
  ...orderSettings,
  createdAt: Moment,
  expiresAt: Moment,
}

/** A checkout as the shop's server reads it. `warnings` are those of a change that this answers. */
export const Checkout = Strict(
  {
    ...checkoutFields,
    payments: Type.Array(Payment, { maxItems: 1000 }),
    warnings: Type.Optional(Warnings),
  },
  'Checkout',
)
export type Checkout = Static<typeof Checkout>

/**
 * Answer of `POST /v1/checkouts`: the only answer with the client secret. `superseded` names the order's other checkouts,
 * which this one closed.
 */
export const CreatedCheckout = Strict(
  {
    ...checkoutFields,
    superseded: Type.Optional(Type.Array(CheckoutId, { maxItems: 1000 })),
    warnings: Type.Optional(Warnings),
    clientSecret: Type.String({ minLength: 40, maxLength: 128 }),
  },
  'CreatedCheckout',
)
export type CreatedCheckout = Static<typeof CreatedCheckout>

export const CARD_ENTRIES = ['frame', 'inline', 'encrypted-card'] as const
export const CardEntry = OneOf(CARD_ENTRIES)
export type CardEntry = Static<typeof CardEntry>

/**
 * What is known for the billing details: `known` of the bill, and the address of the delivery. Only while the checkout can
 * be paid. `required`: PayKKa asks for them.
 */
export const BillingToCollect = Strict(
  {
    required: Type.Boolean(),
    known: Type.Optional(Address),
    delivery: Type.Optional(Address),
  },
  'BillingToCollect',
)
export type BillingToCollect = Static<typeof BillingToCollect>

/** Answer of `GET /client/v1/checkout`: all that the element may know. */
export const PublicCheckout = Strict(
  {
    id: CheckoutId,
    status: CheckoutStatus,
    cancellationReason: Type.Optional(CancellationReason),
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
    appearance: Type.Optional(Appearance),
    savedCardCode: Type.Boolean({ description: 'A payment with a saved card needs its security code' }),
    saveCard: SaveCardPolicy,
    hosted: Type.Optional(Type.Array(HostedWay, { maxItems: 40 })),
    encryptedCard: Type.Optional(EncryptedCardSettings),
    applePay: Type.Optional(ApplePaySettings),
    googlePay: Type.Optional(GooglePaySettings),
    sheet: Type.Optional(WalletSheet),
    orderReference: Text(64),
    marks: Type.Optional(
      Type.Record(Type.String({ maxLength: 32 }), Text(128), {
        description: "Paths of the merchant's marks on this BFF, by method or card brand",
      }),
    ),
    recurring: Type.Optional(PublicRecurring),
    billing: Type.Optional(BillingToCollect),
    triesLeft: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 100, description: 'How many more attempts this checkout accepts' }),
    ),
    lastPayment: Type.Union([PublicPayment, Type.Null()]),
  },
  'PublicCheckout',
)
export type PublicCheckout = Static<typeof PublicCheckout>
