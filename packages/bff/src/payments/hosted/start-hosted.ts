/** PayKKa's own page for one checkout: an attempt like any other, but only a query proves its result. */
import type { HostedMethod, HostedResponse, PayResponse, Problem } from '@paykka-checkout/shared-types'
import { paymentInProgress } from '../../checkouts/checkout-rules.ts'
import { fits, planPage, readPage } from '../../checkouts/hosted-page.ts'
import { findCheckout } from '../../database/checkout-rows.ts'
import { findLastPayment, recordVisit } from '../../database/payment-rows.ts'
import type { PaymentRow } from '../../database/tables.ts'
import { offeredWays } from '../methods/hosted-method.ts'
import type { PayAnswer, PayInput, PayParts } from '../purchases/pay.ts'
import { pay } from '../purchases/pay.ts'
import { isActive } from '../states.ts'
import { leavePage } from './leave-page.ts'

export type HostedAnswer = Omit<PayAnswer, 'body'> & { body: HostedResponse | Problem }

/** `ways`: the methods the shopper wants to choose from; an empty list means all. */
export type HostedInput = PayInput & { request: { method: { type: 'hosted'; ways: HostedMethod[] } } }

/**
 * A shopper who returns from an unfinished visit gets the same page again: PayKKa has one per attempt. When the page lacks
 * the requested method, the shopper leaves it for a new one.
 * @throws AppError for every refusal before sending, and payment_in_progress while the page's address is unknown
 */
export async function openHosted(parts: PayParts, input: HostedInput): Promise<HostedAnswer> {
  const { ways } = input.request.method
  const last = await findLastPayment(parts.database.db, input.checkout.id)
  const url = openPage(last)
  if (!last || !url) return openNew(parts, input)
  const offered = offeredWays(parts, input.checkout, ways)
  if (!fits(readPage(last), ways, offered)) return replace(parts, input, last)
  const { chosen } = planPage(ways, offered)
  await recordVisit(parts.database.db, last.id, JSON.stringify({ ...readPage(last), chosen }))
  return { status: 200, body: { url }, replayed: true }
}

async function openNew(parts: PayParts, input: HostedInput): Promise<HostedAnswer> {
  const { body, ...answer } = await pay(parts, input)
  if (!isPayment(body)) return { ...answer, body }
  const { action } = body.payment
  if (!action) throw paymentInProgress()
  return { ...answer, status: 200, body: { url: action.url } }
}

/** A request for another method means that the shopper leaves the present page. */
async function replace(parts: PayParts, input: HostedInput, last: PaymentRow): Promise<HostedAnswer> {
  const { payment } = await leavePage(parts, last)
  if (isActive(payment.status)) throw paymentInProgress()
  const checkout = (await findCheckout(parts.database.db, input.checkout.id)) ?? input.checkout
  return openNew(parts, { ...input, checkout })
}

function openPage(last: PaymentRow | undefined): string | null {
  return last?.method === 'hosted' && last.status === 'action_required' ? last.action_url : null
}

const isPayment = (body: PayResponse | Problem): body is PayResponse => 'payment' in body && !('code' in body)
