/** What the shopper reads for each state: a notice below the button, or a panel in its place. */
import type { TemplateResult } from 'lit'
import { html, nothing } from 'lit'
import type { CheckoutState, Notice } from '../checkout/checkout-state.ts'
import type { Later } from '../environment.ts'
import type { CheckoutError } from '../errors.ts'
import { actionUrl } from './action-url.ts'
import { failure, supportCode as supportText, titles, tryAgain } from './checkout-messages.ts'
import { alert } from './icons.ts'

/** States in which a panel tells how it went or goes. */
export type Result = Exclude<CheckoutState, { kind: 'loading' | 'ready' | 'paying' | 'stopped' }>

/** What views need: what is loaded later, if it is here, and what a panel can ask of the element. */
export type ViewContext = { later: Later | null; retry: () => void; leave: () => void }

type Part = TemplateResult | typeof nothing

/** The code alone, where nothing more could be loaded. */
const support = (code: string | null | undefined): Part =>
  code ? html`<p class="support" part="support-code" .textContent=${supportText(code)}></p>` : nothing

/** The notice below the button, if there is one. Its code is on its way; where it cannot be had, that is what failed. */
export function noticeView(notice: Notice | null, { later }: ViewContext): Part {
  if (notice && later) return later.noticeView(notice)
  return notice?.kind === 'failed' ? plainNotice(notice.error) : nothing
}

function plainNotice({ code, retryable }: CheckoutError): TemplateResult {
  const { title, text } = failure(code, retryable, true)
  return html`<p part="notice" .textContent=${`${title}. ${text}`}></p>`
}

/** The panel in place of the form, or `nothing` while the form is to be seen. */
export function panelView(state: CheckoutState, context: ViewContext): Part {
  switch (state.kind) {
    case 'loading':
    case 'ready':
    case 'paying':
      return nothing
    case 'stopped':
      return stoppedPanel(state.error, context)
    default:
      return context.later?.resultPanel(state, context.leave) ?? plainPanel(state)
  }
}

/** Says what cannot be shown, and offers a retry where one can help. */
export function stoppedPanel(error: CheckoutError, { later, retry }: ViewContext): TemplateResult {
  const button = error.retryable
    ? html`<button type="button" class="secondary" part="retry-button" @click=${retry}>${tryAgain()}</button>`
    : nothing
  const words = { ...failure(error.code, error.retryable, false), ...later?.refusal(error.code) }
  const more = html`<p part="panel-text" .textContent=${words.text}></p>
    ${button}${later?.supportView(error.supportCode) ?? support(error.supportCode)}<slot name="failure"></slot>`
  return panel('calm', alert(), words.title, more)
}

/** What support asks for while nobody knows how it went. */
export const codeOf = (state: Result): string | undefined =>
  state.kind === 'unknown' ? state.payment?.supportCode : undefined

/** The headline alone, and the way to the bank, which must be there even where nothing more could be loaded. */
function plainPanel(state: Result): TemplateResult {
  const url = state.kind === 'action' ? actionUrl(state) : null
  const link = url
    ? html`<a class="primary" part="action-link" href=${url} .textContent=${titleOf(state)}></a>`
    : html`${support(codeOf(state))}`
  return panel('calm', null, titleOf(state), link)
}

/** The headline of a result. */
export function titleOf(state: Result): string {
  if (state.kind === 'processing' && state.elsewhere) return titles.elsewhere()
  if (state.kind === 'paid' && (state.payment ?? state.checkout).status === 'authorized')
    return titles.authorized()
  return titles[state.kind]()
}

/** What stands in place of the form. */
export const panel = (tone: string, mark: TemplateResult | null, title: string, more: TemplateResult) =>
  html`<div class="panel" part="panel panel-${tone}" data-tone=${tone}>
    <div class="badge" part="panel-mark">${mark}</div>
    <h2 part="panel-title" .textContent=${title}></h2>
    ${more}
  </div>`

/** Why the checkout can no longer be paid, or `null` while it can or the outcome is open. */
export function endOf(state: CheckoutState): string | null {
  if (state.kind === 'stopped') return failure(state.error.code, false, false).title
  return state.kind === 'canceled' || state.kind === 'expired' ? titleOf(state) : null
}
