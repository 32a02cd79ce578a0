/** The BFF's events for the shop's server, in Standard Webhooks format: at least once, in any order. */
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { DisputeReport } from './dispute-facts.ts'
import { Operation } from './operation.ts'
import { Payment } from './payment.ts'
import { CheckoutId, Moment, OneOf, Strict, Text } from './primitives.ts'
import { Agreement, AgreementId } from './saved-cards.ts'

export const SHOP_EVENT_TYPES = [
  'payment.authorized',
  'payment.succeeded',
  'payment.declined',
  'payment.failed',
  'payment.canceled',
  'payment.expired',
  'payment.unknown',
  'payment.needs_review',
  'payment.partially_refunded',
  'payment.refunded',
  'payment.partially_reversed',
  'payment.capture_overdue',
  'capture.succeeded',
  'capture.failed',
  'capture.unknown',
  'capture.needs_review',
  'void.succeeded',
  'void.failed',
  'void.unknown',
  'void.needs_review',
  'refund.processing',
  'refund.reviewing',
  'refund.succeeded',
  'refund.failed',
  'refund.unknown',
  'refund.needs_review',
  'dispute.reported',
  'agreement.ended',
  'agreement.card_expiring',
] as const

/**
 * The version of the events' schema. It rises with the first change that a shop could not read: a member that is lost, or
 * gets another form. New members and new types are no such change.
 */
export const SHOP_EVENT_VERSION = 1

export const ShopEventType = OneOf(SHOP_EVENT_TYPES)
export type ShopEventType = Static<typeof ShopEventType>

/**
 * `payment` is its state at the time of the event; a later event may arrive first, so read the payment when the order
 * of things matters. `late` marks a success that came after the payment was given up, `duplicate` a second success of
 * one checkout, or of one order without `allowRepeat`, `amountDiffers` a payment of an amount the checkout no longer asked
 * for: all three need a person. An event whose `payment` has `duplicateOf` is about a success too many, and says nothing
 * about the order.
 */
export const ShopEvent = Strict(
  {
    id: Type.String({ pattern: '^evt_[A-Za-z0-9_-]{22}$', maxLength: 26 }),
    type: ShopEventType,
    timestamp: Moment,
    version: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 1000, description: 'Of the schema; 1 when missing' }),
    ),
    test: Type.Optional(
      Type.Boolean({ description: 'True for a sample of `paykka-bff events test`: nothing happened' }),
    ),
    data: Strict({
      checkoutId: CheckoutId,
      orderReference: Text(64),
      payment: Payment,
      order: Type.Optional(
        Strict({
          paidBefore: Type.Boolean({
            description: 'Another checkout of this order was already paid',
          }),
        }),
      ),
      late: Type.Optional(Type.Boolean()),
      duplicate: Type.Optional(Type.Boolean()),
      amountDiffers: Type.Optional(Type.Boolean()),
      dispute: Type.Optional(DisputeReport),
      operation: Type.Optional(Operation),
      agreementId: Type.Optional(AgreementId),
      agreement: Type.Optional(Agreement),
    }),
  },
  'ShopEvent',
)
export type ShopEvent = Static<typeof ShopEvent>
