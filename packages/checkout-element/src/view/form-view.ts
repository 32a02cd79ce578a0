/** The ways to pay, the pay button and the line about encryption. */
import type { TemplateResult } from 'lit'
import { html, nothing } from 'lit'
import { cardMethod, encrypted, loading, paying as payingLabel, pay as payLabel } from '../messages.ts'
import type { Picker } from '../methods/picker-view.ts'
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
  /** The other ways to pay, if there are any. */
  picker: Picker | null
  /** What the button does, or `null` for no button. */
  pay: (() => void) | null
}

/** The card’s place is always the same node: a frame that is moved loads anew and loses what was typed. */
export const formView = (parts: FormParts): TemplateResult => {
  const { picker, layout, usable, form } = parts
  const alone = !picker?.several
  const cardChosen = picker?.cardChosen ?? true
  const row = alone && layout === 'list' && cardChosen ? methodRow() : picker?.cardRow
  return html`${picker?.express}
    <fieldset class="methods" part="methods" role=${alone ? 'presentation' : nothing} data-layout=${layout}
      ?data-several=${!alone}>
      ${picker?.legend}${picker?.beforeCard}${row}
      <div class="card" part="card" ?data-ready=${usable} ?hidden=${!cardChosen}>${usable ? nothing : skeleton()} ${form}</div>
      ${picker?.afterCard}
    </fieldset>
    ${picker?.button ?? (parts.pay ? button(parts, parts.pay) : nothing)}
    <p class="hint" part="hint" ?data-quiet=${!cardChosen}>${lock()}<span>${encrypted()}</span></p>`
}

/** The heading of the card form where it is the one way to pay. */
const methodRow = () =>
  html`<div class="method" part="method">${card()}<span part="method-label">${cardMethod()}</span></div>`

const skeleton = () =>
  html`<div class="skeleton" part="skeleton"><span></span><span></span><span></span><span></span></div>
    <span class="said">${loading()}</span>`

function button({ paying, usable, barred, amount, picker }: FormParts, pay: () => void): TemplateResult {
  const sum = paying || picker?.payLabel || amount === undefined ? null : payLabel(amount)
  const label = sum ?? (paying ? payingLabel() : (picker?.payLabel ?? loading()))
  // Not `disabled`: a disabled button would drop the keyboard focus in the middle of a payment.
  return html`<button type="button" class="primary" part="pay-button" aria-disabled=${paying || !usable || barred}
    @click=${pay}>${paying ? spinner() : nothing}<span translate=${sum ? 'no' : nothing} .textContent=${label}></span></button>`
}
