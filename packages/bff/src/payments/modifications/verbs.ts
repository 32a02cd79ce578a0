/** The differences between captures, voids and refunds. A new operation needs one entry here and one body in `paykka/`. */
import type { Balances, OperationType, RefundCustomer } from '@paykka-checkout/shared-types'
import type { ModificationRow, PaymentRow } from '../../database/tables.ts'
import type { ModificationAnswer, ModificationGateway } from './modification-gateway.ts'

/** The payment at the gateway, and the members of every order about it. */
type About = { orderId: string; amount: { value: number; currency: string }; sendBefore: number }

/** Sums in minor units: the larger of the gateway's and our database's. */
type Moved = Record<OperationType, number>

type Verb = {
  idPrefix: 'cap' | 'voi' | 'ref'
  /** @returns minor units moved so far, according to the gateway */
  moved(balances: Balances): number
  /** @returns minor units left for another operation */
  left(balances: Balances, moved: Moved): number
  send(
    gateway: ModificationGateway,
    about: About,
    row: ModificationRow,
    customer: RefundCustomer | undefined,
  ): Promise<ModificationAnswer>
  /** Whether only one may be in flight: the gateway gives these no id, so two would be indistinguishable. */
  isAlone: boolean
}

const DEFAULT_REASON = 'requested_by_customer'

export const VERBS: Record<OperationType, Verb> = {
  capture: {
    idPrefix: 'cap',
    moved: ({ captured }) => captured,
    left: (balances, moved) => Math.min(uncaptured(balances, moved), balances.capturable),
    send: (gateway, about, row) => gateway.capture({ ...about, final: row.final === 1 }),
    isAlone: true,
  },
  void: {
    idPrefix: 'voi',
    moved: ({ voided }) => voided,
    left: (balances, moved) => Math.min(uncaptured(balances, moved), balances.voidable),
    send: (gateway, about, { whole, reason }) =>
      gateway.void({ ...about, whole: whole === 1, reason: reason ?? DEFAULT_REASON }),
    isAlone: true,
  },
  refund: {
    idPrefix: 'ref',
    moved: ({ refunded }) => refunded,
    left: ({ captured }, moved) => captured - moved.refund,
    send: (gateway, about, { trans_id: transId, reason }, customer) =>
      gateway.refund({ ...about, transId, reason: reason ?? DEFAULT_REASON, customer }),
    isAlone: false,
  },
}

const uncaptured = ({ authorized }: Balances, moved: Moved) => authorized - moved.capture - moved.void

/** @returns the members of an order about the payment */
export function aboutOf(payment: PaymentRow, row: ModificationRow): About {
  const amount = { value: row.amount, currency: payment.currency }
  return { orderId: payment.gateway_order_id ?? '', amount, sendBefore: row.send_deadline }
}
