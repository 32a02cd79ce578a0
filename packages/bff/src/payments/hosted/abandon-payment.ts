/** The shopper wants to pay another way while the bank's page or PayKKa's page is open. */
import type { AbandonReason } from '@paykka-checkout/shared-types'
import type { By } from '../../audit/record.ts'
import { recordSoon } from '../../audit/record.ts'
import { refuseUnlessOpen } from '../../checkouts/checkout-rules.ts'
import { findCheckout } from '../../database/checkout-rows.ts'
import { addStep, findPayment, listSteps, lockPayment } from '../../database/payment-rows.ts'
import type { CheckoutRow, PaymentRow } from '../../database/tables.ts'
import { AppError } from '../../domain/errors.ts'
import type { GatewayAnswer } from '../gateway.ts'
import type { ModificationGateway } from '../modifications/modification-gateway.ts'
import type { AskResult, ResolveParts } from '../purchases/ask-about-payment.ts'
import { ask } from '../purchases/ask-about-payment.ts'
import { isActive } from '../states.ts'
import { abandonmentOf, leavePage } from './leave-page.ts'

export type AbandonParts = ResolveParts & {
  modifications: ModificationGateway
  /** Milliseconds after which an order can no longer be answered. */
  sendWindowMs: number
  /** Resolves when the browser must get an answer, even if work is still in progress. */
  timeout(ms: number, over?: AbortSignal): Promise<void>
}

/** `reason` says why the payment can't be abandoned yet; undefined when the checkout is free again. */
export type Abandoned = { payment: PaymentRow; reason?: AbandonReason }

/** Proxies and browsers give up after half a minute. Querying continues without them. */
const ANSWER_WITHIN_MS = 20_000

/**
 * Frees the checkout only when PayKKa's answer proves that the payment cannot be charged, or that the shopper never began
 * to pay on its page. Idempotent.
 * @throws AppError not_found | already_paid | payment_in_progress | checkout_closed | checkout_expired
 */
export async function abandon(
  parts: AbandonParts,
  { id }: CheckoutRow,
  paymentId: string,
  by: By,
): Promise<Abandoned> {
  const payment = await findPayment(parts.database.db, paymentId)
  if (payment?.checkout_id !== id) throw new AppError('not_found')
  const { payment: after, answer } = isActive(payment.status)
    ? await giveUpInTime(parts, payment, by)
    : { payment, answer: undefined }
  if (isActive(after.status)) return { payment: after, reason: reasonOf(after, answer) }
  const checkout = await findCheckout(parts.database.db, id)
  if (!checkout) throw new AppError('not_found')
  refuseUnlessOpen(checkout, parts.provenNow())
  return { payment: after }
}

type Outcome = { payment: PaymentRow; answer: GatewayAnswer | undefined }

function giveUpInTime(parts: AbandonParts, payment: PaymentRow, by: By): Promise<Outcome> {
  const over = new AbortController()
  const late = parts.timeout(ANSWER_WITHIN_MS, over.signal).then(() => ({ payment, answer: undefined }))
  return Promise.race([giveUp(parts, payment, by), late]).finally(() => over.abort())
}

async function giveUp(parts: AbandonParts, payment: PaymentRow, by: By): Promise<Outcome> {
  // The answer is still in flight; if none comes, the resolver takes over.
  if (payment.status === 'sending') return { payment, answer: undefined }
  if (payment.method === 'hosted') return leavePage(parts, payment, by)
  const asked = await ask(parts, payment)
  return isAtBank(asked) && (await voidAtBank(parts, asked.payment, by)) ? ask(parts, asked.payment) : asked
}

/** PayKKa knows the order, and the shopper may still approve it. */
function isAtBank({ payment, answer }: AskResult): boolean {
  return answer.kind === 'state' && payment.status === 'action_required' && payment.gateway_order_id !== null
}

/** Enough for one or two lost answers; more voids prove nothing new. */
const MAX_VOIDS = 3
const VOID_SENT = 'void sent for the shopper'

/**
 * PayKKa documents voids for held funds only; whether a void ends an order that waits for the bank is unknown. So the BFF
 * tries one, and only a query proves the result.
 * @returns whether a void was sent
 */
async function voidAtBank(parts: AbandonParts, payment: PaymentRow, by: By): Promise<boolean> {
  if (!(await recordVoid(parts, payment.id, by))) return false
  const { gateway_order_id, amount: value, currency } = payment
  try {
    const answer = await parts.modifications.void({
      orderId: gateway_order_id ?? '',
      amount: { value, currency },
      sendBefore: parts.now() + parts.sendWindowMs,
      whole: true,
      reason: 'requested_by_customer',
    })
    parts.log.info(
      { payment: payment.id, answer: answer.kind },
      'void sent for a shopper who leaves the bank',
    )
  } catch (error) {
    parts.log.error({ payment: payment.id, err: error }, 'the gateway threw')
  }
  return true
}

/** Committed before the first byte is sent. @returns false when the limit is reached, or nothing is left to void */
function recordVoid(parts: AbandonParts, id: string, by: By): Promise<boolean> {
  return parts.database.transaction(async (tx) => {
    const payment = await lockPayment(parts.database.kind, tx, id)
    const sent = (await listSteps(tx, [id])).filter(({ cause }) => cause === VOID_SENT).length
    if (payment?.status !== 'action_required' || sent >= MAX_VOIDS) return false
    const { status } = payment
    const step = { payment_id: id, at: parts.now(), from_status: status, to_status: status }
    await addStep(tx, { ...step, cause: VOID_SENT, detail: null })
    await recordSoon(tx, abandonmentOf(payment, step.at, by))
    return true
  })
}

function reasonOf({ method, status }: PaymentRow, answer: GatewayAnswer | undefined): AbandonReason {
  if (answer?.kind !== 'state') return 'no_answer'
  return method !== 'hosted' && status === 'action_required' ? 'at_bank' : 'being_paid'
}
