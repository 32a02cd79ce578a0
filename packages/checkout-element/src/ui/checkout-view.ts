/** The whole checkout: chooses what each state shows. */
import type { TemplateResult } from 'lit'
import { html, nothing } from 'lit'
import type { CheckoutState } from '../checkout/checkout-state.ts'
import { checkoutOf, statusWord } from '../checkout/checkout-state.ts'
import type { CheckoutError } from '../errors.ts'
import type { Language } from '../locales/language.ts'
import { amountText } from './amount.ts'
import type { FormParts } from './form-view.ts'
import { formView } from './form-view.ts'
import type { ViewParts } from './state-view.ts'
import { bannerView, panelView, stoppedPanel } from './state-view.ts'
import { schemeStyle } from './theme/scheme.ts'

/** What the view shows. */
export type CheckoutParts = ViewParts &
  Omit<FormParts, 'paying' | 'tick' | 'checkout' | 'amount' | 'hinted' | 'banner'> & {
    state: CheckoutState
    language: Pick<Language, 'locale' | 'direction'>
    dark: boolean
    /** Why there is no card form. */
    trouble: CheckoutError | null
  }

export function checkoutView(parts: CheckoutParts): TemplateResult {
  const { state, language, picker } = parts
  // The old banner keeps its place, hidden, while the shopper pays, until there is a new one.
  const banner = 'banner' in state ? state.banner : null
  // Beside other ways to pay, the error of the card form replaces only the card form.
  const trouble = state.kind === 'ready' && !picker?.several ? parts.trouble : null
  const panel = trouble ? stoppedPanel(trouble, parts) : panelView(state, parts)
  const message = bannerView(banner, parts)
  return html`<div class="place" .style=${schemeStyle(parts.dark)}><div class="base" part="base" data-status=${trouble ? 'stopped' : statusWord(state)}
    lang=${language.locale} dir=${language.direction} aria-busy=${state.kind === 'paying'}>
    <slot name="before"></slot><slot name="summary"></slot>
    <div class="whole" ?hidden=${panel !== nothing}>${formOf(parts, !banner, message)}</div>
    <div class="status" role="status" aria-live="polite">${picker?.inRows ? nothing : message}${panel}</div>
    <slot name="footer"></slot>
  </div></div>`
}

function formOf(parts: CheckoutParts, hinted: boolean, banner: unknown): TemplateResult {
  const { picker, form, usable, pay, state } = parts
  const trouble = picker?.several ? parts.trouble : null
  const checkout = checkoutOf(state)
  const amount = checkout ? amountText(checkout.amount) : undefined
  return formView({
    ...parts,
    form: trouble ? html`<div role="alert">${stoppedPanel(trouble, parts)}</div>` : form,
    usable: usable && amount !== undefined,
    paying: state.kind === 'paying',
    tick: state.kind === 'paying' && state.paid ? parts.deferred?.tickView(state.paid) : null,
    checkout,
    amount,
    hinted,
    banner,
    // A card form that could not be loaded offers a retry and no pay button.
    pay: trouble && picker?.cardChosen ? null : pay,
  })
}
