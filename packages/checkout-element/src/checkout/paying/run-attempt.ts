/** Sends one attempt to pay and judges the answer. The key is stored before the first byte is sent. */

import { CheckoutError } from '../../errors.ts'
import type { PayWith } from '../../methods/pay-method.ts'
import { amountText } from '../../ui/amount.ts'
import type { Answer } from '../bff-client.ts'
import { loadCheckout } from '../bff-client.ts'
import type { CheckoutEvent } from '../checkout-state.ts'
import type { Problem, PublicCheckout, PublicPayment } from '../wire.ts'
import type { Attempt } from './attempt.ts'
import { findAttempt, forgetAttempt, isUnseen, storeAttempt } from './attempt.ts'
import { browserData } from './browser-data.ts'
import { postPayment } from './post-payment.ts'
import type { Run } from './run.ts'
import { storeSecretUntilShown } from './store-secret.ts'

export type { Attempt } from './attempt.ts'

/** The meaning of an answer. `open`: the outcome is not known, so the attempt is kept. `ask`: read the checkout next. */
export type Verdict = { event: CheckoutEvent; open?: true; ask?: true }

/** A new attempt, or the one that a reload interrupted, which must be sent again with its key. */
export function startAttempt(
  checkout: PublicCheckout,
  payWith: PayWith,
  { access, page, env }: Run,
): Attempt {
  const kept = findAttempt(checkout)
  const attempt = {
    key: kept?.key ?? env.newKey(),
    repeats: kept !== null,
    after: checkout.lastPayment?.attempt ?? 0,
    request: { version: checkout.version, ...payWith, browser: { ...browserData(), ...page.fraud } },
  }
  storeAttempt(checkout.id, attempt)
  storeSecretUntilShown(checkout, access)
  return attempt
}

/** True when a lost attempt never arrived. The same request may be sent again, because its key makes it one attempt. */
export const mayGoAgain = (attempt: Attempt, checkout: PublicCheckout): boolean => isUnseen(attempt, checkout)

/** Forgets an attempt whose end was read from the checkout. */
export const dropAttempt = ({ id }: PublicCheckout): void => forgetAttempt(id)

/** Sends the attempt; `null` when the run was aborted meanwhile. */
export async function runAttempt(
  attempt: Attempt,
  checkout: PublicCheckout,
  run: Run,
): Promise<Verdict | null> {
  const answer = await postPayment(run, attempt)
  if (run.signal.aborted) return null
  const verdict = await judge(answer, checkout, run)
  if (!verdict.open) forgetAttempt(checkout.id)
  return run.signal.aborted ? null : verdict
}

async function judge(answer: Answer<PublicPayment>, checkout: PublicCheckout, run: Run): Promise<Verdict> {
  if (answer.kind === 'lost') return { event: { type: 'lost' }, open: true }
  if (answer.kind === 'ok') return { event: await answered(answer.value, run) }
  return await refused(answer.problem, checkout, run)
}

/** The meaning of each problem: nothing charged, another attempt active, or not certain. */
async function refused(problem: Problem, checkout: PublicCheckout, run: Run): Promise<Verdict> {
  switch (problem.code) {
    // Both leave the outcome open. The same key asks again; a new key would risk a second charge.
    case 'internal_error':
    case 'idempotency_in_flight':
      return { event: { type: 'lost' }, open: true }
    case 'payment_in_progress':
    case 'already_paid':
    case 'checkout_closed':
    case 'idempotency_key_reused':
      return { event: { type: 'blocked' }, ask: true }
    case 'checkout_expired':
      return { event: { type: 'expired' } }
    case 'amount_changed':
      return { event: await amountChanged(problem, checkout, run) }
    case 'card_unreadable':
      await renewKey(checkout, run)
  }
  const error = new CheckoutError(problem.code, problem.requestId)
  const event = { type: 'refused', error } as const
  return { event: problem.code === 'too_many_attempts' ? await usedUp(run, event) : event }
}

/** A decline may have been the last try, which only the checkout shows. A slow answer does not delay the banner. */
async function answered(payment: PublicPayment, run: Run): Promise<CheckoutEvent> {
  const checkout = payment.status === 'declined' ? await readSoon(run) : null
  return { type: 'answered', payment, ...(checkout && { checkout }) }
}

const READ_MS = 3000

async function readSoon({ access, env, signal }: Run): Promise<PublicCheckout | null> {
  const read = loadCheckout(access, env, signal)
  const first = await Promise.race([read, env.wait(READ_MS, signal)])
  return first?.kind === 'ok' ? first.value : null
}

/** Either no card is accepted any more, or not this one: the checkout shows which. */
async function usedUp(run: Run, refused: CheckoutEvent): Promise<CheckoutEvent> {
  const checkout = await readSoon(run)
  const last = checkout?.lastPayment
  if (!checkout || !last || checkout.status !== 'open') return refused
  const never = { ...last, status: 'declined' as const, decline: { retry: 'never' as const } }
  return { type: 'answered', payment: checkout.triesLeft === 0 ? last : never, checkout }
}

async function amountChanged(problem: Problem, known: PublicCheckout, run: Run): Promise<CheckoutEvent> {
  const loaded = await loadCheckout(run.access, run.env, run.signal)
  const { shown = known.amount, current = known.amount, version = known.version } = problem
  const checkout = loaded.kind === 'ok' ? loaded.value : { ...known, amount: current, version }
  return { type: 'amount-changed', checkout, shown: amountText(shown), current: amountText(checkout.amount) }
}

/** Reads the current card key after the BFF could not decrypt the card. */
async function renewKey(known: PublicCheckout, run: Run): Promise<void> {
  const loaded = await loadCheckout(run.access, run.env, run.signal)
  if (loaded.kind === 'ok') known.cardKey = loaded.value.cardKey
}
