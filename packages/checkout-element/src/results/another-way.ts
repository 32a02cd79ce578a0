/** "Pay another way" while the page of the bank, or PayKKa's own, is open. The BFF decides whether that is possible yet. */
import type { TemplateResult } from 'lit'
import { html, nothing } from 'lit'
import { call, timed } from '../bff-client.ts'
import type { CheckoutController } from '../checkout-controller.ts'
import type { Environment } from '../environment.ts'
import type { PublicPayment } from '../wire.ts'
import { readPayment } from '../wire.ts'
import { anotherWay, notYet } from './messages.ts'

/** Longer than the BFF waits for PayKKa. */
const TIMEOUT_MS = 30_000

/** What is known of asking for a payment: the question is on its way, or the answer was "not yet". */
const asked = new Map<string, 'asking' | 'not-yet'>()

/** The button, and why it did not help. */
export function anotherWayView({ id }: PublicPayment, leave: () => void): TemplateResult {
  const told = asked.get(id)
  const text = told === 'not-yet' ? notYet() : nothing
  return html`<button type="button" class="secondary" part="another-way-button" aria-disabled=${told === 'asking'}
      @click=${leave}>${anotherWay()}</button>
    <p role="status" part="another-way-text" .textContent=${text === nothing ? '' : text}></p>`
}

/** Asks the BFF to give the payment up, and shows the form again when nothing can be charged any more. */
export async function payAnotherWay(
  controller: CheckoutController,
  env: Environment,
  changed: () => void,
): Promise<void> {
  const { state, access } = controller
  if (state.kind !== 'action' || !access || asked.get(state.payment.id) === 'asking') return
  const { id } = state.payment
  asked.set(id, 'asking')
  changed()
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }
  const signal = timed(new AbortController().signal, TIMEOUT_MS)
  const answer = await call(env, access, `/payments/${id}/abandon`, init, signal, readAnswer)
  if (answer.kind === 'ok' && !answer.value.reason) {
    asked.delete(id)
    controller.move({ type: 'answered', payment: answer.value.payment })
  } else {
    asked.set(id, 'not-yet')
    // It may have been paid, or be over in another way: the checkout tells.
    await controller.refresh()
  }
  changed()
}

function readAnswer(body: unknown): { payment: PublicPayment; reason: unknown } | null {
  const { payment, reason } = (body ?? {}) as { payment?: unknown; reason?: unknown }
  const read = readPayment(payment)
  return read && { payment: read, reason }
}
