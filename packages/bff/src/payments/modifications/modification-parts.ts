/** The services that captures, voids and refunds use. */
import type { Money, OperationType, RefundCustomer } from '@paykka-checkout/shared-types'
import type { By } from '../../audit/record.ts'
import type { ResolveParts } from '../purchases/ask-about-payment.ts'
import type { ModificationGateway } from './modification-gateway.ts'

export type AskParts = ResolveParts & { modifications: ModificationGateway }

export type ModifyParts = AskParts & {
  transIdKey: Uint8Array
  /** Milliseconds after which an order can no longer be answered. */
  sendWindowMs: number
  /** Whether partial voids are allowed; PayKKa documents none. */
  partialVoid: boolean
  /** Until then (Unix milliseconds) a refund may repeat one that a restored database lost; never when left out. */
  askFirstUntil?: () => number
  /** Waits before a database step is tried again. */
  pause(ms: number): Promise<void>
}

export type ModifyInput = {
  paymentId: string
  key: string
  type: OperationType
  /** The whole rest when left out. */
  amount?: Money | undefined
  final?: boolean | undefined
  reason?: string | undefined
  /** The caller means another operation of the same kind and amount. */
  allowRepeat?: boolean | undefined
  /** Refunds even if a dispute of the payment was reported. */
  evenIfDisputed?: boolean | undefined
  customer?: RefundCustomer | undefined
  /** Who orders the operation. */
  by: By
}
