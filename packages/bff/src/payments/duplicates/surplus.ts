/** Decides which successful payment of an order is kept and which ones are surplus. Pure. */
import type { Balances } from '@paykka-checkout/shared-types'
import type { PaymentOfOrder } from '../../database/order-rows.ts'
import type { CheckoutRow, ModificationRow, PaymentRow, PaymentStepRow } from '../../database/tables.ts'
import { amountLeft } from '../modifications/modification-rules.ts'
import { isActive, isPaid } from '../states.ts'
import { balancesOf } from '../sums.ts'

/**
 * One payment of an order. `late`: it was paid on PayKKa's page after its attempt had ended here. `first`: it was the first
 * to pay the order.
 */
export type Success = Pick<PaymentRow, 'id' | 'status' | 'surplus_of'> & { late: boolean; first: boolean }

/** @returns whether another payment has already paid the order that this one paid */
export function isDuplicate(
  payment: Pick<PaymentRow, 'id' | 'status' | 'surplus_of'>,
  checkout: Pick<CheckoutRow, 'paid_payment_id' | 'paid_before' | 'order_claim'>,
): boolean {
  if (payment.surplus_of !== null) return true
  if (!isPaid(payment.status)) return false
  const paidByOther = checkout.paid_payment_id !== null && checkout.paid_payment_id !== payment.id
  return paidByOther || (checkout.paid_before === 1 && checkout.order_claim !== 'repeat')
}

type Step = Pick<PaymentStepRow, 'from_status' | 'to_status'>

/** @param steps all steps of the payment, oldest first */
export function toSuccess(payment: PaymentOfOrder, steps: Step[]): Success {
  const { id, status, surplus_of, method, paid_payment_id, paid_before } = payment
  const first = paid_payment_id === id && paid_before === 0
  return { id, status, surplus_of, first, late: method === 'hosted' && cameLate(steps) }
}

function cameLate(steps: Step[]): boolean {
  const ended = steps.findIndex(({ to_status: to }) => !isActive(to) && !isPaid(to))
  const paid = steps.findIndex(({ to_status: to }) => isPaid(to))
  return ended >= 0 && ended < paid
}

/**
 * A timely success wins over a late one; among late ones the first recorded wins. Only late successes are ever surplus: an
 * operator decides between two timely payments.
 * @param payments all payments that compete for one order
 * @returns `wait` while another attempt may still succeed
 */
export function compareSuccesses(
  payments: Success[],
): { kept: string | null; surplus: string[]; paid: number } | 'wait' {
  if (payments.some(({ status }) => isActive(status))) return 'wait'
  const paid = payments.filter(({ status }) => isPaid(status))
  const valid = paid.filter(({ surplus_of }) => !surplus_of)
  const inTime = valid.filter(({ late }) => !late)
  const best = inTime.length > 0 ? inTime : valid
  const held = best.filter(({ status }) => status !== 'refunded')
  const kept = (held.find(({ first }) => first) ?? held[0] ?? best[0])?.id ?? null
  const isSurplus = ({ id, late, surplus_of }: Success) =>
    surplus_of || (late && kept !== null && id !== kept)
  return { kept, surplus: paid.filter(isSurplus).map(({ id }) => id), paid: valid.length }
}

const MINUTE = 60_000
/** After each refusal the next try waits longer; after the last one an operator must do it. */
export const GIVE_BACK_DELAYS_MS = [1, 5, 30, 60, 360, 360, 720].map((minutes) => minutes * MINUTE)
/** Pause before the next check while an operation is under way or PayKKa gives no answer. */
export const LOOK_AGAIN_MS = MINUTE
/** The longest pause before the next check of a checkout. */
export const LONGEST_LOOK_MS = Math.max(LOOK_AGAIN_MS, ...GIVE_BACK_DELAYS_MS)

/** No shop can send this key: idempotency keys cannot contain a space. */
const KEY = 'surplus '

type NextStep =
  | { do: 'void' | 'refund'; key: string }
  | { do: 'look_again'; at: number }
  | { do: 'give_up' }
  | { do: 'nothing' }

/**
 * Decides the next step to give a whole payment back. Each try has its own key. A new try begins only after the last one
 * provably moved no money, so a crash never gives the money back twice.
 * @param now Unix milliseconds
 */
export function planGiveBack(payment: PaymentRow, operations: ModificationRow[], now: number): NextStep {
  if (operations.some(({ open }) => open === 1)) return { do: 'look_again', at: now + LOOK_AGAIN_MS }
  const type = whatIsLeft(payment, operations)
  if (type === null) return { do: 'nothing' }
  const ours = operations.filter(({ idempotency_key: key }) => key.startsWith(KEY))
  const failed = ours.filter(({ status }) => status === 'failed')
  const last = ours.at(-1)
  if (failed.length > GIVE_BACK_DELAYS_MS.length) return { do: 'give_up' }
  const due =
    last?.status === 'failed' ? triedAt(last, now) + (GIVE_BACK_DELAYS_MS[failed.length - 1] ?? 0) : now
  return due > now ? { do: 'look_again', at: due } : { do: type, key: `${KEY}${ours.length + 1}` }
}

/** A wrong clock may have dated the last try into the future: the next one must not wait for that date. */
function triedAt(last: ModificationRow, now: number): number {
  return Math.min(last.updated_at, now)
}

/** Held funds are released before captured ones are refunded. */
function whatIsLeft(payment: PaymentRow, operations: ModificationRow[]): 'void' | 'refund' | null {
  if (!isPaid(payment.status)) return null
  const balances: Balances | null = balancesOf(payment)
  // Without sums the status decides; the operation queries PayKKa for the sums first.
  if (!balances)
    return payment.status === 'authorized' ? 'void' : payment.status === 'refunded' ? null : 'refund'
  if (amountLeft('void', balances, operations) > 0) return 'void'
  return amountLeft('refund', balances, operations) > 0 ? 'refund' : null
}
