/** Who buys, what, and where it goes: the order data a shop may hand over with a checkout. */
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { DisplayMoney, MinorUnits, Money } from './money.ts'
import { CountryCode, Email, Moment, OneOf, PRINTABLE, Strict, Text, WebAddress } from './primitives.ts'

/** A postal address with contact data. */
export const Address = Strict(
  {
    firstName: Type.Optional(Text(64)),
    middleName: Type.Optional(Text(64)),
    lastName: Type.Optional(Text(64)),
    line1: Type.Optional(Text(200)),
    line2: Type.Optional(Text(200)),
    city: Type.Optional(Text(100)),
    state: Type.Optional(Text(100)),
    postalCode: Type.Optional(Text(20)),
    country: Type.Optional(CountryCode),
    email: Type.Optional(Email),
    phoneAreaCode: Type.Optional(Type.String({ pattern: '^\\+?[0-9]{1,9}$', maxLength: 10 })),
    phoneNumber: Type.Optional(Type.String({ pattern: '^[0-9 ()-]{3,20}$', maxLength: 20 })),
  },
  'Address',
)
export type Address = Static<typeof Address>

/** One line of the basket. `price` is per piece, in minor units of the checkout's currency. */
export const GoodsItem = Strict(
  {
    id: Text(64),
    name: Text(200),
    description: Type.Optional(Text(500)),
    category: Type.Optional(Text(100)),
    brand: Type.Optional(Text(100)),
    link: Type.Optional(WebAddress),
    pictureUrl: Type.Optional(WebAddress),
    price: MinorUnits,
    quantity: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
    deliveryDate: Type.Optional(Moment),
  },
  'GoodsItem',
)
export type GoodsItem = Static<typeof GoodsItem>

/** Who gets a refund, where PayKKa pays it back to a person: GCash, Maya, GrabPay and ShopeePay ask for all of it. */
export const RefundCustomer = Strict(
  {
    firstName: Type.Optional(Text(64)),
    lastName: Type.Optional(Text(64)),
    email: Type.Optional(Email),
    phoneAreaCode: Type.Optional(Type.String({ pattern: '^\\+?[0-9]{1,9}$', maxLength: 10 })),
    phoneNumber: Type.Optional(Type.String({ pattern: '^[0-9 ()-]{3,20}$', maxLength: 20 })),
  },
  'RefundCustomer',
)
export type RefundCustomer = Static<typeof RefundCustomer>

/** The shop's own name for a shopper, for example a number, an e-mail address or `auth0|x`. It is never changed, so no blank may begin or end it. */
export const ShopperReference = Type.String({
  minLength: 1,
  maxLength: 64,
  pattern: '^(?!\\s)[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]+(?<!\\s)$',
  description: 'Printable text, without a blank at its ends',
})

/** A moment in the shop's own form. PayKKa documents none: RFC 3339 is the safest. */
const LooseMoment = (description: string) => Type.Optional(Text(40, description))
/** A number or a word: PayKKa documents no type. It is sent as it is given. */
const NumberOrWord = (description: string) =>
  Type.Optional(Type.Union([Type.Integer({ minimum: 0, maximum: 1_000_000_000 }), Text(64)], { description }))

/**
 * The shop's own knowledge of the shopper. `reference` names them for saved cards and recurring payments. The names stand
 * in for those that `billing` and `shipping` leave out. What follows them helps PayKKa to judge the risk.
 */
export const Shopper = Strict(
  {
    reference: Type.Optional(ShopperReference),
    email: Type.Optional(Email),
    ip: Type.Optional(Text(45, 'IPv4 or IPv6')),
    firstName: Type.Optional(Text(64)),
    lastName: Type.Optional(Text(64)),
    phoneAreaCode: Type.Optional(Type.String({ pattern: '^\\+?[0-9]{1,9}$', maxLength: 10 })),
    phoneNumber: Type.Optional(Type.String({ pattern: '^[0-9 ()-]{3,20}$', maxLength: 20 })),
    registrationTime: LooseMoment('When the shopper signed up, RFC 3339'),
    pastTransactions: NumberOrWord('How many orders the shopper has paid'),
    firstShoppingTime: LooseMoment('When the shopper first bought, RFC 3339'),
    lastShoppingTime: LooseMoment('When the shopper last bought, RFC 3339'),
    dateOfBirth: Type.Optional(Text(32, 'For example 1990-01-31')),
    gender: Type.Optional(Text(16)),
    level: NumberOrWord('Your own level of this customer'),
  },
  'Shopper',
)
export type Shopper = Static<typeof Shopper>

export const SaveCardPolicy = OneOf(['off', 'ask', 'always'])
export type SaveCardPolicy = Static<typeof SaveCardPolicy>

/** How often a subscription is charged: every `count` units. */
export const RecurringInterval = Strict(
  {
    unit: OneOf(['day', 'week', 'month', 'year']),
    count: Type.Integer({ minimum: 1, maximum: 365 }),
  },
  'RecurringInterval',
)
export type RecurringInterval = Static<typeof RecurringInterval>

/**
 * Makes the checkout's first payment the first of an agreement. Needs `shopper.reference`. The other members are what the
 * shopper reads; the shop still decides when to charge, and how much.
 */
export const Recurring = Strict({
  type: OneOf(['subscription', 'unscheduled']),
  label: Type.Optional(Text(80, 'What the shopper subscribes to, for example Premium')),
  interval: Type.Optional(RecurringInterval),
  amount: Type.Optional(Money),
})
export type Recurring = Static<typeof Recurring>

/** The same for the browser. `amount` is that of each later payment; without it, the checkout's amount is. */
export const PublicRecurring = Strict({ ...Recurring.properties, amount: Type.Optional(DisplayMoney) })
export type PublicRecurring = Static<typeof PublicRecurring>

export const Goods = Type.Array(GoodsItem, { maxItems: 200 })

/** Up to 20 pairs of the shop's own, kept and given back, never sent to PayKKa. */
export const Metadata = Type.Record(
  Type.String({ pattern: '^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,40}$' }),
  Type.String({ maxLength: 500, pattern: PRINTABLE }),
  { maxProperties: 20, additionalProperties: false },
)

/** A word of PayKKa's. The list is PayKKa's own and grows, so any word of that form is taken. */
const GatewayWord = (description: string) =>
  Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_-]{1,32}$', maxLength: 32, description }))

/** What one charge may set otherwise than the deployment does, with or without the shopper. */
export const chargeSettings = {
  authorisationType: GatewayWord("PayKKa's `authorisation_type`; default PAYKKA_AUTHORISATION_TYPE"),
  billingAddressCollection: GatewayWord(
    "PayKKa's `billing_address_collection`; default PAYKKA_BILLING_ADDRESS_COLLECTION",
  ),
  descriptor: Type.Optional(
    Text(64, 'What the shopper reads on the bank statement; default PAYKKA_DESCRIPTOR'),
  ),
}

/** What a checkout may set otherwise than the deployment does. */
export const orderSettings = {
  ...chargeSettings,
  challengeIndicator: GatewayWord("PayKKa's `challenge_indicator`; default PAYKKA_CHALLENGE_INDICATOR"),
  merchantName: Type.Optional(Text(128, "Your name on PayKKa's own page; default HOSTED_MERCHANT_NAME")),
  themeId: Type.Optional(Text(64, "The theme of PayKKa's own page; default HOSTED_THEME_ID")),
}
