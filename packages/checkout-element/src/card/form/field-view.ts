/** One field of the card form: label, text box, and the line for its message. */
import type { TemplateResult } from 'lit'
import { html, nothing } from 'lit'
import type { CardField } from '../entry/card-entry.ts'
import { expiryPlaceholder, holderOptional, label } from './card-messages.ts'

/** What a field shows. */
export type FieldParts = {
  field: CardField
  /** The error text, or `null`. */
  error: string | null
  /** Visible under the code; for the number only read by screen readers, because its logos show the same. */
  hint: string
  /** Beside the label, and inside the box. */
  aside: TemplateResult | typeof nothing
  drawing: TemplateResult | typeof nothing
  cvcLength: number
  locked: boolean
  /** True when its text is complete and valid. */
  complete: boolean
  /** True when it may stay empty. */
  optional: boolean
}

/** The callbacks of a field. */
export type FieldActs = {
  beforeInput: (event: InputEvent) => void
  input: (event: Event) => void
  blur: (event: FocusEvent) => void
  focus: () => void
}

const AUTOFILL = {
  number: 'cc-number',
  expiry: 'cc-exp',
  cvc: 'cc-csc',
  holder: 'cc-name',
} as const satisfies Record<CardField, AutoFill>

export function fieldView(parts: FieldParts, acts: FieldActs): TemplateResult {
  const { field, error, locked, complete, optional } = parts
  const wide = field === 'number' || field === 'holder'
  const digits = field !== 'holder'
  return html`<div class="field ${field} ${wide ? 'wide' : ''}" part="field field-${field}" ?data-complete=${complete}>
    <div class="top">
      <label part="label" for=${field}>${optional ? holderOptional() : label[field]()}</label>
      ${parts.aside}
    </div>
    <div class="box">
      <input id=${field} part="input" class=${digits ? 'digits' : ''} type="text" dir=${digits ? 'ltr' : 'auto'}
        autocomplete=${AUTOFILL[field]} inputmode=${digits ? 'numeric' : 'text'} spellcheck="false"
        autocapitalize=${digits ? 'off' : 'words'} autocorrect="off" maxlength="200"
        placeholder=${placeholder(parts)} aria-required=${optional ? 'false' : 'true'} aria-invalid=${error === null ? 'false' : 'true'}
        aria-describedby="${field}-message" ?readonly=${locked}
        @beforeinput=${acts.beforeInput} @input=${acts.input} @compositionend=${acts.input}
        @blur=${acts.blur} @focus=${acts.focus} />
      ${parts.drawing}
    </div>
    ${message(parts)}
  </div>`
}

/** Marks an error for shoppers who cannot see its color. It repeats the text, so screen readers skip it. */
const sign = html`<svg class="error-icon" viewBox="0 0 12 12" aria-hidden="true" focusable="false"
  ><circle cx="6" cy="6" r="5.500" fill="currentColor" /><path d="M6 3v3.500M6 8.600v.1" /></svg>`

const message = ({ field, error, hint }: FieldParts) =>
  error === null
    ? html`<p id="${field}-message" class="message"><span class=${field === 'cvc' ? '' : 'visually-hidden'}>${hint}</span></p>`
    : html`<p id="${field}-message" class="message error" part="error">${sign}<span .textContent=${error}></span></p>`

function placeholder({ field, cvcLength }: FieldParts): string {
  if (field === 'number') return '1234 1234 1234 1234'
  if (field === 'expiry') return expiryPlaceholder()
  // A space, so that the styles can tell an empty field.
  return field === 'cvc' ? '1234'.slice(0, cvcLength) : ' '
}

/** Every error as a link to its field. Visible on keyboard focus, and always for screen readers. */
export const summaryView = (
  title: string,
  mistakes: readonly { field: CardField; text: string }[],
  go: (field: CardField) => void,
): TemplateResult | typeof nothing =>
  mistakes.length === 0
    ? nothing
    : html`<div class="summary" part="error-summary" role="group" aria-label=${title}>
        <p .textContent=${title}></p>
        <ul>${mistakes.map(
          ({ field, text }) =>
            html`<li><a href="#${field}" @click=${(event: Event) => {
              event.preventDefault()
              go(field)
            }} .textContent=${text}></a></li>`,
        )}</ul>
      </div>`
