/** What captures, voids and refunds work with. */
import type { Actor, Money, OperationType, RefundCustomer } from '@paykka-checkout/shared-types'
import type { ResolveParts } from '../purchases/ask-about-payment.ts'
import type { ModificationGateway } from './modification-gateway.ts'

export type AskParts = ResolveParts & { modifications: ModificationGateway }

export type ModifyParts = AskParts & {
  transIdKey: Uint8Array
  /** Milliseconds after which no answer to an order can come any more. */
  sendWindowMs: number
  /** Whether a void may be of a part; PayKKa documents none. */
  partialVoid: boolean
  /** Unix milliseconds until which a refund may be one that a restored database forgot; never when left out. */
  askFirstUntil?: () => number
  /** Waits before a database step is tried again. */
  pause(ms: number): Promise<void>
}

export type ModifyInput = {
  paymentId: string
  key: string
  type: OperationType
  /** All that is left when left out. */
  amount?: Money | undefined
  final?: boolean | undefined
  reason?: string | undefined
  /** Another of the same kind and amount is meant. */
  allowRepeat?: boolean | undefined
  /** A refund of a payment of which a dispute was reported. */
  evenIfDisputed?: boolean | undefined
  customer?: RefundCustomer | undefined
  requestId: string
  /** Who orders it. */
  actor: Actor
}
