/** The record of who did what, as the shop's server reads it. */
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { Money } from './money.ts'
import { Actor } from './operation.ts'
import { Moment, OneOf, Strict, Text } from './primitives.ts'

const Sequence = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })
const Hash = Type.String({ maxLength: 64 })

/** `unknown`: written before PayKKa was asked; the payment or operation says what became of it. `refused`: `problemCode` says why. */
export const AuditOutcome = OneOf(['done', 'unknown', 'refused'])
export type AuditOutcome = Static<typeof AuditOutcome>

/** One entry. It is written in the transaction of its subject, and never changed. */
export const AuditEntry = Strict(
  {
    id: Type.String({ maxLength: 64 }),
    sequence: Sequence,
    at: Moment,
    shop: Text(64),
    actor: Actor,
    action: Type.String({ maxLength: 64, description: 'For example payment.refund or checkout.cancel' }),
    target: Strict({ type: Type.String({ maxLength: 32 }), id: Type.String({ maxLength: 64 }) }),
    outcome: AuditOutcome,
    orderReference: Type.Optional(Text(64)),
    amount: Type.Optional(Money),
    reason: Type.Optional(Text(100)),
    operationId: Type.Optional(Type.String({ maxLength: 26 })),
    idempotencyKeyHash: Type.Optional(Hash),
    requestId: Type.Optional(Type.String({ maxLength: 64 })),
    problemCode: Type.Optional(Type.String({ maxLength: 64, description: 'Why it was refused' })),
    network: Type.Optional(
      Type.String({ maxLength: 64, description: "The caller's network: /24 of IPv4, /48 of IPv6" }),
    ),
    origin: Type.Optional(Type.String({ maxLength: 256, description: 'Of the page in a browser' })),
    detail: Type.Optional(
      Type.Record(
        Type.String({ maxLength: 64 }),
        Type.Union([Type.String({ maxLength: 512 }), Type.Number()]),
        {
          description: 'Further details, for example how many rows were deleted',
        },
      ),
    ),
    previousHash: Type.String({ maxLength: 64, description: 'Empty in the first entry' }),
    hash: Hash,
  },
  'AuditEntry',
)
export type AuditEntry = Static<typeof AuditEntry>

export const AuditFilterFields = {
  actor: Type.Optional(Text(64, 'Name of a key or of a job, or the operator whom a key claims')),
  action: Type.Optional(Text(64)),
  target: Type.Optional(Text(64, 'Id of a payment, checkout, card or token')),
  outcome: Type.Optional(AuditOutcome),
  from: Type.Optional(Text(40, 'RFC 3339, inclusive')),
  before: Type.Optional(Text(40, 'RFC 3339, exclusive')),
}

/** The filters of `GET /v1/audit`; all must fit. */
export const AuditQuery = Strict({
  ...AuditFilterFields,
  limit: Type.Optional(
    Type.String({ pattern: '^([1-9]|[1-9][0-9]|100)$', maxLength: 3, description: '1 to 100; 25' }),
  ),
  cursor: Type.Optional(Type.String({ minLength: 1, maxLength: 256 })),
})
export type AuditQuery = Static<typeof AuditQuery>

/** One page, newest first. `nextCursor` is null on the last one. */
export const AuditList = Strict(
  {
    data: Type.Array(AuditEntry, { maxItems: 100 }),
    nextCursor: Type.Union([Type.String({ maxLength: 256 }), Type.Null()]),
  },
  'AuditList',
)
export type AuditList = Static<typeof AuditList>

/** An endpoint gets this event only if it names the type. */
export const AUDIT_EVENT_TYPE = 'audit.recorded'

/** In Standard Webhooks format, like the other events: at least once, in the order of the record. */
export const AuditEvent = Strict(
  {
    id: Type.String({ pattern: '^evt_[A-Za-z0-9_-]{22}$', maxLength: 26 }),
    type: Type.Literal(AUDIT_EVENT_TYPE),
    version: Type.Integer({ minimum: 1, maximum: 99, description: "As in the shop's other events" }),
    timestamp: Moment,
    data: Strict({ entry: AuditEntry }),
  },
  'AuditEvent',
)
export type AuditEvent = Static<typeof AuditEvent>
