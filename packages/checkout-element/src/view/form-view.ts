/** The card form’s place, the pay button and the line about encryption. */
import type { TemplateResult } from 'lit'
import { html, nothing } from 'lit'
import { cardMethod, encrypted, loading, paying as payingLabel, pay as payLabel } from '../messages.ts'
import { card, lock, spinner } from './icons.ts'

/** What the form around the card fields shows. */
export type FormParts = {
  form: unknown
  /** False covers the form with its skeleton, so that nothing moves when it appears. */
  usable: boolean
  paying: boolean
  barred: boolean
  amount: string | undefined
  layout: 'tabs' | 'list'
  /** What the button does, or `null` for no button. */
  pay: (() => void) | null
}

export const formView = (parts: FormParts): TemplateResult =>
  html`${parts.layout === 'list' ? methodRow() : nothing}
    <div class="card" part="card" ?data-ready=${parts.usable}>${parts.form} ${parts.usable ? nothing : skeleton()}</div>
    ${parts.pay ? button(parts, parts.pay) : nothing}
    <p class="hint" part="hint">${lock()}<span>${encrypted()}</span></p>`

/** The heading of the one way to pay there is so far. */
const methodRow = () =>
  html`<div class="method" part="method">${card()}<span part="method-label">${cardMethod()}</span></div>`

const skeleton = () =>
  html`<div class="skeleton" part="skeleton"><span></span><span></span><span></span><span></span></div>
    <span class="said">${loading()}</span>`

function button({ paying, usable, barred, amount }: FormParts, pay: () => void): TemplateResult {
  const label = amount === undefined ? loading() : payLabel(amount)
  // Not `disabled`: a disabled button would drop the keyboard focus in the middle of a payment.
  return html`<button type="button" class="primary" part="pay-button" aria-disabled=${paying || !usable || barred}
    @click=${pay}>${paying ? html`${spinner()}<span>${payingLabel()}</span>` : label}</button>`
}
