/** Disputes: a shopper's bank asks for the money back. */
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { Money } from './money.ts'
import { Moment, Strict, Text } from './primitives.ts'

const reported = {
  id: Type.Optional(Text(64)),
  stage: Type.Optional(Text(64)),
  reason: Type.Optional(Text(64)),
  dueTime: Type.Optional(Text(40)),
  amount: Type.Optional(Money),
  verified: Type.Boolean({ description: 'False when the notice was not signed' }),
}

/** A dispute as PayKKa’s notice told it. `verified` is false when the notice was not signed. */
export const DisputeReport = Strict(reported)
export type DisputeReport = Static<typeof DisputeReport>

/** A dispute of a payment, at its newest stage. */
export const Dispute = Strict({ ...reported, reportedAt: Moment, updatedAt: Moment }, 'Dispute')
export type Dispute = Static<typeof Dispute>
