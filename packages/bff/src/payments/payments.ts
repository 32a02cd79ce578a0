/** The payments service: every way to move money, over one engine (`engine/`). */
import type { RecurringChargeRequest } from '@paykka-checkout/shared-types'
import type { By } from '../audit/record.ts'
import type { CheckoutRow } from '../database/tables.ts'
import { resolveDue } from './engine/resolve.ts'
import type { Abandoned, AbandonParts } from './hosted/abandon-payment.ts'
import { abandon } from './hosted/abandon-payment.ts'
import type { ReturnParts } from './hosted/return-from-page.ts'
import { returnFromPage } from './hosted/return-from-page.ts'
import type { HostedAnswer, HostedInput } from './hosted/start-hosted.ts'
import { openHosted } from './hosted/start-hosted.ts'
import { modificationQueue } from './modifications/ask-about-modification.ts'
import type { AskParts, ModifyInput, ModifyParts } from './modifications/modification-parts.ts'
import type { Modified } from './modifications/modify.ts'
import { modify } from './modifications/modify.ts'
import { paymentQueue } from './purchases/ask-about-payment.ts'
import type { PayAnswer, PayInput, PayParts } from './purchases/pay.ts'
import { pay } from './purchases/pay.ts'
import type { Charged } from './recurring/charge-agreement.ts'
import { chargeAgreement } from './recurring/charge-agreement.ts'
import type { ChargeParts } from './recurring/charge-checkout.ts'

type PaymentsParts = PayParts & ModifyParts & ChargeParts & AbandonParts & ReturnParts

type ModificationOrder = Omit<ModifyInput, 'type'>

/**
 * Each runs once per idempotency key, and nothing is sent before it is committed. All throw AppError for refusals before
 * sending; afterwards the return value carries the result.
 */
export type Payments = {
  /** Pays a checkout with the method the shopper chose. */
  pay(input: PayInput): Promise<PayAnswer>
  /** Starts an attempt on PayKKa's own page and returns its address. */
  openHosted(input: HostedInput): Promise<HostedAnswer>
  /** The shopper wants to leave the bank's page or PayKKa's page and pay another way. */
  abandon(checkout: CheckoutRow, paymentId: string, by: By): Promise<Abandoned>
  /**
   * The browser returns from PayKKa's page or from 3-D Secure.
   * @param leaves the shopper followed the link that leaves the page
   * @returns the address to redirect the shopper to, null when no payment has this reference
   */
  returnFromPage(reference: string, leaves: boolean, by: By): Promise<string | null>
  /** Captures authorized funds. */
  capture(order: ModificationOrder): Promise<Modified>
  /** Releases authorized funds. */
  void(order: ModificationOrder): Promise<Modified>
  /** Gives captured funds back. */
  refund(order: ModificationOrder): Promise<Modified>
  /** Charges an agreement without the shopper. */
  chargeAgreement(body: RecurringChargeRequest, key: string, by: By): Promise<Charged>
  /** See the function `resolve` below. */
  resolve(owner: string, leaseMs: number): Promise<number>
}

export function createPayments(parts: PaymentsParts): Payments {
  return {
    pay: (input) => pay(parts, input),
    openHosted: (input) => openHosted(parts, input),
    abandon: (checkout, paymentId, by) => abandon(parts, checkout, paymentId, by),
    returnFromPage: (reference, leaves, by) => returnFromPage(parts, reference, leaves, by),
    capture: (order) => modify(parts, { ...order, type: 'capture' }),
    void: (order) => modify(parts, { ...order, type: 'void' }),
    refund: (order) => modify(parts, { ...order, type: 'refund' }),
    chargeAgreement: (body, key, by) => chargeAgreement(parts, body, key, by),
    resolve: (owner, leaseMs) => resolve(parts, owner, leaseMs),
  }
}

/**
 * Queries PayKKa about every due payment, capture, void and refund whose outcome is open.
 * @param owner names this instance
 * @param leaseMs longer than one query can take
 * @returns the number of attempts queried
 */
export function resolve(parts: AskParts, owner: string, leaseMs: number): Promise<number> {
  return resolveDue(parts, [paymentQueue(parts), modificationQueue(parts)], owner, leaseMs)
}
