/** The one place where a payment’s status changes. Purchase, return, resolver and notice all end here. */
import type { Vault } from '../card/vault.ts'
import { findCheckout, insertVersion, lockCheckout, updateCheckout } from '../store/checkouts.ts'
import type { Queries, Store } from '../store/database.ts'
import { storeAnswer } from '../store/idempotency.ts'
import { addStep, listPayments, lockPayment, updatePayment } from '../store/payments.ts'
import { addShopEvent } from '../store/shop-events.ts'
import type { CheckoutRow, PaymentRow } from '../store/tables.ts'
import { answerFor } from './answer.ts'
import type { GatewayAnswer } from './gateway.ts'
import { keepCard } from './keep-card.ts'
import { recordsOf } from './records.ts'
import { nextQueryAt } from './schedule.ts'
import type { EventMarks } from './shop-event.ts'
import { moveEvent, refundEvent } from './shop-event.ts'
import { balancesOf } from './sums.ts'
import { takeOrder } from './take-order.ts'
import { present } from './text.ts'
import { toldColumns } from './told-facts.ts'
import { supportCode } from './trans-id.ts'
import type { Asked, Verdict } from './transitions.ts'
import { checkoutStatusFor, isLive, isPaid, judge } from './transitions.ts'
import type { UnwrittenResults } from './unwritten.ts'

export type SettleLog = {
  info(facts: Record<string, unknown>, message: string): void
  warn(facts: Record<string, unknown>, message: string): void
  error(facts: Record<string, unknown>, message: string): void
}

export type SettleParts = {
  store: Store
  /** Unix milliseconds. */
  now: () => number
  /** Like `now`, for what ends something; 0 while PayKKa has not confirmed the time. */
  provenNow: () => number
  random: () => number
  log: SettleLog
  vault: Vault
  /** Keeps what the database does not take; left out where nobody tries again. */
  unwritten?: UnwrittenResults
}

/** Idempotency keys of purchases live in a space of their own per checkout. */
export function payScope(checkoutId: string): string {
  return `pay:${checkoutId}`
}

/**
 * Applies one judged answer in one transaction: payment, step, checkout, event for the shop and stored answer change
 * together or not at all. An answer that proves nothing new only moves the next question.
 * @returns the payment as it stands now
 */
export function settle(
  parts: SettleParts,
  paymentId: string,
  answer: GatewayAnswer,
  asked: Asked,
): Promise<PaymentRow> {
  const once = () => settleOnce(parts, paymentId, answer, asked)
  return parts.unwritten ? parts.unwritten.write(paymentId, once) : once()
}

function settleOnce(
  parts: SettleParts,
  paymentId: string,
  answer: GatewayAnswer,
  asked: Asked,
): Promise<PaymentRow> {
  return parts.store.transaction(async (tx) => {
    const payment = await lockPayment(parts.store.kind, tx, paymentId)
    if (!payment) throw new Error(`no payment ${paymentId}`)
    if (asked.fence !== undefined && asked.fence !== payment.lease_fence) return overtaken(parts, payment)
    const verdict = judge(payment, answer, asked, parts.provenNow())
    const after = verdict
      ? await apply(parts, tx, payment, verdict, asked)
      : await reschedule(parts, tx, payment, asked)
    // The first answer is the one that is replayed: later states need not look for it again.
    if (payment.status === 'sending' && after.status !== 'sending') {
      await storeAnswer(tx, payScope(after.checkout_id), after.idempotency_key, answerFor(after))
    }
    return after
  })
}

/** This instance slept through its lease and another took over: what it learned is old. */
function overtaken(parts: SettleParts, payment: PaymentRow): PaymentRow {
  parts.log.warn({ payment: payment.id }, 'an answer came after its lease was lost; dropped')
  return payment
}

/** The gateway came back while this question was on its way: its answer, if any, is older than that. */
function wasWoken({ next_query_at: due }: PaymentRow, asked: Asked, now: number): boolean {
  return due !== null && due > asked.at && due <= now
}

/** A question from before PayKKa confirmed the time could not end the payment: where it now could, the next one comes soon. */
function askedAt({ provenNow }: SettleParts, asked: Asked, now: number): number {
  return provenNow() > 0 ? asked.provenAt : now
}

async function reschedule(
  parts: SettleParts,
  tx: Queries,
  payment: PaymentRow,
  asked: Asked,
): Promise<PaymentRow> {
  const now = parts.now()
  const queries = payment.queries + 1
  const changes = {
    queries,
    next_query_at: wasWoken(payment, asked, now)
      ? now
      : nextQueryAt({ ...payment, queries }, now, parts.random(), askedAt(parts, asked, now)),
    lease_until: 0,
  }
  await updatePayment(tx, payment.id, changes)
  return { ...payment, ...changes }
}

