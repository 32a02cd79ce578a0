/** PayKKa’s own page for one checkout: an attempt like any other, whose result only a query tells. */
import type { HostedResponse, PayResponse, Problem } from '@paykka-checkout/shared-types'
import { paymentInProgress } from '../checkout/rules.ts'
import { findLastPayment } from '../store/payments.ts'
import type { PaymentRow } from '../store/tables.ts'
import type { PayAnswer, PayInput, PayParts } from './pay.ts'
import { pay } from './pay.ts'

export type HostedAnswer = Omit<PayAnswer, 'body'> & { body: HostedResponse | Problem }

/**
 * A shopper who comes back from an unfinished visit gets the same page again: PayKKa has one per attempt.
 * @throws AppError for everything that stops before sending, and payment_in_progress while nobody knows the address
 */
export async function openHosted(parts: PayParts, input: PayInput): Promise<HostedAnswer> {
  const open = openPage(await findLastPayment(parts.store.db, input.checkout.id))
  if (open) return { status: 200, body: { url: open }, replayed: true }
  const { body, ...answer } = await pay(parts, input)
  if (!isPayment(body)) return { ...answer, body }
  const { action } = body.payment
  if (!action) throw paymentInProgress()
  return { ...answer, status: 200, body: { url: action.url } }
}

function openPage(last: PaymentRow | undefined): string | null {
  return last?.method === 'hosted' && last.status === 'action_required' ? last.action_url : null
}

const isPayment = (body: PayResponse | Problem): body is PayResponse => 'payment' in body && !('code' in body)
