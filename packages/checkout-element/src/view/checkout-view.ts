/** A whole checkout as the shopper sees it: which screen stands for which state. */
import type { TemplateResult } from 'lit'
import { html, nothing } from 'lit'
import type { CheckoutState } from '../checkout-state.ts'
import { checkoutOf, statusWord } from '../checkout-state.ts'
import type { CheckoutError } from '../errors.ts'
import type { Language } from '../language.ts'
import { schemeStyle } from '../theme/scheme.ts'
import type { FormParts } from './form-view.ts'
import { formView } from './form-view.ts'
import type { ViewContext } from './state-view.ts'
import { noticeView, panelView, stoppedPanel } from './state-view.ts'

/** What is known of a checkout at this moment. */
export type CheckoutParts = ViewContext &
  Omit<FormParts, 'paying' | 'amount'> & {
    state: CheckoutState
    language: Pick<Language, 'locale' | 'direction' | 'settled'>
    dark: boolean
    /** Why there is no card form. */
    trouble: CheckoutError | null
    /** True keeps the place of an outcome free. */
    room: boolean
  }

export function checkoutView(parts: CheckoutParts): TemplateResult {
  const { state, language, room, picker } = parts
  const paying = state.kind === 'paying'
  // Beside other ways to pay, a card form that cannot be had takes only its own place.
  const trouble = state.kind === 'ready' && !picker?.several ? parts.trouble : null
  const panel = trouble ? stoppedPanel(trouble, parts) : panelView(state, parts)
  return html`<div class="place" .style=${schemeStyle(parts.dark)}><div class="base" part="base" data-status=${trouble ? 'stopped' : statusWord(state)}
    lang=${language.locale} dir=${language.direction} aria-busy=${paying}>
    <slot name="before"></slot><slot name="summary"></slot>
    <div class="status" role="status" aria-live="polite" ?data-room=${room}>
      ${noticeView(state.kind === 'ready' ? state.notice : null, parts)}${panel}${paying && room ? parts.later?.payingView() : nothing}
    </div>
    <div ?hidden=${panel !== nothing}>${formOf(parts, paying)}</div>
    <slot name="footer"></slot>
  </div></div>`
}

function formOf(parts: CheckoutParts, paying: boolean): TemplateResult {
  const { picker, form, usable, language, pay } = parts
  const trouble = picker?.several ? parts.trouble : null
  const amount = checkoutOf(parts.state)?.amount.display
  return formView({
    ...parts,
    form: trouble ? html`<div role="alert">${stoppedPanel(trouble, parts)}</div>` : form,
    usable: usable && amount !== undefined && language.settled,
    paying,
    amount,
    // A card form that is not there offers its retry, and nothing to pay with.
    pay: trouble && picker?.cardChosen ? null : pay,
  })
}
