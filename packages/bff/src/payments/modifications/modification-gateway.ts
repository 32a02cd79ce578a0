/** What the rest of the BFF may ask of a gateway about a payment that was made: captures, voids, refunds. */
import type { Balances, Money, RefundCustomer } from '@paykka-checkout/shared-types'
import type { Undone } from '../gateway.ts'

/** Names the payment by the gateway's own id. `sendBefore`: Unix milliseconds after which it must not be signed. */
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
 * What proves something about a modification. `accepted` is a yes without a result. `sums` are the payment's balances as a
 * query told them: they prove captures and voids, which have no id at the gateway.
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

/** None of these throws for anything the gateway or the network does: that is what the answer tells. */
export type ModificationGateway = {
  capture(order: CaptureOrder): Promise<ModificationAnswer>
  void(order: VoidOrder): Promise<ModificationAnswer>
  refund(order: RefundOrder): Promise<ModificationAnswer>
  queryRefund(reference: RefundReference): Promise<ModificationAnswer>
}
