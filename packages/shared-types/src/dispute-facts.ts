/** A dispute in its current state on the payment, and as PayKKa's notification described it. */
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { Money } from './money.ts'
import { Moment, OneOf, Strict, Text } from './primitives.ts'

/** Our id of a dispute: `dsp_` and 22 url-safe characters. */
export const DisputeId = Type.String({ pattern: '^dsp_[A-Za-z0-9_-]{22}$', maxLength: 26 })

/** How a dispute ended, as staff learned at PayKKa. */
export const DisputeOutcome = OneOf(['accepted', 'won', 'lost'])
export type DisputeOutcome = Static<typeof DisputeOutcome>

/** Times are text as PayKKa writes it. */
export const DisputeFacts = {
  stage: Type.Optional(Text(64)),
  reason: Type.Optional(Text(64)),
  reasonText: Type.Optional(Text(300)),
  dueTime: Type.Optional(Text(40)),
  amount: Type.Optional(Money),
  orderAmount: Type.Optional(Money),
  arn: Type.Optional(Text(23, 'Acquirer reference number')),
  disputeTime: Type.Optional(Text(40)),
  postingDate: Type.Optional(Text(40)),
  paidWith: Type.Optional(Text(64)),
  verified: Type.Boolean({ description: 'False when the notification was not signed' }),
}

const reported = { id: Type.Optional(Text(64)), ...DisputeFacts }

/** A dispute as PayKKa's notification described it. `verified` is false when the notification was not signed. */
export const DisputeReport = Strict(reported)
export type DisputeReport = Static<typeof DisputeReport>

/** A dispute of a payment, at its newest stage. `id` is PayKKa's, `disputeId` ours. */
export const Dispute = Strict(
  {
    ...reported,
    disputeId: DisputeId,
    open: Type.Boolean(),
    outcome: Type.Optional(DisputeOutcome),
    outcomeAt: Type.Optional(Moment),
    reportedAt: Moment,
    updatedAt: Moment,
  },
  'Dispute',
)
export type Dispute = Static<typeof Dispute>
