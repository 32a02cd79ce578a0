/** "Start again" where a checkout has come to an end without a payment: the way on for the shopper. */
import type { LitElement, TemplateResult } from 'lit'
import { html } from 'lit'
import type { PublicCheckout } from '../../checkout/wire.ts'
import type { Environment } from '../../environment.ts'
import { safeToRetry } from '../checkout-messages.ts'
import type { Result } from '../state-view.ts'
import type { RestartReason } from './result-events.ts'
import { PaykkaRestartEvent } from './result-events.ts'
import { restart as restartText } from './result-messages.ts'

/** The element, as it is begun anew. */
type Restarted = LitElement & { clientSecret: string; readonly restartUrl: string | undefined }

/** What became of the wish to start again. */
const wishes = new WeakMap<Element, 'asking' | 'failed'>()

/** The button, and that it did not work. The host is found when it is pressed, so that nothing has to be handed through. */
export function restartView(state: Result & { kind: RestartReason }): TemplateResult {
  const press = ({ currentTarget }: Event) => {
    const { host } = (currentTarget as HTMLElement).getRootNode() as ShadowRoot
    void restart(host as Restarted, state)
  }
  return html`<button type="button" class="primary" part="restart-button" @click=${press}>${restartText()}</button>
    <p part="restart-text" hidden .textContent=${safeToRetry()}></p>`
}

async function restart(host: Restarted, { kind, checkout }: Result & { kind: RestartReason }): Promise<void> {
  if (wishes.get(host) === 'asking') return
  const event = new PaykkaRestartEvent(kind)
  const goes = host.dispatchEvent(event)
  if (event.secret) return await openNew(host, event.secret)
  if (goes) goTo(host, checkout)
}

async function openNew(host: Restarted, secret: string | Promise<string>): Promise<void> {
  tell(host, 'asking')
  const next = await Promise.resolve(secret).catch(() => '')
  const isNew = typeof next === 'string' && next !== '' && next !== host.clientSecret
  tell(host, isNew ? null : 'failed')
  if (isNew) host.clientSecret = next
}

function goTo(host: Restarted, checkout: PublicCheckout | null): void {
  const { environment } = host.constructor as unknown as { environment: Environment }
  const address = host.restartUrl ?? checkout?.returnUrl
  const url = address && URL.canParse(address, location.href) ? new URL(address, location.href) : null
  // A `javascript:` address would run in the shop's page.
  if (url && /^https?:$/.test(url.protocol)) environment.navigate(url.href)
  else location.reload()
}

/** Not through the template: it is drawn from the state, and this is none. */
function tell(host: Restarted, wish: 'asking' | 'failed' | null): void {
  if (wish) wishes.set(host, wish)
  else wishes.delete(host)
  const root = host.renderRoot
  root.querySelector('[part="restart-button"]')?.setAttribute('aria-disabled', String(wish === 'asking'))
  const text = root.querySelector<HTMLElement>('[part="restart-text"]')
  if (text) text.hidden = wish !== 'failed'
}
