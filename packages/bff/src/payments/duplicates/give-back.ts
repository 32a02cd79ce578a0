/** Gives back a duplicate payment: the shopper paid on an abandoned PayKKa page after another payment had paid the order. */

import { claimDueSurplus, finishSurplus, lockCheckout, updateCheckout } from '../../database/checkout-rows.ts'
import type { Queries } from '../../database/database.ts'
import { listModifications } from '../../database/modification-rows.ts'
import { listPaymentsOfOrder, takeTurn } from '../../database/order-rows.ts'
import { addStep, findPayment, listSteps, lockPayment, updatePayment } from '../../database/payment-rows.ts'
import type { CheckoutRow, PaymentRow } from '../../database/tables.ts'
import { AppError } from '../../domain/errors.ts'
import type { ModifyParts } from '../modifications/modification-parts.ts'
import { modify } from '../modifications/modify.ts'
import { returnToPaidAmount } from '../purchases/follow-checkout.ts'
import { checkoutStatusFor } from '../states.ts'
import { compareSuccesses, LOOK_AGAIN_MS, planGiveBack, toSuccess } from './surplus.ts'

export type GiveBackParts = ModifyParts & {
  /** `refund` gives the payment back automatically; `report` only logs it for an operator. */
  hostedDuplicate: 'refund' | 'report'
}

const BATCH = 10

/**
 * @param leaseMs longer than a refund can take
 * @returns the number of checkouts checked
 */
export async function giveBackSurplus(parts: GiveBackParts, leaseMs: number): Promise<number> {
  const due = await claimDueSurplus(parts.database, parts.now(), leaseMs, BATCH)
  await Promise.all(due.map((checkout) => giveBackLogged(parts, checkout)))
  return due.length
}

/** A failure must not stop the other checkouts; the lease expires and the checkout is tried again. */
async function giveBackLogged(parts: GiveBackParts, checkout: CheckoutRow): Promise<void> {
  try {
    await finishSurplus(parts.database.db, checkout, await settleSurplus(parts, checkout))
  } catch (error) {
    parts.log.error({ checkout: checkout.id, err: error }, 'could not compare the payments of this checkout')
  }
}

/** @returns Unix milliseconds of the next check; null when nothing is left to do */
async function settleSurplus(parts: GiveBackParts, checkout: CheckoutRow): Promise<number | null> {
  const compared = await compare(parts.database.db, checkout)
  if (compared === 'wait') return parts.now() + LOOK_AGAIN_MS
  if (compared.surplus.length === 0 && compared.paid > 1)
    parts.log.error({ checkout: checkout.id }, 'paid twice: refund or void one of the payments')
  const next: (number | null)[] = []
  for (const id of compared.surplus) {
    const payment = await markSurplus(parts, checkout.order_reference, id)
    if (payment && parts.hostedDuplicate === 'refund') next.push(await giveBack(parts, payment))
  }
  const moments = next.filter((at) => at !== null)
  return moments.length > 0 ? Math.min(...moments) : null
}

async function compare(db: Queries, checkout: CheckoutRow) {
  const payments = await listPaymentsOfOrder(db, checkout)
  const steps = await listSteps(
    db,
    payments.map((payment) => payment.id),
  )
  const successes = payments.map((payment) =>
    toSuccess(
      payment,
      steps.filter((step) => step.payment_id === payment.id),
    ),
  )
  return compareSuccesses(successes)
}

/**
 * Commits the decision before any money moves. Decisions about one order run one at a time, so that two processes cannot
 * give back each other's payment.
 * @returns the payment to give back; null when the facts changed meanwhile
 */
function markSurplus(parts: GiveBackParts, order: string, id: string): Promise<PaymentRow | null> {
  return parts.database.transaction(async (tx) => {
    await takeTurn(parts.database.kind, tx, order)
    const payment = await lockPayment(parts.database.kind, tx, id)
    const checkout = payment && (await lockCheckout(parts.database.kind, tx, payment.checkout_id))
    if (!payment || !checkout || payment.surplus_of !== null) return payment ?? null
    const compared = await compare(tx, checkout)
    if (compared === 'wait' || compared.kept === null || !compared.surplus.includes(id)) return null
    await updatePayment(tx, id, { surplus_of: compared.kept })
    await addStep(tx, stepOf(payment, compared.kept, parts.now()))
    if (checkout.paid_payment_id === id) await payWith(tx, checkout, compared.kept, parts.now())
    report(parts, payment, compared.kept)
    return { ...payment, surplus_of: compared.kept }
  })
}

function stepOf(payment: PaymentRow, kept: string, now: number) {
  const { id, status } = payment
  const cause = 'paid beside another payment'
  return { payment_id: id, at: now, from_status: status, to_status: status, cause, detail: kept }
}

function report(parts: GiveBackParts, { id, checkout_id }: PaymentRow, kept: string): void {
  const facts = { payment: id, checkout: checkout_id, kept }
  if (parts.hostedDuplicate === 'report')
    parts.log.error(facts, 'paid twice: refund or void this payment, it was made on a page left behind')
  else parts.log.warn(facts, 'paid twice: the payment on the page left behind is given back')
}

/** Until now the surplus payment counted as the one that paid the checkout. */
async function payWith(tx: Queries, checkout: CheckoutRow, keptId: string, now: number): Promise<void> {
  const kept = await findPayment(tx, keptId)
  if (!kept) throw new Error(`no payment ${keptId}`)
  // The kept payment belongs to another checkout of the order: this checkout keeps the payment that is given back.
  if (kept.checkout_id !== checkout.id) return
  if (kept.amount !== checkout.amount)
    await returnToPaidAmount(tx, checkout, { amount: kept.amount, updated_at: now })
  const status = checkoutStatusFor(kept.status, kept.status)
  await updateCheckout(tx, checkout.id, { paid_payment_id: keptId, status, updated_at: now })
}

/** @returns Unix milliseconds of the next check; null when everything is given back, or an operator must do it */
async function giveBack(parts: GiveBackParts, payment: PaymentRow): Promise<number | null> {
  const operations = await listModifications(parts.database.db, [payment.id])
  const step = planGiveBack(payment, operations, parts.now())
  if (step.do === 'nothing') return null
  if (step.do === 'look_again') return step.at
  if (step.do === 'give_up') return giveUp(parts, payment)
  try {
    await modify(parts, {
      paymentId: payment.id,
      key: step.key,
      type: step.do,
      reason: 'duplicate',
      by: { actor: { type: 'job', id: 'give-back' }, requestId: 'job' },
    })
    return parts.now()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    if (error.code === 'payment_disputed') return leaveDisputed(parts, payment)
    parts.log.warn({ payment: payment.id, code: error.code }, 'a payment could not be given back yet')
    return parts.now() + LOOK_AGAIN_MS
  }
}

/** The dispute may take the money too, so an operator decides whether to give it back as well. */
function leaveDisputed(parts: GiveBackParts, { id, surplus_of }: PaymentRow): null {
  parts.log.error({ payment: id, kept: surplus_of }, 'a disputed payment is not given back automatically')
  return null
}

function giveUp(parts: GiveBackParts, { id, surplus_of }: PaymentRow): null {
  parts.log.error(
    { payment: id, kept: surplus_of },
    'PayKKa refuses to give this payment back: refund or void it by hand',
  )
  return null
}
