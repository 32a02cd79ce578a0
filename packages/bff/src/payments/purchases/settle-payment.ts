/** A payment as an attempt of the engine. Purchase, return, resolver and notification all settle here. */
import { storeAnswer } from '../../database/idempotency-rows.ts'
import { lockPayment, updatePayment } from '../../database/payment-rows.ts'
import type { PaymentRow } from '../../database/tables.ts'
import type { Asked, Kind } from '../engine/attempt.ts'
import type { SettleParts } from '../engine/engine-parts.ts'
import { settle } from '../engine/settle.ts'
import type { GatewayAnswer } from '../gateway.ts'
import { applyToPayment } from './apply-purchase.ts'
import type { Verdict } from './judge-payment.ts'
import { judgePayment } from './judge-payment.ts'
import { nextQueryAt } from './payment-schedule.ts'
import { answerFor } from './purchase-answer.ts'

/** Each checkout has its own scope of idempotency keys for purchases. */
export function payScope(checkoutId: string): string {
  return `pay:${checkoutId}`
}

export const PURCHASE: Kind<PaymentRow, GatewayAnswer, Verdict> = {
  noun: 'payment',
  lock: ({ database }, tx, id) => lockPayment(database.kind, tx, id),
  judge: judgePayment,
  apply: applyToPayment,
  update: updatePayment,
  nextQueryAt,
  // The first answer is the one to replay: later states do not change it.
  settled: async (tx, before, after) => {
    if (before.status !== 'sending' || after.status === 'sending') return
    await storeAnswer(tx, payScope(after.checkout_id), after.idempotency_key, answerFor(after))
  },
}

/**
 * Applies one judged answer about a payment.
 * @returns the payment as it is now
 */
export function settlePayment(
  parts: SettleParts,
  paymentId: string,
  answer: GatewayAnswer,
  asked: Asked,
): Promise<PaymentRow> {
  return settle(parts, PURCHASE, paymentId, answer, asked)
}
