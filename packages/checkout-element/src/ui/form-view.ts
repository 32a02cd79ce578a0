/** The ways to pay, the pay button and the line about encryption; a skeleton until they can be used. */
import type { TemplateResult } from 'lit'
import { html, nothing } from 'lit'
import type { PublicCheckout } from '../checkout/wire.ts'
import type { Picker } from '../methods/picker-view.ts'
import {
  cardMethod,
  encrypted,
  loading,
  paying as payingLabel,
  pay as payLabel,
} from './checkout-messages.ts'
import { card, lock, spinner } from './icons.ts'
import type { Layout } from './layout.ts'

/** What the form around the card fields shows. */
export type FormParts = {
  form: unknown
  /** False covers the form with its skeleton, so that nothing moves when it appears. */
  usable: boolean
  paying: boolean
  /** Replaces the spinner and its text, once it is paid. */
  tick: unknown
  formDisabled: boolean
  checkout: PublicCheckout | null
  amount: string | undefined
  layout: Layout
  /** The other ways to pay, if there are any. */
  picker: Picker | null
  /** What the button does, or `null` for no button. */
  pay: (() => void) | null
  /** A message about the last attempt, under the pay button. */
  banner: unknown
  /** False when a banner takes the place of the line about encryption. */
  hinted: boolean
}

/** The place of the card is always the same node: a frame that is moved loads again and loses what was typed. */
export const formView = (parts: FormParts): TemplateResult => {
  const { picker, layout, usable, form } = parts
  const alone = !picker?.several
  const cardChosen = picker?.cardChosen ?? true
  const foot = footView(parts, cardChosen)
  const { top, legend, beforeCard, cardRow, cardFoot, afterCard, below = foot } = picker?.parts(foot) ?? {}
  const row = alone && layout === 'accordion' && cardChosen ? methodRow() : cardRow
  // An array once the offer is known, so that Lit renders new nodes and the browser counts no layout shift.
  const drawing = parts.checkout ? [skeleton(parts)] : skeleton(parts)
  return html`${usable ? nothing : drawing}
    <div class="form">${top}
    <fieldset class="methods" part="methods" role=${alone ? 'presentation' : nothing} data-layout=${layout}
      ?data-several=${!alone}>
      ${legend}${beforeCard}
      <div class="way" ?data-open=${cardChosen}>${row}
      <div class="card" part="card" ?data-ready=${usable} ?hidden=${!cardChosen}>${form}</div>${cardFoot}</div>
      ${afterCard}
    </fieldset>
    ${below}</div>`
}

/** In an accordion the banner stays beside the button, in the open row. */
const footView = (parts: FormParts, cardChosen: boolean) =>
  html`${parts.picker?.billing}${parts.picker?.button ?? (parts.pay ? button(parts, parts.pay) : nothing)}
    <p class="hint" part="hint" ?hidden=${!cardChosen || !parts.hinted}>${lock()}<span>${encrypted()}</span></p>${parts.picker?.inRows ? html`<div class="row-status" role="status">${parts.banner}</div>` : nothing}`

/** The heading of the card form when it is the only way to pay. */
const methodRow = () =>
  html`<div class="method" part="method">${card()}<span part="method-label">${cardMethod()}</span></div>`

const BUTTON = 'var(--_button-height)'

const bar = (height: string, margin: string) =>
  html`<i .style=${`block-size:${height};margin:${margin}`}></i>`

/** As high as the form will be: subscription, wallets, other ways, four fields, button, and the line below. */
function skeleton({ checkout, layout, pay }: FormParts): TemplateResult {
  const { methods = [], cards = [], hosted = [], recurring } = checkout ?? {}
  const offered = methods.filter(({ available }) => available)
  const wallets = offered.filter(({ type }) => type.endsWith('pay'))
  const others = offered.length - wallets.length
  const accordion = layout === 'accordion'
  // An accordion first shows four rows and a button for more.
  const rows = accordion ? Math.min(5, cards.length + others + (hosted[1] ? hosted.length - 1 : 0)) : 0
  const tabs = others + (cards[0] ? 1 : 0) > 1
  return html`<div class="skeleton" part="skeleton">
      ${recurring?.label || recurring?.interval ? bar('3em', '0 0 16px') : nothing}
      ${wallets[0] ? html`<div class="express">${wallets.map(() => bar(BUTTON, '0'))}</div>${bar('20px', '16px 0')}` : nothing}
      ${accordion || tabs ? bar(accordion ? `${(rows || 1) * 52 - 24}px` : '4em', '0 0 20px') : nothing}
      ${accordion && cards[0] ? html`<b></b>` : html`<i></i><b></b><b></b><i></i>`}${bar(pay ? BUTTON : '0', `${pay ? 4 : 0}px 0 48px`)}</div>
    <span class="visually-hidden">${loading()}</span>`
}

function button(
  { paying, tick, usable, formDisabled, amount, picker }: FormParts,
  pay: () => void,
): TemplateResult {
  const sum = paying || picker?.payLabel || amount === undefined ? null : payLabel(amount)
  const label = sum ?? (paying ? payingLabel() : (picker?.payLabel ?? loading()))
  const text = html`<span translate=${sum ? 'no' : nothing} .textContent=${label}></span>`
  // Not `disabled`: a disabled button would lose the keyboard focus during a payment.
  return html`<button type="button" class="primary" part="pay-button" aria-disabled=${paying || !usable || formDisabled}
    @click=${pay}>${tick ?? (paying ? html`${spinner()}${text}` : text)}</button>`
}
