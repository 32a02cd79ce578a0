/** The text for each state: a banner below the button, or a panel in its place. */
import type { TemplateResult } from 'lit'
import { html, nothing } from 'lit'
import type { CheckoutContext } from '../checkout/checkout-context.ts'
import type { Banner, CheckoutState } from '../checkout/checkout-state.ts'
import type { Deferred } from '../checkout/deferred-code.ts'
import type { CheckoutError } from '../errors.ts'
import { actionUrl } from './action-url.ts'
import { failure, supportCode as supportText, tryAgain } from './checkout-messages.ts'
import { alert } from './icons.ts'
import type { Result } from './panel.ts'
import { codeOf, panel, titleOf } from './panel.ts'

/** What views need. `deferred` is the code of results, once it is loaded. */
export type ViewParts = { context: CheckoutContext; deferred: Deferred | null; retry: () => void }

type Part = TemplateResult | typeof nothing

/** Only the code, when nothing more could be loaded. */
const support = (code: string | null | undefined): Part =>
  code ? html`<p class="support" part="support-code" .textContent=${supportText(code)}></p>` : nothing

/** The banner below the button, if there is one. Without the deferred code, only a failure has a plain text. */
export function bannerView(banner: Banner | null, { deferred }: ViewParts): Part {
  if (banner && deferred) return deferred.bannerView(banner)
  return banner?.kind === 'failed' ? plainBanner(banner.error) : nothing
}

function plainBanner({ code, retryable }: CheckoutError): TemplateResult {
  const { title, text } = failure(code, retryable, true)
  return html`<p part="notice" .textContent=${`${title}. ${text}`}></p>`
}

/** The panel in place of the form, or `nothing` while the form is shown. */
export function panelView(state: CheckoutState, parts: ViewParts): Part {
  switch (state.kind) {
    case 'loading':
    case 'ready':
    case 'paying':
      return nothing
    case 'stopped':
      return stoppedPanel(state.error, parts)
    default:
      return parts.deferred?.resultPanel(state, parts.context) ?? plainPanel(state)
  }
}

/** An error in place of the form, with a retry if that can help. */
export function stoppedPanel(error: CheckoutError, { deferred, retry }: ViewParts): TemplateResult {
  const button = error.retryable
    ? html`<button type="button" class="secondary" part="retry-button" @click=${retry}>${tryAgain()}</button>`
    : nothing
  const words = { ...failure(error.code, error.retryable, false), ...deferred?.refusal(error.code) }
  const more = html`<p part="panel-text" .textContent=${words.text}></p>
    ${button}${deferred?.supportView(error.supportCode) ?? support(error.supportCode)}<slot name="failure"></slot>`
  return panel('calm', alert(), words.title, more)
}

/** Only the headline and the link to the bank, when nothing more could be loaded. */
function plainPanel(state: Result): TemplateResult {
  const url = state.kind === 'action' ? actionUrl(state) : null
  const link = url
    ? html`<a class="primary" part="action-link" href=${url} .textContent=${titleOf(state)}></a>`
    : html`${support(codeOf(state))}`
  return panel('calm', null, titleOf(state), link)
}

/** Why the checkout can no longer be paid, or `null` while it can or the outcome is open. */
export function endOf(state: CheckoutState): string | null {
  if (state.kind === 'stopped') return failure(state.error.code, false, false).title
  return state.kind === 'canceled' || state.kind === 'expired' ? titleOf(state) : null
}
