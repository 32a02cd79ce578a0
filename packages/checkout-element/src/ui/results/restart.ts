/** "Start again", when a checkout has ended without a payment. */
import type { TemplateResult } from 'lit'
import { html } from 'lit'
import type { CheckoutContext, CheckoutElement } from '../../checkout/checkout-context.ts'
import type { Environment } from '../../environment.ts'
import { safeToRetry } from '../checkout-messages.ts'
import type { Result } from '../panel.ts'
import type { RestartReason } from './result-events.ts'
import { PaykkaRestartEvent } from './result-events.ts'
import { restart as restartText } from './result-messages.ts'

type Ended = Result & { kind: RestartReason }

/** Progress of the restart of each element. */
const wishes = new WeakMap<Element, 'asking' | 'failed'>()

/** The button, and the text that is shown when the restart failed. */
export function restartView(state: Ended, context: CheckoutContext): TemplateResult {
  return html`<button type="button" class="primary" part="restart-button"
      @click=${() => void restart(state, context)}>${restartText()}</button>
    <p part="restart-text" hidden .textContent=${safeToRetry()}></p>`
}

async function restart({ kind, checkout }: Ended, { element, environment }: CheckoutContext): Promise<void> {
  if (wishes.get(element) === 'asking') return
  const event = new PaykkaRestartEvent(kind)
  const goes = element.dispatchEvent(event)
  if (event.secret) return await openNew(element, event.secret)
  if (goes) goTo(element.restartUrl ?? checkout?.returnUrl, environment)
}

async function openNew(element: CheckoutElement, secret: string | Promise<string>): Promise<void> {
  show(element, 'asking')
  const next = await Promise.resolve(secret).catch(() => '')
  const isNew = typeof next === 'string' && next !== '' && next !== element.clientSecret
  show(element, isNew ? null : 'failed')
  if (isNew) element.clientSecret = next
}

function goTo(address: string | undefined, environment: Environment): void {
  const url = address && URL.canParse(address, location.href) ? new URL(address, location.href) : null
  // A `javascript:` address would run in the shop's page.
  if (url && /^https?:$/.test(url.protocol)) environment.navigate(url.href)
  else location.reload()
}

/** Updates the nodes directly, because this progress is not part of the checkout's state. */
function show(element: CheckoutElement, wish: 'asking' | 'failed' | null): void {
  if (wish) wishes.set(element, wish)
  else wishes.delete(element)
  const root = element.renderRoot
  root.querySelector('[part="restart-button"]')?.setAttribute('aria-disabled', String(wish === 'asking'))
  const text = root.querySelector<HTMLElement>('[part="restart-text"]')
  if (text) text.hidden = wish !== 'failed'
}
