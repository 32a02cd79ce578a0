/** The picker: native radio buttons in a fieldset, each followed by its panel. `layout` changes the style only. */
import type { TemplateResult } from 'lit'
import { html, nothing } from 'lit'
import { cardMethod } from '../ui/checkout-messages.ts'
import { card as cardSign } from '../ui/icons.ts'
import type { Choice, Methods } from './methods.ts'
import { howToPay, orPayOtherwise } from './picker-messages.ts'
import { BEFORE_CARD } from './registry.ts'

/** The parts of the picker that the form shows. The place of the card fields never moves. */
export type Picker = {
  /** At the top: buttons of wallets. */
  express: unknown
  legend: unknown
  beforeCard: unknown
  cardRow: unknown
  /** Consent for the card form, then the ways after it. */
  afterCard: unknown
  cardChosen: boolean
  /** Above the pay button: billing details. */
  billing: unknown
  /** Replaces the pay button; `null` keeps it, `nothing` hides it when there is no choice. */
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
    legend: several ? html`<legend class="visually-hidden">${howToPay()}</legend>` : nothing,
    beforeCard: others.filter(isBefore).map(entry),
    cardRow: several && choices.includes('card') ? row('card') : nothing,
    afterCard: html`${chosen === 'card' ? methods.underCard(locked) : nothing}${others.filter((choice) => !isBefore(choice)).map(entry)}`,
    cardChosen: chosen === 'card',
    billing: methods.billing(locked),
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
    ${method ? method.logo?.() : cardSign()}
    <span part="method-label" .textContent=${method ? method.label() : cardMethod()}></span>
  </label>`
}

/** Kept while another way is chosen, so that typed text stays. */
const panelView = (methods: Methods, choice: Choice): TemplateResult =>
  html`<div class="method-panel" part="method-panel" ?hidden=${choice !== methods.chosen}>
    ${methods.methodOf(choice)?.render()}
  </div>`

function expressView({ express }: Methods, more: boolean): TemplateResult | typeof nothing {
  if (express.length === 0) return nothing
  return html`<div class="express" part="express">${express.map((method) => method.render())}</div>
    ${more ? html`<p class="or" part="express-or">${orPayOtherwise()}</p>` : nothing}`
}
