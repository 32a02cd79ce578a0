/** One payment at PayKKa, with its money, its challenge and its refunds. */

import type { CardSummary, Expiry, Outcome } from './cards.ts'

/** PayKKa's payment statuses. */
export type OrderStatus =
  | 'PROCESSING'
  | 'SUCCESS'
  | 'AUTHORIZED'
  | 'FAILURE'
  | 'REFUNDED'
  | 'PARTIALLY_REFUNDED'
  | 'CANCELED'
  | 'PARTIALLY_REVERSED'

/** Money moved so far, in minor units. `closed` means no further capture is possible. */
export interface Amounts {
  authed: number
  captured: number
  voided: number
  refunded: number
  closed: boolean
}

/** A 3DS challenge and how the shopper answered it. */
export interface Challenge {
  id: string
  url: string
  result: 'pending' | 'approved' | 'failed' | 'canceled' | 'expired'
}

/** One refund of an order. */
export interface Refund {
  refundTransId: string
  refundOrderId: string
  orderId: string
  amount: number
  currency: string
  reason: string
  status: 'SUCCESS' | 'PROCESSING' | 'REVIEWING' | 'FAILURE'
  errorCode: string
  errorDescription: string
  notifyUrl?: string
}

/** One payment at PayKKa. */
export interface Order {
  orderId: string
  transId: string
  sessionId?: string
  merchantId: string
  paymentType: string
  authorisationType: string
  captureMethod: 'AUTOMATIC' | 'MANUAL'
  amount: number
  currency: string
  method?: string
  card?: CardSummary
  status: OrderStatus
  errorCode: string
  errorDescription: string
  amounts: Amounts
  challenge?: Challenge
  refunds: Refund[]
  shopperReference?: string
  /** Set when a success must create a token. */
  store?: { usage: string; outcome: Outcome; expiry?: Expiry }
  token?: string
  agreementId?: string
  notifyUrl?: string
  returnUrl?: string
  /** Milliseconds since the epoch. */
  expiresAt: number
  createdAt: number
  finishedAt?: number
}
