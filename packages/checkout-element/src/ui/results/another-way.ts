/** "Pay another way" during 3-D Secure or on PayKKa's page. The BFF decides whether this is possible yet. */
import type { TemplateResult } from 'lit'
import { html } from 'lit'
import { call } from '../../checkout/bff-client.ts'
import type { CheckoutContext } from '../../checkout/checkout-context.ts'
import type { PublicPayment } from '../../checkout/wire.ts'
import { readPayment } from '../../checkout/wire.ts'
import { anotherWay } from '../checkout-messages.ts'
import { notYet } from './result-messages.ts'

/** Longer than the BFF waits for PayKKa. Milliseconds. */
const TIMEOUT_MS = 30_000

/** Progress of the request for each payment id: sent, or answered with "not yet". */
const asked = new Map<string, 'asking' | 'not-yet'>()

/** The button, and the answer "not yet". */
export function anotherWayView({ id }: PublicPayment, context: CheckoutContext): TemplateResult {
  const progress = asked.get(id)
  return html`<button type="button" class="secondary" part="another-way-button" aria-disabled=${progress === 'asking'}
      @click=${() => void payAnotherWay(context)}>${anotherWay()}</button>
    <p part="another-way-text" .textContent=${progress === 'not-yet' ? notYet() : ''}></p>`
}

/** Asks the BFF to abandon the payment, and shows the form again when nothing can be charged any more. */
export async function payAnotherWay({ checkout, element, environment }: CheckoutContext): Promise<void> {
  const { state, access } = checkout
  if (state.kind !== 'action' || !access || asked.get(state.payment.id) === 'asking') return
  const { id } = state.payment
  asked.set(id, 'asking')
  element.requestUpdate()
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }
  const signal = AbortSignal.timeout(TIMEOUT_MS)
  const answer = await call(environment, access, `/payments/${id}/abandon`, init, signal, readAnswer)
  if (answer.kind === 'ok' && !answer.value.reason) {
    asked.delete(id)
    checkout.move({ type: 'answered', payment: answer.value.payment })
  } else {
    asked.set(id, 'not-yet')
    // The payment may have succeeded or ended in another way: the checkout shows it.
    await checkout.refresh()
  }
  element.requestUpdate()
}

function readAnswer(body: unknown): { payment: PublicPayment; reason: unknown } | null {
  const { payment, reason } = (body ?? {}) as { payment?: unknown; reason?: unknown }
  const read = readPayment(payment)
  return read && { payment: read, reason }
}
