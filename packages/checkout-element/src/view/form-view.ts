/** The card form’s place, the pay button and the line about encryption. */
import type { TemplateResult } from 'lit'
import { html, nothing } from 'lit'
import type { CheckoutState } from '../checkout-state.ts'
import { checkoutOf } from '../checkout-state.ts'
import * as messages from '../messages.ts'
import { lock, spinner } from './icons.ts'

/** `pay` is what the button does, or `null` for no button. */
export type FormParts = { form: unknown; usable: boolean; state: CheckoutState; pay: (() => void) | null }

/** A skeleton covers the form until it can be used, so that nothing moves when it appears. */
export const formView = ({ form, usable, state, pay }: FormParts): TemplateResult =>
  html`<div class="card" part="card" ?data-ready=${usable}>${form} ${usable ? nothing : skeleton()}</div>
    ${pay ? button(state, usable, pay) : nothing}
    <p class="hint" part="hint">${lock()}<span>${messages.encrypted()}</span></p>`

const skeleton = () =>
  html`<div class="skeleton"><span></span><span></span><span></span><span></span></div>
    <span class="said">${messages.loading()}</span>`

function button(state: CheckoutState, usable: boolean, pay: () => void): TemplateResult {
  const paying = state.kind === 'paying'
  const amount = checkoutOf(state)?.amount.display
  const label = amount === undefined ? messages.loading() : messages.pay(amount)
  // Not `disabled`: a disabled button would drop the keyboard focus in the middle of a payment.
  return html`<button type="button" class="primary" part="pay-button" aria-disabled=${paying || !usable}
    @click=${pay}>${paying ? html`${spinner()}<span>${messages.paying()}</span>` : label}</button>`
}
