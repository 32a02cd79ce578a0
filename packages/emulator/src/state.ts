/** Everything the emulator remembers, in memory only and without any PAN or CVC. */

import { randomInt } from 'node:crypto'
import type { CardSummary, Expiry, Outcome } from './cards.ts'
import type { Order, Refund } from './order.ts'
import type { SessionRequest } from './purchase-fields.ts'
import type { ReceivedRequest } from './received-request.ts'

/** A stored card or wallet, or a stored account, which has no card. */
export interface StoredToken {
  token: string
  shopperReference: string
  usage: string
  method: string
  card?: CardSummary
  expiry?: Expiry
  outcome: Outcome
  /** Milliseconds since the epoch. */
  createdAt: number
}

/** A recurring agreement. */
export interface Agreement {
  id: string
  shopperReference: string
  token: string
  active: boolean
}

/** A hosted (or drop-in) checkout: an intention, which becomes an order when the shopper pays. */
export interface CheckoutSession {
  id: string
  url?: string
  request: SessionRequest
  /** The ways to pay on its page. */
  methods: string[]
  /** Milliseconds since the epoch; the page cannot be paid any more from then on. */
  expiresAt: number
  /** How often the page was opened, and how often the shopper left it by its cancel link. */
  visits: number
  cancels: number
  /** Set once the shopper has paid; a session has at most one order. */
  orderId?: string
}

/** A merchant session of Apple Pay that no sheet has used yet. */
interface AppleSession {
  domain: string
  expiresAt: number
}

/** What a wallet token was made for. */
export interface WalletIssue {
  amount: number
  currency: string
  expiresAt: number
}

/** How often a trans_id was asked for, and how often it was charged. */
export interface Attempt {
  purchaseCalls: number
  charges: number
}

/** A request that was refused. */
export interface Rejected {
  path: string
  code: string
  message: string
}

/** What happened to one notification. */
export interface NoticeRecord {
  type: string
  transId: string
  url: string
  attempts: number
  delivered: boolean
  lost: boolean
}

/** An answer as it was sent, kept so that it can be replayed. */
export interface SentAnswer {
  status: number
  headers: Record<string, string>
  body: string
}

/** The whole memory. */
export interface State {
  orders: Map<string, Order>
  refunds: Map<string, Refund>
  tokens: Map<string, StoredToken>
  agreements: Map<string, Agreement>
  sessions: Map<string, CheckoutSession>
  /** By merchantSessionIdentifier. */
  appleSessions: Map<string, AppleSession>
  /** By a mark of everything signed in a token, and by one of its card and cryptogram. */
  walletIssues: Map<string, WalletIssue>
  attempts: Map<string, Attempt>
  requests: Map<string, number>
  /** The last good answer of each path. */
  answers: Map<string, SentAnswer>
  rejected: Rejected[]
  received: ReceivedRequest[]
  notices: NoticeRecord[]
  nonces: Set<string>
}

/** An empty memory. */
export function createState(): State {
  return {
    orders: new Map(),
    refunds: new Map(),
    tokens: new Map(),
    agreements: new Map(),
    sessions: new Map(),
    appleSessions: new Map(),
    walletIssues: new Map(),
    attempts: new Map(),
    requests: new Map(),
    answers: new Map(),
    rejected: [],
    received: [],
    notices: [],
    nonces: new Set(),
  }
}

/** Forgets everything; the object itself stays, since routes hold it. */
export function clearState(state: State): void {
  for (const kept of Object.values(state)) {
    if (Array.isArray(kept)) kept.length = 0
    else kept.clear()
  }
}

/** The newest order of a trans_id. */
export function orderByTransId(state: State, transId: string): Order | undefined {
  return [...state.orders.values()].findLast((order) => order.transId === transId)
}

/** The session of a trans_id; there is at most one. */
export function sessionByTransId(state: State, transId: string): CheckoutSession | undefined {
  return [...state.sessions.values()].find((session) => session.request.trans_id === transId)
}

/** The counters of a trans_id, made on first use. */
export function attemptOf(state: State, transId: string): Attempt {
  const attempt = state.attempts.get(transId) ?? { purchaseCalls: 0, charges: 0 }
  state.attempts.set(transId, attempt)
  return attempt
}

/** A new id in PayKKa's form: two letters and digits. */
export function newId(prefix: 'GW' | 'RG' | 'CS' | 'TK' | 'RA' | 'DG', digits = 20): string {
  return prefix + Array.from({ length: digits }, () => randomInt(10)).join('')
}