/** How often a stored card’s token is asked for, ever more rarely: half an hour in all. */
const TOKEN_QUERIES = 10

async function apply(
  parts: SettleParts,
  tx: Queries,
  payment: PaymentRow,
  verdict: Verdict,
  asked: Asked,
): Promise<PaymentRow> {
  const now = parts.now()
  const moved = verdict.status !== payment.status
  const known = {
    ...factColumns(payment, verdict, asked),
    status: verdict.status,
    // A payment under review that was paid or given up before leaves the one live place to others.
    live: isLive(verdict.status) ? payment.live : 0,
    left_at: verdict.pageOver || isPaid(verdict.status) ? null : payment.left_at,
    queries: moved ? 0 : payment.queries + 1,
  }
  const changes = {
    ...known,
    next_query_at: nextQueryAt({ ...payment, ...known }, now, parts.random()),
    lease_until: 0,
    updated_at: now,
  }
  const kept =
    !isPaid(verdict.status) || (await keepCard(parts, tx, { ...payment, ...changes }, verdict.facts))
  // PayKKa may tell the token only when asked again.
  if (!kept && known.queries < TOKEN_QUERIES) changes.next_query_at ??= now + 2000 * 2 ** known.queries
  await updatePayment(tx, payment.id, changes)
  const after = { ...payment, ...changes }
  if (moved) await recordMove(parts, tx, payment, after, verdict)
  else if (refundedIn(after) !== refundedIn(payment)) await reportRefund(tx, after)
  return after
}

const refundedIn = (payment: PaymentRow): number => balancesOf(payment)?.refunded ?? 0

/** A second partial refund changes no status, and the shop must hear of it all the same. */
async function reportRefund(tx: Queries, after: PaymentRow): Promise<void> {
  const checkout = await findCheckout(tx, after.checkout_id)
  if (!checkout) throw new Error(`no checkout ${after.checkout_id}`)
  const event = refundEvent(after, checkout, await recordsOf(tx, after.id), refundedIn(after))
  if (event) await addShopEvent(tx, event)
}

/** Facts once known stay: a later answer may leave some out. */
function factColumns(payment: PaymentRow, verdict: Verdict, asked: Asked) {
  const { facts } = verdict
  return {
    gateway_order_id: facts.orderId ?? payment.gateway_order_id,
    gateway_code: facts.gatewayCode ?? payment.gateway_code,
    card_bin: facts.cardBin ?? payment.card_bin,
    card_last4: facts.cardLast4 ?? payment.card_last4,
    // The card that was typed knows its brand better than the gateway; a wallet’s is only known from there.
    card_brand: payment.card_brand ?? facts.cardBrand ?? null,
    balances: facts.balances ? JSON.stringify(facts.balances) : payment.balances,
    balances_asked_at: facts.balances ? asked.at : payment.balances_asked_at,
    ...toldColumns(payment, facts),
    action_url: verdict.actionUrl ?? null,
    decline_code: verdict.decline?.code ?? null,
    decline_retry: verdict.decline?.retry ?? null,
    failure: verdict.failure ?? null,
  }
}

async function recordMove(
  parts: SettleParts,
  tx: Queries,
  before: PaymentRow,
  after: PaymentRow,
  verdict: Verdict,
): Promise<void> {
  await addStep(tx, {
    payment_id: after.id,
    at: after.updated_at,
    from_status: before.status,
    to_status: after.status,
    cause: verdict.cause.slice(0, 64),
    detail: verdict.detail ?? verdict.failure ?? verdict.decline?.code ?? null,
    gateway_message: verdict.facts.gatewayMessage ?? null,
  })
  // Held too: another attempt of the same checkout may be settled at this moment.
  const locked = await lockCheckout(parts.store.kind, tx, after.checkout_id)
  if (!locked) throw new Error(`no checkout ${after.checkout_id}`)
  const pays = isPaid(after.status) && !isPaid(before.status)
  const checkout = pays ? await takeOrder(parts, tx, locked) : locked
  const marks = findSurprises(parts, checkout, before, after)
  await moveCheckout(tx, checkout, before, after)
  if (marks.duplicate) await updateCheckout(tx, checkout.id, { surplus_due_at: after.updated_at })
  alert(parts, after, verdict)
  const event = moveEvent(after, checkout, await recordsOf(tx, after.id), marks)
  if (event) await addShopEvent(tx, event)
  parts.log.info(
    {
      ...namesOf(after),
      order: checkout.order_reference,
      from: before.status,
      to: after.status,
      cause: verdict.cause,
      ...wordsOf(verdict),
    },
    'payment moved',
  )
}

