/** The gateway's interface for captures, voids and refunds of a payment. */
import type { Balances, Money, RefundCustomer } from '@paykka-checkout/shared-types'
import type { Undone } from '../gateway.ts'

/** Identifies the payment by the gateway's id. `sendBefore`: Unix milliseconds after which the request must not be signed. */
type About = { orderId: string; amount: Money; sendBefore: number }

type CaptureOrder = About & { final: boolean }
/** `whole` releases the whole rest; the gateway documents no amount for it. */
type VoidOrder = About & { whole: boolean; reason: string }
/** `transId` identifies this refund permanently and is never reused. */
type RefundOrder = About & {
  transId: string
  reason: string
  /** The recipient, where the money does not go back to a card. */
  customer?: RefundCustomer | undefined
}
/** Identifies a refund in a query, with the amount that the answer must match. */
export type RefundReference = { transId: string; amount: Money }

/** States of a refund that a gateway can prove. */
export type RefundState = 'processing' | 'reviewing' | 'succeeded' | 'failed'

/**
 * An answer that proves something about a modification. `accepted` has no result yet. `sums` are the payment's balances
 * from a query: they prove captures and voids, which have no id at the gateway.
 */
export type ModificationProof =
  | { kind: 'accepted' }
  | { kind: 'sums'; balances: Balances }
  | {
      kind: 'refund'
      state: RefundState
      gatewayStatus: string
      gatewayCode?: string
      gatewayRefundId?: string
      /** As in `GatewayFacts`. */
      gatewayMessage?: string
    }

/** A judged answer. Only `not_sent`, `refused` and a failed refund prove that no money moved. */
export type ModificationAnswer = ModificationProof | Undone

/** None of these throws on a gateway or network error: the answer reports it. */
export type ModificationGateway = {
  capture(order: CaptureOrder): Promise<ModificationAnswer>
  void(order: VoidOrder): Promise<ModificationAnswer>
  refund(order: RefundOrder): Promise<ModificationAnswer>
  queryRefund(reference: RefundReference): Promise<ModificationAnswer>
}
