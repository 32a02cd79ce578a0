/** Forgetting a shopper, and telling what is known of one. */
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { Checkout } from './checkout.ts'
import { Moment, OneOf, Strict, Text } from './primitives.ts'
import { Agreement, StoredCard } from './saved-cards.ts'

/** Body of `POST /v1/shoppers/:reference/erasures`. */
export const ErasureRequest = Strict(
  {
    endAgreements: Type.Optional(
      Type.Boolean({
        description: 'True ends the agreements of the shopper, who is not charged any more then',
      }),
    ),
    note: Type.Optional(Text(200, 'For the record of who did what. It stays there, so name nobody in it')),
  },
  'ErasureRequest',
)
export type ErasureRequest = Static<typeof ErasureRequest>

const Count = Type.Integer({ minimum: 0 })

export const ErasureStatus = OneOf(
  ['done', 'partly', 'processing'],
  '`processing`: PayKKa is still asked to remove what it keeps; `partly`: PayKKa refuses to. Both are tried again',
)
export type ErasureStatus = Static<typeof ErasureStatus>

/** Something that stays after an erasure. */
export const KeptData = Strict({
  what: OneOf(['payments', 'consents', 'disputes', 'audit', 'backups', 'paykka']),
  reason: Type.String({ maxLength: 256 }),
  until: Type.Union([Moment, Type.Null()], { description: 'Null where no date is set' }),
})
export type KeptData = Static<typeof KeptData>

/** One erasure of a shopper. It does not say who it was. */
export const Erasure = Strict(
  {
    id: Type.String({ pattern: '^ers_[A-Za-z0-9_-]{22}$', maxLength: 26 }),
    status: ErasureStatus,
    at: Moment,
    erased: Strict({ checkouts: Count, cards: Count, agreements: Count, consents: Count, secrets: Count }),
    kept: Type.Array(KeptData, { maxItems: 10 }),
  },
  'Erasure',
)
export type Erasure = Static<typeof Erasure>

export const ErasureResponse = Strict({ erasure: Erasure }, 'ErasureResponse')
export type ErasureResponse = Static<typeof ErasureResponse>

/** All that is known of one shopper. */
export const ShopperData = Strict(
  {
    reference: Text(64),
    checkouts: Type.Array(Checkout, { maxItems: 100_000 }),
    cards: Type.Array(StoredCard, { maxItems: 100 }),
    agreements: Type.Array(Agreement, { maxItems: 100 }),
    erasures: Type.Array(Erasure, { maxItems: 1000, description: 'Earlier ones of this shopper' }),
  },
  'ShopperData',
)
export type ShopperData = Static<typeof ShopperData>
