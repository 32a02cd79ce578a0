/** The picker: native radios in a fieldset, each followed by what stands under it. `layout` is a matter of style alone. */
import type { TemplateResult } from 'lit'
import { html, nothing } from 'lit'
import { cardMethod } from '../ui/checkout-messages.ts'
import { card as cardSign } from '../ui/icons.ts'
import type { Choice, Methods } from './methods.ts'
import { howToPay, orPayOtherwise } from './picker-messages.ts'
import { BEFORE_CARD } from './registry.ts'

/** What the form around the card fields takes from the picker. The card’s own place in it never moves. */
export type Picker = {
  /** Above everything: buttons of wallets. */
  express: unknown
  legend: unknown
  beforeCard: unknown
  cardRow: unknown
  /** What belongs to the card form, and the ways that come after it. */
  afterCard: unknown
  cardChosen: boolean
  /** In place of the pay button, or `null` for the pay button; `nothing` where nothing is to be chosen. */
  button: unknown
  payLabel: string | null
  /** True while several ways can be chosen. */
  several: boolean
}

export function pickerView(methods: Methods, locked: boolean): Picker {
  const { choices, chosen, method } = methods
  const several = choices.length > 1
  const row = (choice: Choice) => rowView(methods, choice, locked)
  const entry = (choice: Choice) => html`${several ? row(choice) : nothing}${panelView(methods, choice)}`
  const others = choices.filter((choice) => choice !== 'card')
  return {
    express: expressView(methods, choices.length > 0),
    legend: several ? html`<legend class="said">${howToPay()}</legend>` : nothing,
    beforeCard: others.filter(isBefore).map(entry),
    cardRow: several && choices.includes('card') ? row('card') : nothing,
    afterCard: html`${chosen === 'card' ? methods.underCard(locked) : nothing}${others.filter((choice) => !isBefore(choice)).map(entry)}`,
    cardChosen: chosen === 'card',
    button: chosen === null ? nothing : (method?.button?.() ?? null),
    payLabel: method?.payLabel?.() ?? null,
    several,
  }
}

const isBefore = (choice: Choice): boolean => choice !== 'card' && BEFORE_CARD.includes(choice)

function rowView(methods: Methods, choice: Choice, locked: boolean): TemplateResult {
  const method = methods.methodOf(choice)
  return html`<label class="method" part="method">
    <input type="radio" name="method" part="method-radio" value=${choice} ?disabled=${locked}
      .checked=${choice === methods.chosen} @change=${() => methods.choose(choice)} />
    ${method ? method.mark?.() : cardSign()}
    <span part="method-label" .textContent=${method ? method.label() : cardMethod()}></span>
  </label>`
}

/** Kept while another way is chosen, so that what was typed there stays. */
const panelView = (methods: Methods, choice: Choice): TemplateResult =>
  html`<div class="method-panel" part="method-panel" ?hidden=${choice !== methods.chosen}>
    ${methods.methodOf(choice)?.render()}
  </div>`

function expressView({ express }: Methods, more: boolean): TemplateResult | typeof nothing {
  if (express.length === 0) return nothing
  return html`<div class="express" part="express">${express.map((method) => method.render())}</div>
    ${more ? html`<p class="or" part="express-or">${orPayOtherwise()}</p>` : nothing}`
}
