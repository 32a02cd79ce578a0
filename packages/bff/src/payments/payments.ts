/** The front door of payments: every way to move money, over one engine (`engine/`). */
import type { RecurringChargeRequest } from '@paykka-checkout/shared-types'
import { resolveDue } from './engine/resolve.ts'
import { operationQueue } from './modifications/ask-about-modification.ts'
import type { AskParts, ModifyInput, ModifyParts } from './modifications/modification-parts.ts'
import type { Modified } from './modifications/modify.ts'
import { modify } from './modifications/modify.ts'
import { paymentQueue } from './purchases/ask-about-payment.ts'
import type { PayAnswer, PayInput, PayParts } from './purchases/pay.ts'
import { pay } from './purchases/pay.ts'
import type { Charged } from './recurring/charge-agreement.ts'
import { chargeAgreement } from './recurring/charge-agreement.ts'
import type { ChargeParts } from './recurring/charge-checkout.ts'

export type PaymentsParts = PayParts & ModifyParts & ChargeParts

type ModificationOrder = Omit<ModifyInput, 'type'>

/**
 * Each happens once per idempotency key, and nothing is sent before it is durable.
 * All throw AppError for what stops before sending; afterwards the result is in what they return.
 */
export type Payments = {
  /** Pays a checkout the way the shopper chose. */
  pay(input: PayInput): Promise<PayAnswer>
  /** Takes held funds. */
  capture(order: ModificationOrder): Promise<Modified>
  /** Releases held funds. */
  void(order: ModificationOrder): Promise<Modified>
  /** Gives captured funds back. */
  refund(order: ModificationOrder): Promise<Modified>
  /** Charges an agreement without the shopper. */
  chargeAgreement(body: RecurringChargeRequest, key: string, requestId: string): Promise<Charged>
  /** As the function of that name below. */
  resolve(owner: string, leaseMs: number): Promise<number>
}

export function createPayments(parts: PaymentsParts): Payments {
  return {
    pay: (input) => pay(parts, input),
    capture: (order) => modify(parts, { ...order, type: 'capture' }),
    void: (order) => modify(parts, { ...order, type: 'void' }),
    refund: (order) => modify(parts, { ...order, type: 'refund' }),
    chargeAgreement: (body, key, requestId) => chargeAgreement(parts, body, key, requestId),
    resolve: (owner, leaseMs) => resolve(parts, owner, leaseMs),
  }
}

/**
 * Asks about every payment, capture, void and refund whose outcome is open and that is due.
 * @param owner names this instance
 * @param leaseMs longer than one question can take
 * @returns how many were asked about
 */
export function resolve(parts: AskParts, owner: string, leaseMs: number): Promise<number> {
  return resolveDue(parts, [paymentQueue(parts), operationQueue(parts)], owner, leaseMs)
}
