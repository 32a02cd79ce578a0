/** Captures, voids and refunds: where they differ. A new verb is one entry here and one body in `paykka/`. */
import type { Balances, OperationType, RefundCustomer } from '@paykka-checkout/shared-types'
import type { ModificationRow, PaymentRow } from '../../database/tables.ts'
import type { ModificationAnswer, ModificationGateway } from './modification-gateway.ts'

/** The payment at the gateway, and what every order about it says. */
type About = { orderId: string; amount: { value: number; currency: string }; sendBefore: number }

/** Sums in minor units: the larger of what the gateway and our database know. */
export type Moved = Record<OperationType, number>

export type Verb = {
  idPrefix: 'cap' | 'voi' | 'ref'
  /** @returns minor units moved so far, as the gateway told */
  moved(balances: Balances): number
  /** @returns minor units that are left for another one */
  left(balances: Balances, moved: Moved): number
  send(
    gateway: ModificationGateway,
    about: About,
    row: ModificationRow,
    customer: RefundCustomer | undefined,
  ): Promise<ModificationAnswer>
  /** Whether only one may be under way: the gateway gives these no id, so two could not be told apart. */
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

/** @returns what an order about the payment says */
export function aboutOf(payment: PaymentRow, row: ModificationRow): About {
  const amount = { value: row.amount, currency: payment.currency }
  return { orderId: payment.gateway_order_id ?? '', amount, sendBefore: row.send_deadline }
}
