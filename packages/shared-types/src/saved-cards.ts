/** Cards a shopper has saved, what was agreed about them, and recurring payments. */
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { Money } from './money.ts'
import { Address, chargeSettings, Goods, Metadata, Shopper } from './party.ts'
import { CardSummary } from './payment-method.ts'
import { ListOf, LocaleTag, Moment, OneOf, Strict, Text, WebAddress } from './primitives.ts'
import { CaptureMode } from './states.ts'

/** Id of a saved card: ours, opaque. PayKKa's token never leaves the BFF. */
export const CardId = Type.String({ pattern: '^card_[A-Za-z0-9_-]{22}$', maxLength: 27 })

/** Id of an agreement for recurring payments: ours, opaque. */
export const AgreementId = Type.String({ pattern: '^agr_[A-Za-z0-9_-]{22}$', maxLength: 26 })

/** A card the shopper saved earlier. The expiry is left out where it was never known here (Encrypted Card). */
export const StoredCard = Strict(
  {
    id: CardId,
    brand: Type.String({ maxLength: 32 }),
    last4: Type.String({ pattern: '^[0-9]{4}$', maxLength: 4 }),
    expMonth: Type.Optional(Type.String({ pattern: '^[0-9]{2}$', maxLength: 2 })),
    expYear: Type.Optional(Type.String({ pattern: '^[0-9]{4}$', maxLength: 4 })),
  },
  'StoredCard',
)
export type StoredCard = Static<typeof StoredCard>

/** Id of a token that PayKKa keeps and this BFF does not know: it stays the same, and names nothing at PayKKa. */
export const TokenId = Type.String({ pattern: '^tok_[A-Z2-7]{22}$', maxLength: 26 })

/**
 * What PayKKa keeps for the shopper beside the saved cards and agreements here: stored by another system, before a restored
 * backup, or left by an agreement that ended. Nobody knows its digits, so no shopper is offered it; it can be removed.
 */
export const OtherToken = Strict(
  {
    id: TokenId,
    usage: Type.Optional(OneOf(['saved_card', 'subscription', 'unscheduled'])),
    paidWith: Type.Optional(Type.String({ pattern: '^[a-z0-9_]{1,40}$', maxLength: 40 })),
  },
  'OtherToken',
)
export type OtherToken = Static<typeof OtherToken>

/** Answer of `GET /v1/shoppers/:reference/cards`. */
export const StoredCardList = Strict(
  {
    data: Type.Array(StoredCard, { maxItems: 1000 }),
    others: Type.Optional(Type.Array(OtherToken, { maxItems: 1000 })),
  },
  'StoredCardList',
)
export type StoredCardList = Static<typeof StoredCardList>

/** What the shopper was shown and agreed to when a card was saved: the words themselves, in the language they were in. */
export const CardConsent = Strict(
  { text: Text(1000, 'The complete text that the page showed'), locale: LocaleTag },
  'CardConsent',
)
export type CardConsent = Static<typeof CardConsent>

/** A consent as it is kept: evidence in a dispute. Without `text` the page did not tell what it showed. */
export const ConsentRecord = Strict({
  purpose: OneOf(['saved_card', 'subscription', 'unscheduled']),
  text: Type.Optional(Text(1000)),
  textHash: Type.Optional(
    Type.String({ maxLength: 64, description: "SHA-256 of the text's UTF-8 bytes, hex" }),
  ),
  locale: Type.Optional(LocaleTag),
  askedBy: Type.Optional(
    Type.Literal('paykka', { description: "PayKKa's own page asked; the text is PayKKa's" }),
  ),
  at: Moment,
})
export type ConsentRecord = Static<typeof ConsentRecord>

/** The card behind an agreement. The expiry is left out where it was never known here (Encrypted Card, PayKKa's own page). */
const AgreementCard = Strict({
  ...CardSummary.properties,
  expMonth: StoredCard.properties.expMonth,
  expYear: StoredCard.properties.expYear,
})

/** A shopper's standing permission to charge a saved card. */
export const Agreement = Strict(
  {
    id: AgreementId,
    type: OneOf(['subscription', 'unscheduled']),
    status: OneOf(['active', 'ended']),
    card: Type.Union([AgreementCard, Type.Null()]),
    cardExpiring: Type.Optional(
      Type.Boolean({ description: 'True if its card expires within 30 days, or has expired' }),
    ),
    createdAt: Moment,
  },
  'Agreement',
)
export type Agreement = Static<typeof Agreement>
export const AgreementList = ListOf(Agreement, 'AgreementList')
export type AgreementList = Static<typeof AgreementList>
export const AgreementResponse = Strict({ agreement: Agreement }, 'AgreementResponse')
export type AgreementResponse = Static<typeof AgreementResponse>

/**
 * Body of `POST /v1/recurring/charges`: what a checkout carries, as far as it makes sense without the shopper. `shopper` may
 * leave out its `reference`, which is the agreement's. Without a `returnUrl` the origin of the first checkout counts.
 */
export const RecurringChargeRequest = Strict(
  {
    agreementId: AgreementId,
    orderReference: Text(64),
    amount: Money,
    returnUrl: Type.Optional(WebAddress),
    capture: Type.Optional(CaptureMode),
    shopper: Type.Optional(Shopper),
    goods: Type.Optional(Goods),
    billing: Type.Optional(Address),
    shipping: Type.Optional(Address),
    metadata: Type.Optional(Metadata),
    ...chargeSettings,
    allowRepeat: Type.Optional(
      Type.Boolean({ description: 'True charges the agreement for this order once more' }),
    ),
  },
  'RecurringChargeRequest',
)
export type RecurringChargeRequest = Static<typeof RecurringChargeRequest>

/** Answer of `POST /v1/shoppers/:reference/secrets`: opens this shopper's cards in a browser until it expires. */
export const ShopperSecret = Strict(
  { clientSecret: Type.String({ minLength: 40, maxLength: 128 }), expiresAt: Moment },
  'ShopperSecret',
)
export type ShopperSecret = Static<typeof ShopperSecret>

/** Answer of `GET /client/v1/shopper`: what a shopper's account page may know. */
export const ShopperAccount = Strict(
  {
    cards: Type.Array(StoredCard, { maxItems: 100 }),
    agreements: Type.Array(Agreement, { maxItems: 100 }),
    serverTime: Moment,
  },
  'ShopperAccount',
)
export type ShopperAccount = Static<typeof ShopperAccount>
