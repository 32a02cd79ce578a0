/** Disputes: a shopper's bank asks for the money back. */
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { Checkout } from './checkout.ts'
import { DisputeFacts, DisputeId, DisputeOutcome } from './dispute-facts.ts'
import { Money } from './money.ts'
import { Actor, Operation } from './operation.ts'
import { Payment } from './payment.ts'
import { CheckoutId, Moment, PaymentId, Strict, Text } from './primitives.ts'
import { ConsentRecord } from './saved-cards.ts'

/** A dispute in a list. `id` is ours, `gatewayDisputeId` PayKKa's. */
export const ListedDispute = Strict(
  {
    id: DisputeId,
    shop: Text(64),
    paymentId: PaymentId,
    checkoutId: CheckoutId,
    orderReference: Text(64),
    gatewayDisputeId: Type.Optional(Text(64)),
    open: Type.Boolean({ description: 'False once a stage or staff ended it' }),
    ...DisputeFacts,
    dueAt: Type.Optional(
      Type.String({
        maxLength: 30,
        description: '`dueTime` as RFC 3339 in UTC, if it can be parsed; without a zone it means +08:00',
      }),
    ),
    outcome: Type.Optional(DisputeOutcome),
    outcomeAt: Type.Optional(Moment),
    reportedAt: Moment,
    updatedAt: Moment,
  },
  'ListedDispute',
)
export type ListedDispute = Static<typeof ListedDispute>

export const DisputeList = Strict(
  {
    data: Type.Array(ListedDispute, { maxItems: 100 }),
    nextCursor: Type.Union([Type.String({ maxLength: 256 }), Type.Null()]),
  },
  'DisputeList',
)
export type DisputeList = Static<typeof DisputeList>

/** One report of PayKKa's about a dispute. */
export const DisputeStage = Strict(
  {
    at: Moment,
    stage: Type.Optional(Text(64)),
    reason: Type.Optional(Text(64)),
    amount: Type.Optional(Money),
    dueTime: Type.Optional(Text(40)),
    verified: Type.Boolean({ description: 'False when the notification was not signed' }),
  },
  'DisputeStage',
)
export type DisputeStage = Static<typeof DisputeStage>

/** What staff wrote, or how it ended. */
export const DisputeNote = Strict(
  {
    id: Type.String({ maxLength: 32 }),
    at: Moment,
    text: Type.String({ maxLength: 1000 }),
    outcome: Type.Optional(DisputeOutcome),
    actor: Actor,
  },
  'DisputeNote',
)
export type DisputeNote = Static<typeof DisputeNote>

/** A dispute with all its reports, oldest first, and the notes of staff. */
export const DisputeDetail = Strict(
  {
    ...ListedDispute.properties,
    history: Type.Array(DisputeStage, { maxItems: 1000 }),
    notes: Type.Array(DisputeNote, { maxItems: 1000 }),
  },
  'DisputeDetail',
)
export type DisputeDetail = Static<typeof DisputeDetail>
export const DisputeResponse = Strict({ dispute: DisputeDetail }, 'DisputeResponse')
export type DisputeResponse = Static<typeof DisputeResponse>

/** Body of `POST /v1/disputes/:id/notes`. */
export const DisputeNoteRequest = Strict({ text: Text(1000) }, 'DisputeNoteRequest')
export type DisputeNoteRequest = Static<typeof DisputeNoteRequest>

/** Body of `POST /v1/disputes/:id/outcome`: what staff learned at PayKKa. It moves no money. */
export const DisputeOutcomeRequest = Strict(
  { outcome: DisputeOutcome, note: Type.Optional(Text(1000)) },
  'DisputeOutcomeRequest',
)
export type DisputeOutcomeRequest = Static<typeof DisputeOutcomeRequest>

/**
 * Everything here that may answer a dispute: the order with goods and addresses, each attempt to pay it with its history, the
 * words of consent, and what was given back. PayKKa takes no evidence by a call: staff send it.
 */
export const DisputeEvidence = Strict(
  {
    dispute: DisputeDetail,
    order: Type.Omit(Checkout, ['payments']),
    payment: Payment,
    consent: Type.Optional(ConsentRecord),
    otherAttempts: Type.Array(Payment, { maxItems: 1000 }),
    authentication: Strict({
      challenged: Type.Boolean({
        description: 'The bank asked the shopper to confirm (3-D Secure challenge)',
      }),
      returnedAt: Type.Optional(Moment),
    }),
    refunds: Type.Array(Operation, { maxItems: 1000 }),
    timeline: Type.Array(Strict({ at: Moment, what: Type.String({ maxLength: 200 }) }), { maxItems: 10_000 }),
  },
  'DisputeEvidence',
)
export type DisputeEvidence = Static<typeof DisputeEvidence>

/** The filters of `GET /v1/disputes`; all must fit. */
export const DisputeQuery = Strict({
  stage: Type.Optional(Text(64, 'Exact, as PayKKa writes it')),
  open: Type.Optional(Type.Enum(['true', 'false'], { type: 'string' })),
  verified: Type.Optional(Type.Enum(['true', 'false'], { type: 'string' })),
  dueBefore: Type.Optional(Text(40, 'RFC 3339, exclusive')),
  paymentId: Type.Optional(Text(26, 'Exact')),
  createdFrom: Type.Optional(Text(40, 'RFC 3339, inclusive: when it was first reported')),
  createdBefore: Type.Optional(Text(40, 'RFC 3339, exclusive')),
  order: Type.Optional(
    Type.Enum(['newest', 'oldest', 'due'], {
      type: 'string',
      description: '`due`: what must be answered first; only disputes with a due time',
    }),
  ),
  limit: Type.Optional(
    Type.String({ pattern: '^([1-9]|[1-9][0-9]|100)$', maxLength: 3, description: '1 to 100; 25' }),
  ),
  cursor: Type.Optional(Type.String({ minLength: 1, maxLength: 256 })),
})
export type DisputeQuery = Static<typeof DisputeQuery>
