/** What the rest of the BFF may ask of a gateway about a payment that was made: captures, voids, refunds. */
import type { Money, RefundCustomer } from '@paykka-checkout/shared-types'
import type { Refused } from '../gateway.ts'

/** Names the payment by the gateway’s own id. `sendBefore`: Unix milliseconds after which it must not be signed. */
type About = { orderId: string; amount: Money; sendBefore: number }

export type CaptureOrder = About & { final: boolean }
/** `whole` releases everything that is left; the gateway documents no amount for it. */
export type VoidOrder = About & { whole: boolean; reason: string }
/** `transId` names this refund for ever; it is never used for another. */
export type RefundOrder = About & {
  transId: string
  reason: string
  /** Who gets the money, where it does not go back to a card. */
  customer?: RefundCustomer | undefined
}
/** Names a refund in a query, with what its answer must agree with. */
export type RefundReference = { transId: string; amount: Money }

/** States of a refund that a gateway can prove. */
export type RefundState = 'processing' | 'reviewing' | 'succeeded' | 'failed'

/**
 * A judged answer. `accepted` is a yes without a result: the balances show it. Only `not_sent`, `refused` and a failed
 * refund prove that no money moved; `unknown` ends by a query.
 */
export type OperationAnswer =
  | { kind: 'accepted' }
  | {
      kind: 'refund'
      state: RefundState
      gatewayStatus: string
      gatewayCode?: string
      gatewayRefundId?: string
      /** As in `GatewayFacts`. */
      gatewayMessage?: string
    }
  | { kind: 'not_sent'; reason: string }
  | Refused
  | { kind: 'not_found' }
  | { kind: 'unknown'; reason: string; gatewayMessage?: string }

/** None of these throws for anything the gateway or the network does: that is what the answer tells. */
export type OperationGateway = {
  capture(order: CaptureOrder): Promise<OperationAnswer>
  void(order: VoidOrder): Promise<OperationAnswer>
  refund(order: RefundOrder): Promise<OperationAnswer>
  queryRefund(reference: RefundReference): Promise<OperationAnswer>
}
