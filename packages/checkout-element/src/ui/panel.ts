/** The panel in place of the form: its frame, its headline, and the code for support. */
import type { TemplateResult } from 'lit'
import { html } from 'lit'
import type { CheckoutState } from '../checkout/checkout-state.ts'
import { titles } from './checkout-messages.ts'

/** States that show a panel with the progress or the result. */
export type Result = Exclude<CheckoutState, { kind: 'loading' | 'ready' | 'paying' | 'stopped' }>

/** The support code while the outcome is unknown. */
export const codeOf = (state: Result): string | undefined =>
  state.kind === 'unknown' ? state.payment?.supportCode : undefined

/** The headline of a result. */
export function titleOf(state: Result): string {
  if (state.kind === 'processing' && state.elsewhere) return titles.elsewhere()
  if (state.kind === 'paid' && (state.payment ?? state.checkout).status === 'authorized')
    return titles.authorized()
  return titles[state.kind]()
}

export const panel = (tone: string, icon: TemplateResult | null, title: string, more: TemplateResult) =>
  html`<div class="panel" part="panel panel-${tone}" data-tone=${tone}>
    <div class="badge" part="panel-mark">${icon}</div>
    <h2 part="panel-title" .textContent=${title}></h2>
    ${more}
  </div>`
