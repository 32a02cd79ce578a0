/** The emulator's own account of what really happened; it never holds a PAN or a CVC. */

import { describeBalances } from './answers.ts'
import type { Challenge, Order, OrderStatus, Refund } from './order.ts'
import type { Agreement, Attempt, CheckoutSession, NoticeRecord, Rejected, State } from './state.ts'

/** One order with the counters of its trans_id. */
export interface LedgerOrder {
  transId: string
  orderId: string
  sessionId?: string
  status: OrderStatus
  errorCode: string
  amount: number
  currency: string
  method?: string
  card?: { bin: string; last4: string; brand: string }
  captureMethod: 'AUTOMATIC' | 'MANUAL'
  /** Purchase calls received for this trans_id, refused ones too. */
  purchaseCalls: number
  /** How often this trans_id was really charged. */
  charges: number
  balances: Record<string, number>
  refunds: Omit<Refund, 'notifyUrl'>[]
  authentication?: Challenge['result']
  token?: string
  agreementId?: string
}

/** One checkout session, paid or not. */
export interface LedgerSession {
  sessionId: string
  transId: string
  mode: string
  amount: number
  currency: string
  methods: string[]
  /** Milliseconds since the epoch. */
  expiresAt: number
  /** How often its page was opened, and how often it was left by its cancel link. */
  visits: number
  cancels: number
  /** There once the shopper has paid. */
  orderId?: string
}

/** Everything that happened since the last reset. */
export interface Ledger {
  orders: LedgerOrder[]
  sessions: LedgerSession[]
  /** Counters per trans_id, including those that never became an order. */
  attempts: (Attempt & { transId: string })[]
  tokens: { token: string; shopperReference: string; usage: string; method: string; last4?: string }[]
  agreements: Agreement[]
  notices: NoticeRecord[]
  /** Requests received per path. */
  requests: Record<string, number>
  rejected: Rejected[]
}

/** A copy of the books; later payments do not change it. */
export function readLedger(state: State): Ledger {
  return structuredClone({
    orders: [...state.orders.values()].map((order) => describe(order, state)),
    attempts: [...state.attempts].map(([transId, attempt]) => ({ transId, ...attempt })),
    sessions: [...state.sessions.values()].map(describeSession),
    tokens: [...state.tokens.values()].map(({ token, shopperReference, usage, method, card }) => ({
      token,
      shopperReference,
      usage,
      method,
      ...(card && { last4: card.last4 }),
    })),
    agreements: [...state.agreements.values()],
    notices: state.notices,
    requests: Object.fromEntries(state.requests),
    rejected: state.rejected,
  })
}

function describe(order: Order, state: State): LedgerOrder {
  const { purchaseCalls, charges } = state.attempts.get(order.transId) ?? { purchaseCalls: 0, charges: 0 }
  return {
    transId: order.transId,
    orderId: order.orderId,
    status: order.status,
    errorCode: order.errorCode,
    amount: order.amount,
    currency: order.currency,
    captureMethod: order.captureMethod,
    purchaseCalls,
    charges,
    balances: describeBalances(order.amounts),
    refunds: order.refunds.map(({ notifyUrl: _, ...refund }) => refund),
    ...(order.sessionId !== undefined && { sessionId: order.sessionId }),
    ...(order.method !== undefined && { method: order.method }),
    ...(order.card !== undefined && { card: order.card }),
    ...(order.challenge !== undefined && { authentication: order.challenge.result }),
    ...(order.token !== undefined && { token: order.token }),
    ...(order.agreementId !== undefined && { agreementId: order.agreementId }),
  }
}

function describeSession(session: CheckoutSession): LedgerSession {
  const { trans_id: transId, session_mode: mode, amount, currency } = session.request
  const { id: sessionId, methods, expiresAt, visits, cancels, orderId } = session
  const described = { sessionId, transId, mode, amount, currency, methods, expiresAt, visits, cancels }
  return orderId === undefined ? described : { ...described, orderId }
}
