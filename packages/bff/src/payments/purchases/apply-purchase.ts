/** Writes what an answer proves about a payment: its columns, history, checkout and event for the shop. */
import { changesOf } from '../../database/changes.ts'
import { findCheckout, lockCheckout, updateCheckout } from '../../database/checkout-rows.ts'
import type { Queries } from '../../database/database.ts'
import { addShopEvent } from '../../database/event-rows.ts'
import { addStep, updatePayment } from '../../database/payment-rows.ts'
import type { PaymentRow } from '../../database/tables.ts'
import { present } from '../../domain/present.ts'
import { supportCode } from '../../domain/trans-id.ts'
import { isDuplicate } from '../duplicates/surplus.ts'
import type { Asked } from '../engine/attempt.ts'
import type { SettleParts } from '../engine/engine-parts.ts'
import { moveEvent, refundEvent } from '../events/shop-event.ts'
import { factColumns as gatewayColumns } from '../gateway-facts.ts'
import { recordsOf } from '../payment-records.ts'
import { endWithGateway } from '../recurring/ended-agreement.ts'
import { keepCard } from '../saved-cards/keep-card.ts'
import { isActive, isPaid } from '../states.ts'
import { balancesOf } from '../sums.ts'
import { moveCheckout } from './follow-checkout.ts'
import type { Verdict } from './judge-payment.ts'
import { nextQueryAt } from './payment-schedule.ts'
import { alert, findSurprises } from './surprises.ts'
import { takeOrder } from './take-order.ts'

/** Maximum number of queries for a stored card's token, with growing pauses: half an hour in all. */
const TOKEN_QUERIES = 10

export async function applyToPayment(
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
    // A payment under review that was paid or given up before does not block other attempts.
    live: isActive(verdict.status) ? payment.live : 0,
    left_at: verdict.pageOver || isPaid(verdict.status) ? null : payment.left_at,
    late: isLate(payment, verdict) ? 1 : payment.late,
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
  // PayKKa may return the token only in a later query.
  if (!kept && known.queries < TOKEN_QUERIES) changes.next_query_at ??= now + 2000 * 2 ** known.queries
  await updatePayment(tx, payment.id, changesOf(payment, changes))
  const after = { ...payment, ...changes }
  if (moved) await recordMove(parts, tx, payment, after, verdict)
  else if (refundedIn(after) !== refundedIn(payment)) await reportRefund(tx, after)
  return after
}

/** Paid after it was given up: the shop may have reported a failure to its customer. */
function isLate(before: PaymentRow, { status }: Verdict): boolean {
  return isPaid(status) && !isPaid(before.status) && !isActive(before.status)
}

const refundedIn = (payment: PaymentRow): number => balancesOf(payment)?.refunded ?? 0

/** A second partial refund changes no status, but the shop still needs an event. */
async function reportRefund(tx: Queries, after: PaymentRow): Promise<void> {
  const checkout = await findCheckout(tx, after.checkout_id)
  if (!checkout) throw new Error(`no checkout ${after.checkout_id}`)
  const event = refundEvent(after, checkout, await recordsOf(tx, after.id), refundedIn(after))
  if (event) await addShopEvent(tx, event)
}

/** Known facts stay: a later answer may leave some out. */
function factColumns(payment: PaymentRow, verdict: Verdict, asked: Asked) {
  const { facts } = verdict
  return {
    gateway_order_id: facts.orderId ?? payment.gateway_order_id,
    gateway_code: facts.gatewayCode ?? payment.gateway_code,
    card_bin: facts.cardBin ?? payment.card_bin,
    card_last4: facts.cardLast4 ?? payment.card_last4,
    // A typed card's brand is more exact than the gateway's; a wallet's brand comes only from the gateway.
    card_brand: payment.card_brand ?? facts.cardBrand ?? null,
    balances: facts.balances ? JSON.stringify(facts.balances) : payment.balances,
    balances_asked_at: facts.balances ? asked.at : payment.balances_asked_at,
    ...gatewayColumns(payment, facts),
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
  // Lock the checkout too: another attempt of it may be settled at the same moment.
  const locked = await lockCheckout(parts.database.kind, tx, after.checkout_id)
  if (!locked) throw new Error(`no checkout ${after.checkout_id}`)
  const pays = isPaid(after.status) && !isPaid(before.status)
  const checkout = pays ? await takeOrder(parts, tx, locked) : locked
  const marks = findSurprises(parts, checkout, before, after)
  await moveCheckout(tx, checkout, before, after)
  if (pays && isDuplicate(after, checkout))
    await updateCheckout(tx, checkout.id, { surplus_due_at: after.updated_at })
  alert(parts, after, verdict)
  const event = moveEvent(after, checkout, await recordsOf(tx, after.id), marks)
  if (event) await addShopEvent(tx, event)
  await endWithGateway(tx, after, checkout)
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

/** The ids people search the log for: our id, the reference code a shopper quotes, PayKKa's order. */
function namesOf({ id, trans_id, gateway_order_id }: PaymentRow) {
  return { payment: id, supportCode: supportCode(trans_id), gatewayOrder: gateway_order_id ?? undefined }
}