const wordsOf = ({ facts }: Verdict) => present({ gatewayMessage: facts.gatewayMessage })

/** What a person looks for in the log: our id, the code a shopper reads out, PayKKa’s order. */
function namesOf({ id, trans_id, gateway_order_id }: PaymentRow) {
  return { payment: id, supportCode: supportCode(trans_id), gatewayOrder: gateway_order_id ?? undefined }
}

/** The checkout follows its live attempt. A success counts whenever it comes, also for an attempt given up before. */
async function moveCheckout(
  tx: Queries,
  checkout: CheckoutRow,
  before: PaymentRow,
  after: PaymentRow,
): Promise<void> {
  const base = { live_payment_id: nextLive(checkout.live_payment_id, after), updated_at: after.updated_at }
  const paidByOther = checkout.paid_payment_id !== null && checkout.paid_payment_id !== after.id
  const concerned =
    checkout.live_payment_id === after.id || checkout.paid_payment_id === after.id || isPaid(after.status)
  if (paidByOther || !concerned) return updateCheckout(tx, checkout.id, base)
  if (isPaid(after.status) && after.amount !== checkout.amount) await returnToPaidAmount(tx, checkout, after)
  const paying = isPaid(after.status) ? after : await findPaying(tx, checkout.id)
  const status = checkoutStatusFor((paying ?? after).status, before.status)
  await updateCheckout(tx, checkout.id, {
    ...base,
    // Its order was paid elsewhere meanwhile, so it must not be paid again.
    status: status === 'open' && checkout.superseded_by !== null ? 'canceled' : status,
    paid_payment_id: paying?.id ?? (isLive(after.status) ? checkout.paid_payment_id : null),
  })
}

/** A late success paid an older version: the checkout must not look as if its newer price had been paid. */
export async function returnToPaidAmount(
  tx: Queries,
  checkout: CheckoutRow,
  after: Pick<PaymentRow, 'amount' | 'updated_at'>,
): Promise<void> {
  const paid = {
    id: checkout.id,
    version: checkout.version + 1,
    amount: after.amount,
    updated_at: after.updated_at,
  }
  await updateCheckout(tx, checkout.id, { version: paid.version, amount: paid.amount })
  await insertVersion(tx, paid)
}

/** After a void: a checkout that another payment has paid too must not open again. */
async function findPaying(tx: Queries, checkoutId: string): Promise<PaymentRow | undefined> {
  return (await listPayments(tx, checkoutId)).find((payment) => isPaid(payment.status))
}

function nextLive(current: string | null, after: PaymentRow): string | null {
  if (after.live === 1) return after.id
  return current === after.id ? null : current
}

/** Money that moved against expectation: a person must know, and nothing may be dropped. */
function findSurprises(
  parts: SettleParts,
  checkout: CheckoutRow,
  before: PaymentRow,
  after: PaymentRow,
): EventMarks {
  if (!isPaid(after.status) || isPaid(before.status)) return {}
  const facts = { payment: after.id, checkout: checkout.id }
  const late = !isLive(before.status)
  const again = checkout.paid_payment_id !== null && checkout.paid_payment_id !== after.id
  const elsewhere = checkout.paid_before === 1 && checkout.order_claim !== 'repeat'
  const duplicate = again || elsewhere
  const amountDiffers = after.amount !== checkout.amount
  if (late) parts.log.error(facts, 'late success: paid after it was given up')
  if (duplicate) parts.log.error(facts, 'this checkout was paid twice')
  if (amountDiffers) parts.log.error(facts, 'paid an amount the checkout no longer asks for')
  return {
    ...(late ? { late } : {}),
    ...(duplicate ? { duplicate } : {}),
    ...(amountDiffers ? { amountDiffers } : {}),
  }
}

/** What an operator must hear of at once: keys, clock or addresses are wrong, or an answer was about something else. */
function alert(parts: SettleParts, after: PaymentRow, verdict: Verdict): void {
  const facts = { payment: after.id, checkout: after.checkout_id, cause: verdict.cause, ...wordsOf(verdict) }
  if (verdict.detail) parts.log.error({ ...facts, detail: verdict.detail }, 'PayKKa contradicts itself')
  else if (after.status === 'needs_review') parts.log.error(facts, 'no answer for a day: a person must look')
  if (verdict.failure === 'configuration')
    parts.log.error(facts, 'PayKKa refuses us: check keys, clock and addresses')
  if (verdict.cause.startsWith('mismatch_')) parts.log.error(facts, 'PayKKa answered about another payment')
}
