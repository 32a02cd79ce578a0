/** `<paykka-encrypted-form>`: labels around the fields of PayKKa's Encrypted Card script, and the name on the card. */
import type { TemplateResult } from 'lit'
import { css, html, LitElement, nothing } from 'lit'
import { useTexts } from '../../locales/localization.ts'
import type { Texts } from '../../locales/texts.ts'
import { palette } from '../../ui/theme/palette.styles.ts'
import { cardFormStyles } from '../form/card-form.styles.ts'
import { submitOnEnter } from '../form/card-form-events.ts'
import { checkFields, label, problemText } from '../form/card-messages.ts'
import { fieldView } from '../form/field-view.ts'
import { checkHolder, readHolder } from '../form/holder.ts'
import type { FieldProblem } from './card-entry.ts'

/** The names by which PayKKa's script finds its fields, and the field of each. */
export const MOUNTS = { cardNumber: 'number', expiryDate: 'expiry', securityCode: 'cvc' } as const
export type Mount = keyof typeof MOUNTS

const mountStyles = css`
  ::slotted(*) {
    display: flex;
    align-items: center;
    inline-size: 100%;
    block-size: var(--_field-height);
    border: 1px solid var(--_control);
    border-radius: var(--_field-radius);
    background: var(--_field);
    overflow: hidden;
  }
  ::slotted([inert]) {
    background: light-dark(color-mix(in srgb, var(--_border) 30%, var(--_surface)), var(--_surface));
  }
  ::slotted(:focus-within) {
    border-color: var(--_focus);
    outline: 2px solid var(--_focus);
    outline-offset: -2px;
  }
  .caption {
    font-size: 0.875em;
    font-weight: var(--paykka-label-weight, 500);
    line-height: 20px;
    color: var(--paykka-label-color, inherit);
  }
`

/**
 * The card fields are in the page around this element, where PayKKa's script finds them; this element only places them.
 * It has its own field for the name, because the script has none.
 */
export class PaykkaEncryptedForm extends LitElement {
  static override styles = [palette, cardFormStyles, mountStyles]

  static override properties = {
    locked: { type: Boolean },
    texts: { attribute: false },
    mistaken: { type: Boolean },
    problem: { state: true },
  }

  /** Read-only while a payment is under way. */
  declare locked: boolean
  /** The shop's own texts, by message id. */
  declare texts: Texts
  /** True after PayKKa's script found an error. Only the script shows which field is wrong. */
  declare mistaken: boolean
  declare private problem: FieldProblem | null

  constructor() {
    super()
    this.locked = false
    this.texts = {}
    this.mistaken = false
    this.problem = null
  }

  /** The typed name, or `null` when it is missing or invalid. */
  readHolder(): string | null {
    this.problem = checkHolder(this.#holder?.value ?? '')
    return this.problem ? null : readHolder(this.#holder?.value ?? '')
  }

  focusHolder(): void {
    this.#holder?.focus()
  }

  reset(): void {
    if (this.#holder) this.#holder.value = ''
    this.mistaken = false
    this.problem = null
  }

  /** The error color, for the script's fields; empty before the first rendering. */
  get danger(): string {
    const message = this.renderRoot?.querySelector('.error')
    return message ? getComputedStyle(message).color : ''
  }

  override willUpdate(): void {
    useTexts(this.texts, this.matches(':dir(rtl)') ? 'rtl' : 'ltr')
  }

  override render(): TemplateResult {
    const { locked, problem } = this
    const error = problem ? problemText('holder', problem, '') : null
    const parts = {
      field: 'holder',
      cvcLength: 3,
      locked,
      complete: false,
      optional: false,
      error,
      hint: '',
      aside: nothing,
      drawing: nothing,
    } as const
    return html`<form novalidate @submit=${(event: Event) => event.preventDefault()} @keydown=${this.#onKey}>
      ${this.#place('cardNumber')}${this.#place('expiryDate')}${this.#place('securityCode')}
      ${fieldView(parts, this.#acts)}
    </form>`
  }

  #place(mount: Mount): TemplateResult {
    const field = MOUNTS[mount]
    return html`<div class="field ${field} ${field === 'number' ? 'wide' : ''}" part="field field-${field}">
      <div class="top"><span class="caption" part="label" aria-hidden="true">${label[field]()}</span></div>
      <div class="box"><slot name=${mount}></slot></div>
      ${field === 'number' ? this.#message() : nothing}
    </div>`
  }

  /** Always rendered, so that screen readers announce its changes. */
  #message(): TemplateResult {
    const { mistaken } = this
    return html`<p class="message error" part=${mistaken ? 'error' : nothing} role="alert"
      .textContent=${mistaken ? checkFields() : ''}></p>`
  }

  get #holder(): HTMLInputElement | null {
    return this.renderRoot?.querySelector<HTMLInputElement>('#holder') ?? null
  }

  #onKey = (event: KeyboardEvent): void => submitOnEnter(event, this)

  readonly #acts = {
    beforeInput: () => undefined,
    input: (event: Event) => {
      event.stopPropagation()
      if (this.problem && checkHolder(this.#holder?.value ?? '') === null) this.problem = null
    },
    blur: () => {
      if (this.#holder?.value) this.problem = checkHolder(this.#holder.value)
    },
    focus: () => undefined,
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'paykka-encrypted-form': PaykkaEncryptedForm
  }
}
