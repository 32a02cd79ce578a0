/** `<paykka-code-form>`: the security code of a saved card, in its own shadow root. Runs in the isolated frame, or inline. */
import type { TemplateResult } from 'lit'
import { html, LitElement, nothing } from 'lit'
import { useTexts } from '../../locales/localization.ts'
import type { Texts } from '../../locales/texts.ts'
import { palette } from '../../ui/theme/palette.styles.ts'
import type { CardStatus, CodeLength, FieldProblem, SealOutcome } from '../entry/card-entry.ts'
import type { EncryptionContext } from '../entry/encrypt-card.ts'
import { canEncrypt, encryptCode, prefetchEncryption } from '../entry/encrypt-card.ts'
import { cvcDrawing } from './brand-logos.ts'
import { cardFormStyles } from './card-form.styles.ts'
import { CardChangeEvent, submitOnEnter } from './card-form-events.ts'
import { cvcHint, problemText } from './card-messages.ts'
import { checkCvc } from './cvc.ts'
import { digitsOf } from './digits.ts'
import { fieldView } from './field-view.ts'
import { Wiping } from './wiping.ts'

/**
 * Asks for the security code of a saved card. The typed text exists only in the input and leaves this element only as
 * ciphertext, through `seal()`.
 *
 * @csspart field - the field with label and message
 * @csspart label - its label
 * @csspart input - the text box
 * @csspart error - its message when something is wrong
 */
export class PaykkaCodeForm extends LitElement {
  static override styles = [palette, cardFormStyles]

  static override properties = {
    length: { type: Number },
    locked: { type: Boolean },
    texts: { attribute: false },
    problem: { state: true },
  }

  /** Number of digits of the card's code. */
  declare length: CodeLength

  /** Read-only while a payment is under way. */
  declare locked: boolean

  /** The shop's own texts, by message id. */
  declare texts: Texts

  declare private problem: FieldProblem | null

  readonly #wiping = new Wiping(this, () => this.reset())

  constructor() {
    super()
    this.length = 3
    this.locked = false
    this.texts = {}
    this.problem = null
  }

  /** The facts about the code that may leave `card/`: whether it is empty, and whether it is complete. */
  get status(): CardStatus {
    const digits = this.#digits()
    const complete = checkCvc(digits, this.length) === null
    return { brand: null, last4: null, empty: digits === '', complete, invalid: this.problem ? ['cvc'] : [] }
  }

  /** Returns the sealed code, or shows its error. */
  async seal(context: EncryptionContext): Promise<SealOutcome> {
    if (!canEncrypt()) return { kind: 'failed', code: 'insecure_context' }
    const cvc = this.#digits()
    this.problem = checkCvc(cvc, this.length)
    if (this.problem) return this.#refuse()
    return await encryptCode(cvc, context)
  }

  /** Shows the error and focuses the field. */
  report(): void {
    this.problem = checkCvc(this.#digits(), this.length)
    this.focusField()
  }

  focusField(): void {
    this.#input()?.focus()
  }

  override focus(): void {
    this.focusField()
  }

  /** Clears the field. */
  reset(): void {
    this.#wiping.stop()
    const input = this.#input()
    if (input) input.value = ''
    this.problem = null
    this.#changed()
  }

  /** Without this, `moveBefore()` would count as leaving the page, which clears what was typed. */
  connectedMoveCallback(): void {
    this.requestUpdate()
  }

  override willUpdate(): void {
    useTexts(this.texts, this.matches(':dir(rtl)') ? 'rtl' : 'ltr')
  }

  override render(): TemplateResult {
    const { length, locked, problem } = this
    const parts = {
      field: 'cvc',
      cvcLength: length,
      locked,
      complete: checkCvc(this.#digits(), length) === null,
      optional: false,
      error: problem ? problemText('cvc', problem, String(length)) : null,
      hint: cvcHint(length),
      aside: nothing,
      drawing: cvcDrawing(length),
    } as const
    return html`<form class="alone" novalidate autocomplete="on" @submit=${this.#onSubmit} @keydown=${this.#onKey}>
      ${fieldView(parts, this.#acts)}
      <p class="visually-hidden" role="status" .textContent=${parts.error ?? ''}></p>
    </form>`
  }

  #input(): HTMLInputElement | null {
    return this.renderRoot?.querySelector<HTMLInputElement>('#cvc') ?? null
  }

  #digits(): string {
    return digitsOf(this.#input()?.value ?? '')
  }

  #refuse(): SealOutcome {
    this.focusField()
    this.#changed()
    return { kind: 'invalid', fields: ['cvc'] }
  }

  #changed(): void {
    this.dispatchEvent(new CardChangeEvent(this.status))
  }

  #onInput = (event: Event): void => {
    event.stopPropagation()
    const input = event.currentTarget as HTMLInputElement
    if (event instanceof InputEvent && event.isComposing) return
    const digits = digitsOf(input.value)
    if (digits !== input.value) input.value = digits
    this.#wiping.postpone()
    // An error disappears as soon as it is corrected; no new error appears while the shopper types.
    if (this.problem && checkCvc(digits, this.length) === null) this.problem = null
    this.#changed()
  }

  #onBlur = (): void => {
    const digits = this.#digits()
    if (digits === '') return
    this.problem = checkCvc(digits, this.length)
    this.#changed()
  }

  #onKey = (event: KeyboardEvent): void => submitOnEnter(event, this)

  #onSubmit = (event: Event): void => event.preventDefault()

  readonly #acts = {
    beforeInput: () => undefined,
    input: this.#onInput,
    blur: this.#onBlur,
    focus: prefetchEncryption,
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'paykka-code-form': PaykkaCodeForm
  }
}
