/** The billing details: the choice of the delivery address, and the fields of a country. */
import type { TemplateResult } from 'lit'
import { html, nothing } from 'lit'
import { isImeKey } from '../card/form/ime-key.ts'
import type { Address } from '../checkout/wire.ts'
import type { BillingField, FieldMistake, FieldName, Values } from './billing-fields.ts'
import * as messages from './billing-messages.ts'
import { countryNames } from './country-names.ts'

export type BillingParts = {
  fields: readonly BillingField[]
  values: Values
  mistakeOf: (field: BillingField) => FieldMistake | null
  /** A postal code of the country. */
  example: string
  /** The delivery address, if it can be chosen. */
  delivery: Address | null
  same: boolean
  /** Where labels are, unless they are above their fields. */
  labels: 'floating' | 'inside' | typeof nothing
  locale: string
  locked: boolean
  choose: (same: boolean) => void
  input: (name: FieldName, value: string) => void
  leave: (name: FieldName) => void
  submit: () => void
}

export function billingView(parts: BillingParts): TemplateResult {
  const { fields, delivery } = parts
  return html`<fieldset class="billing" part="billing" data-in=${parts.labels} @keydown=${(event: KeyboardEvent) => onKey(event, parts)}>
    <legend part="billing-title">${messages.title()}</legend>
    ${delivery ? choiceView(delivery, parts) : nothing}
    ${fields.map((field) => fieldView(field, parts))}
  </fieldset>`
}

/** Enter pays, as in the card form. In a list, and while an input method composes, it means something else. */
function onKey(event: KeyboardEvent, { submit }: BillingParts): void {
  const target = event.composedPath()[0]
  if (event.key !== 'Enter' || isImeKey(event) || !(target instanceof HTMLInputElement)) return
  event.preventDefault()
  if (target.type !== 'checkbox') submit()
}

function choiceView(delivery: Address, { same, locked, choose }: BillingParts): TemplateResult {
  const onChange = (event: Event) => choose((event.target as HTMLInputElement).checked)
  const { firstName, lastName, line1, line2, postalCode, city, state } = delivery
  const name = [firstName, lastName].filter(Boolean).join(' ')
  const place = [postalCode, city, state].filter(Boolean).join(' ')
  const lines = [name, line1, line2, place].filter(Boolean)
  return html`<label class="billing-same" part="billing-same">
      <input type="checkbox" .checked=${same} ?disabled=${locked} @change=${onChange} />
      <span>${messages.same()}</span>
    </label>
    ${same ? html`<address part="billing-delivery">${lines.map((line) => html`<span translate="no"><bdi .textContent=${line}></bdi></span>`)}</address>` : nothing}`
}

function fieldView(field: BillingField, parts: BillingParts): TemplateResult {
  const { name, label, required, wide } = field
  const mistake = parts.mistakeOf(field)
  const shown = required ? label : messages.optional(label)
  return html`<div class="field ${wide ? 'wide' : ''}" part="billing-field billing-${name}"
    ?data-complete=${Boolean(parts.values[name]?.trim()) && !mistake}>
    <label part="label" for="billing-${name}" .textContent=${shown}></label>
    <div class="box">${controlView(field, mistake, parts)}</div>
    <p id="billing-${name}-message" class="message ${mistake ? 'error' : ''}" part=${mistake ? 'error' : nothing}>
      ${mistake ? html`${sign}<span .textContent=${textOf(mistake, parts.example)}></span>` : nothing}</p>
  </div>`
}

/** As in the card form, for shoppers who cannot see the color of a mistake. Screen readers skip it. */
const sign = html`<svg class="error-icon" viewBox="0 0 12 12" aria-hidden="true" focusable="false"
  ><circle cx="6" cy="6" r="5.500" fill="currentColor" /><path d="M6 3v3.500M6 8.600v.1" /></svg>`

function textOf(mistake: FieldMistake, example: string): string {
  if (mistake === 'empty') return messages.empty()
  return mistake === 'unusual' && example ? messages.unusual(example) : messages.check()
}

/** The autofill words of HTML, in the group of the billing address. */
const AUTOFILL = {
  email: 'billing email',
  firstName: 'billing given-name',
  lastName: 'billing family-name',
  country: 'billing country',
  line1: 'billing address-line1',
  line2: 'billing address-line2',
  city: 'billing address-level2',
  state: 'billing address-level1',
  postalCode: 'billing postal-code',
  phoneNumber: 'billing tel',
} as const satisfies Record<FieldName, string>

/** The BFF's limits; a telephone may be written with more signs than it has digits. */
const LENGTHS: Partial<Record<FieldName, number>> = {
  email: 254,
  firstName: 64,
  lastName: 64,
  line1: 200,
  line2: 200,
  city: 100,
  state: 100,
  postalCode: 20,
  phoneNumber: 40,
}

const INPUTS: Partial<Record<FieldName, 'email' | 'tel'>> = { email: 'email', phoneNumber: 'tel' }

function controlView(field: BillingField, mistake: FieldMistake | null, parts: BillingParts): TemplateResult {
  const { name, required, states } = field
  const value = parts.values[name] ?? ''
  const onInput = (event: Event) => parts.input(name, (event.target as HTMLInputElement).value)
  const onBlur = () => parts.leave(name)
  const invalid = mistake ? 'true' : 'false'
  const options = name === 'country' ? countryNames(value, parts.locale) : states
  if (options.length > 0)
    return html`<select id="billing-${name}" part="input" autocomplete=${AUTOFILL[name]}
      aria-required=${required} aria-invalid=${invalid} aria-describedby="billing-${name}-message"
      ?disabled=${parts.locked} @change=${onInput} @blur=${onBlur}>
      ${name === 'country' ? nothing : html`<option value="" .selected=${value === ''}></option>`}
      ${options.map(({ code, name: text }) => html`<option value=${code} .selected=${code === value} .textContent=${text}></option>`)}
    </select>`
  const type = INPUTS[name] ?? 'text'
  return html`<input id="billing-${name}" part="input" type=${type} .value=${value} placeholder=" "
    autocomplete=${AUTOFILL[name]} autocapitalize=${name === 'postalCode' ? 'characters' : type === 'text' ? 'words' : 'off'}
    dir=${type === 'text' && name !== 'postalCode' ? 'auto' : 'ltr'} spellcheck="false" maxlength=${LENGTHS[name] ?? 200}
    aria-required=${required} aria-invalid=${invalid} aria-describedby="billing-${name}-message"
    ?readonly=${parts.locked} @input=${onInput} @blur=${onBlur} />`
}
