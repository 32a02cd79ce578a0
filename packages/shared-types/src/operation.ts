/** What the shop's server does with a payment afterwards: captures, voids, refunds. */
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { Failure } from './failure.ts'
import { Money } from './money.ts'
import { RefundCustomer } from './party.ts'
import { ListOf, Moment, OneOf, PaymentId, Strict, Text } from './primitives.ts'

export const OPERATION_TYPES = ['capture', 'void', 'refund'] as const
export const OperationType = OneOf(OPERATION_TYPES)
export type OperationType = Static<typeof OperationType>

export const OPERATION_STATUSES = [
  'sending',
  'processing',
  'reviewing',
  'unknown',
  'succeeded',
  'failed',
  'needs_review',
] as const

/**
 * `processing` and `reviewing` were accepted and are not over; `unknown` may have been executed, and only a query can say;
 * `needs_review` cannot be resolved by queries, so a person must check. Expect further values in later versions.
 */
export const OperationStatus = OneOf(OPERATION_STATUSES)
export type OperationStatus = Static<typeof OperationStatus>

const allowRepeat = Type.Optional(
  Type.Boolean({
    description: 'True repeats the same kind and amount less than ten minutes after a success',
  }),
)

/** Body of `POST /v1/payments/:id/captures`. Without an amount: all that is left. `final` releases the rest. */
export const CaptureRequest = Strict(
  { amount: Type.Optional(Money), final: Type.Optional(Type.Boolean()), allowRepeat },
  'CaptureRequest',
)
export type CaptureRequest = Static<typeof CaptureRequest>

/** Body of `POST /v1/payments/:id/voids`. An amount is taken only where `PARTIAL_VOID` is on. */
export const VoidRequest = Strict(
  { amount: Type.Optional(Money), reason: Type.Optional(Text(100)), allowRepeat },
  'VoidRequest',
)
export type VoidRequest = Static<typeof VoidRequest>

export const RefundReason = OneOf(['requested_by_customer', 'duplicate', 'fraudulent', 'other'])
export type RefundReason = Static<typeof RefundReason>

/**
 * Body of `POST /v1/payments/:id/refunds`. Without an amount: all that is left. What `customer` leaves out is taken from the
 * checkout's shopper and bill.
 */
export const RefundRequest = Strict(
  {
    amount: Type.Optional(Money),
    reason: Type.Optional(RefundReason),
    customer: Type.Optional(RefundCustomer),
    allowRepeat,
    evenIfDisputed: Type.Optional(
      Type.Boolean({ description: 'True refunds a payment although a dispute of it was reported' }),
    ),
  },
  'RefundRequest',
)
export type RefundRequest = Static<typeof RefundRequest>

/** Id of a capture, void or refund: `cap_`, `voi_` or `ref_` and 22 url-safe characters. */
export const OperationId = Type.String({ pattern: '^(cap|voi|ref)_[A-Za-z0-9_-]{22}$', maxLength: 26 })

export const ACTOR_TYPES = ['key', 'cli', 'shopper', 'job'] as const
export const ActorType = OneOf(ACTOR_TYPES)
export type ActorType = Static<typeof ActorType>

/** An operator's id, as the header `Paykka-Operator` carries it. */
export const OPERATOR_ID = '^[A-Za-z0-9][A-Za-z0-9._@:+-]{0,63}$'

/** Who ordered something. Only the key or the job is certain; `claimed` is what the holder of the key said. */
export const Actor = Strict(
  {
    type: ActorType,
    id: Type.String({
      maxLength: 64,
      description: 'Name of a key (`key-1` is the first one without a name), or of a job of the BFF',
    }),
    claimed: Type.Optional(
      Type.String({
        maxLength: 64,
        description: 'Operator named by the header `Paykka-Operator`, unchecked',
      }),
    ),
  },
  'Actor',
)
export type Actor = Static<typeof Actor>

/** One capture, void or refund of a payment. Amounts are in minor units of the payment's currency. */
export const Operation = Strict(
  {
    id: OperationId,
    type: OperationType,
    paymentId: PaymentId,
    amount: Money,
    status: OperationStatus,
    final: Type.Optional(Type.Boolean({ description: 'For a capture: releases the rest' })),
    reason: Type.Optional(Text(100)),
    actor: Type.Optional(Actor),
    failure: Type.Optional(Failure),
    gatewayStatus: Type.Optional(
      Type.String({ maxLength: 64, description: "PayKKa's status of the refund" }),
    ),
    gatewayRefundId: Type.Optional(
      Type.String({ maxLength: 64, description: "PayKKa's id of a refund (`refund_order_id`)" }),
    ),
    createdAt: Moment,
    updatedAt: Moment,
  },
  'Operation',
)
export type Operation = Static<typeof Operation>

export const Refund = Operation
export type Refund = Operation
export const RefundList = ListOf(Operation, 'RefundList')
export type RefundList = Static<typeof RefundList>
