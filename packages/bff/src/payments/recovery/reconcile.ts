/** Compares the database with the gateway, payment by payment. It proposes actions and never executes them. */
import type { Balances, PaymentStatus } from '@paykka-checkout/shared-types'
import { pageIsOverAt } from '../../checkouts/hosted-page.ts'
import { isSurplusDue, listCheckoutsSince } from '../../database/checkout-rows.ts'
import type { Database, Queries } from '../../database/database.ts'
import { listPaidOfOrders } from '../../database/order-rows.ts'
import { hasPayments, listPaymentsSince } from '../../database/payment-rows.ts'
import type { CheckoutRow, PaymentRow } from '../../database/tables.ts'
import { deriveTransId, supportCode } from '../../domain/trans-id.ts'
import type { Gateway, GatewayAnswer } from '../gateway.ts'
import { isActive, isPaid, nextStatus } from '../states.ts'
import { balancesOf, contradiction } from '../sums.ts'

type FindingKind =
  | 'paid_without_record'
  | 'recorded_without_payment'
  | 'paid_twice'
  | 'order_paid_twice'
  | 'surplus'
  | 'stuck'
  | 'refund_mismatch'
  | 'sum_mismatch'
  | 'status_mismatch'
  | 'contradiction'
  | 'not_comparable'

/** One difference, with the action it proposes to an operator. */
export type Finding = {
  kind: FindingKind
  checkoutId: string
  orderReference: string
  paymentId?: string
  transId: string
  supportCode: string
  here: PaymentStatus | 'none'
  gateway: string
  proposal: string
}

export type Report = {
  from: number
  to: number
  payments: number
  checkouts: number
  /** The database holds no payment from any time: the comparison then proves nothing. */
  empty: boolean
  findings: Finding[]
}

export type ReconcileParts = {
  database: Database
  gateway: Gateway
  transIdKey: Uint8Array
  now: () => number
}

const STUCK_AFTER_MS = 15 * 60_000
/** Limits concurrency, so that a large comparison does not crowd out payments. */
const PARALLEL = 5

const PROPOSALS: Record<FindingKind, string> = {
  paid_without_record:
    'The shopper paid and the shop does not know: mark the order paid, or void/refund at PayKKa.',
  recorded_without_payment: 'Do not ship. Ask PayKKa support with the trans_id before changing anything.',
  paid_twice: 'Refund or void one of the payments of this checkout.',
  order_paid_twice:
    'Another checkout of this order is paid too: refund or void this payment, unless the order is paid in parts.',
  surplus:
    'Nothing now: the BFF gives back the payment on the page that was left. When it is still listed tomorrow, refund or void it.',
  stuck: 'Check that the BFF runs and reaches PayKKa; if it does, ask PayKKa support with the trans_id.',
  refund_mismatch:
    'The daily comparison of the running BFF takes over the sum. Compare the refunds in the back office with the shop.',
  sum_mismatch:
    'The daily comparison of the running BFF takes over the captured and voided sums; run again afterwards.',
  status_mismatch: 'The daily comparison of the running BFF takes over the status; run again afterwards.',
  contradiction:
    'PayKKa contradicts itself about this payment: ask its support with the trans_id before money is moved.',
  not_comparable: 'PayKKa gave no answer for this payment: run again later.',
}

/**
 * @param from Unix milliseconds: payments and checkouts created since
 * @returns every difference found; writes nothing
 */
export async function reconcile(parts: ReconcileParts, from: number): Promise<Report> {
  const payments = await listPaymentsSince(parts.database.db, from)
  const checkouts = await listCheckoutsSince(parts.database.db, from)
  const orders = new Map(checkouts.map((checkout) => [checkout.id, checkout]))
  const compared = await inBatches(payments, (payment) =>
    comparePayment(parts, payment, orders.get(payment.checkout_id)),
  )
  const lost = await inBatches(checkouts, (checkout) => findLostAttempt(parts, checkout))
  const twice = await inBatches(
    [...findPaidTwice(payments, orders), ...(await findOrdersPaidTwice(parts.database.db, payments))],
    (found) => orGivenBack(parts.database.db, found),
  )
  const findings = [...compared, ...lost].filter((finding) => finding !== null)
  return {
    from,
    to: parts.now(),
    payments: payments.length,
    checkouts: checkouts.length,
    empty: !(await hasPayments(parts.database.db)),
    findings: [...findings, ...twice],
  }
}

async function comparePayment(
  parts: ReconcileParts,
  payment: PaymentRow,
  checkout: CheckoutRow | undefined,
): Promise<Finding | null> {
  const amount = { value: payment.amount, currency: payment.currency }
  const answer = await parts.gateway.query({ transId: payment.trans_id, amount })
  const kind = compare(payment, answer, parts.now())
  return kind && checkout ? finding(kind, checkout, payment.trans_id, describe(answer), payment) : null
}

/** @returns the difference between a payment's row and the gateway's answer, null when they agree */
export function compare(payment: PaymentRow, answer: GatewayAnswer, now: number): FindingKind | null {
  const stuck = isActive(payment.status) && now > stuckAt(payment)
  if (answer.kind === 'not_found')
    return isPaid(payment.status) ? 'recorded_without_payment' : stuck ? 'stuck' : null
  if (answer.kind !== 'state') return 'not_comparable'
  const there = answer.state.status
  const paidThere = isPaid(there)
  if (paidThere && !isPaid(payment.status)) return 'paid_without_record'
  if (!paidThere && isPaid(payment.status)) return 'recorded_without_payment'
  const sums = answer.facts.balances
  const known = balancesOf(payment)
  if (sums && contradiction(there, sums, known)) return 'contradiction'
  if (paidThere && sums && known && sums.refunded !== known.refunded) return 'refund_mismatch'
  if (paidThere && sums && known && !sameSums(sums, known)) return 'sum_mismatch'
  if (stuck) return 'stuck'
  const differs = nextStatus(payment, there, sums) !== payment.status
  return differs && !isActive(payment.status) && paidThere ? 'status_mismatch' : null
}

const sameSums = (one: Balances, other: Balances) =>
  one.captured === other.captured && one.voided === other.voided

/** PayKKa's page waits for its shopper as long as it can be paid. */
function stuckAt(payment: PaymentRow): number {
  return Math.max(payment.created_at + STUCK_AFTER_MS, pageIsOverAt(payment))
}

/**
 * A restored backup lacks the attempts sent after it. Their trans_id can be derived, so the BFF queries the gateway for the
 * next attempt of a checkout: it must not exist.
 */
async function findLostAttempt(parts: ReconcileParts, checkout: CheckoutRow): Promise<Finding | null> {
  if (checkout.live_payment_id !== null) return null
  const transId = deriveTransId(parts.transIdKey, checkout.id, checkout.attempts + 1)
  const answer = await parts.gateway.query({
    transId,
    amount: { value: checkout.amount, currency: checkout.currency },
  })
  const exists =
    answer.kind === 'state' || (answer.kind === 'unknown' && answer.reason.startsWith('mismatch_'))
  return exists ? finding('paid_without_record', checkout, transId, describe(answer)) : null
}

function findPaidTwice(payments: PaymentRow[], orders: Map<string, CheckoutRow>): Finding[] {
  const paid = payments.filter((payment) => isPaid(payment.status) && payment.status !== 'refunded')
  return paid.flatMap((payment) => {
    const kept = paid.find((other) => other.checkout_id === payment.checkout_id && !other.surplus_of)
    const checkout = orders.get(payment.checkout_id)
    if (kept === payment || !checkout) return []
    return [finding('paid_twice', checkout, payment.trans_id, payment.status, payment)]
  })
}

/** Proposes the payments that paid an already paid order; where that is unknown, all but the first. */
async function findOrdersPaidTwice(db: Queries, payments: PaymentRow[]): Promise<Finding[]> {
  const paid = await listPaidOfOrders(
    db,
    payments.map(({ checkout_id }) => checkout_id),
  )
  const surplusLast = paid.toSorted((one, other) => isSurplus(one.payment) - isSurplus(other.payment))
  const orders = Map.groupBy(surplusLast, ({ checkout }) => checkout.order_reference)
  return [...orders.values()].flatMap(([first, ...others]) =>
    others
      .filter(({ checkout }) => checkout.id !== first?.checkout.id)
      .map(({ checkout, payment }) =>
        finding('order_paid_twice', checkout, payment.trans_id, payment.status, payment),
      ),
  )
}

const isSurplus = ({ surplus_of }: PaymentRow): number => (surplus_of === null ? 0 : 1)

/** The BFF and an operator must not each give back one of two payments. */
async function orGivenBack(db: Queries, found: Finding): Promise<Finding> {
  const awaited = await isSurplusDue(db, found.orderReference)
  return awaited ? { ...found, kind: 'surplus', proposal: PROPOSALS.surplus } : found
}

function describe(answer: GatewayAnswer): string {
  if (answer.kind === 'state') return answer.state.status
  return 'reason' in answer ? `${answer.kind}: ${answer.reason}` : answer.kind
}

function finding(
  kind: FindingKind,
  checkout: Pick<CheckoutRow, 'id' | 'order_reference'>,
  transId: string,
  gateway: string,
  payment?: PaymentRow,
): Finding {
  return {
    kind,
    checkoutId: checkout.id,
    orderReference: checkout.order_reference,
    ...(payment ? { paymentId: payment.id } : {}),
    transId,
    supportCode: supportCode(transId),
    here: payment?.status ?? 'none',
    gateway,
    proposal: PROPOSALS[kind],
  }
}

async function inBatches<T, R>(items: T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (let start = 0; start < items.length; start += PARALLEL) {
    results.push(...(await Promise.all(items.slice(start, start + PARALLEL).map(work))))
  }
  return results
}
