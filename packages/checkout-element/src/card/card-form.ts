/** `<paykka-card-form>`: the four card fields in one shadow root. Runs in the isolated frame, or inline. */

import type { TemplateResult } from 'lit'
import { html, LitElement, nothing } from 'lit'
import { palette } from '../theme/palette.styles.ts'
import type { CardBrand } from '../wire.ts'
import type { DetectedBrand } from './brand.ts'
import { brandOf } from './brand.ts'
import { acceptedMarks, brandList, brandMark, cvcMark } from './brand-marks.ts'
import type { Card, CardRules, CardText, FieldErrors } from './card.ts'
import { cardStatus, checkField, parseCard } from './card.ts'
import type { CardField, CardStatus, SealOutcome } from './card-entry.ts'
import { CARD_FIELDS } from './card-entry.ts'
import { cardFormStyles } from './card-form.styles.ts'
import { digitsOf } from './digits.ts'
import { applyEdit, stepOverSeparator } from './field-edit.ts'
import { acceptedBrands, cvcHint, expiryPlaceholder, label, problemCount, problemText } from './messages.ts'
import type { SealContext } from './seal.ts'
import { canSeal, sealCard, warmUpSealing } from './seal.ts'

/** A card left alone this long is wiped. */
const IDLE_MS = 15 * 60_000

/** Something in the form changed. Stays inside the element: it neither bubbles nor crosses a shadow root. */
export class CardChangeEvent extends Event {
  readonly status: CardStatus
  constructor(status: CardStatus) {
    super('card-change')
    this.status = status
  }
}

/** The shopper pressed Enter in a field. */
export class CardSubmitEvent extends Event {
  constructor() {
    super('card-submit')
  }
}

/**
 * The card form. What is typed lives in the inputs only: no property, attribute or event carries it,
 * and it leaves this element as ciphertext through `seal()`.
 *
 * @csspart field - one field with label and message
 * @csspart label - a field’s label
 * @csspart input - a text box
 * @csspart error - a field’s message when something is wrong
 * @csspart accepted-brands - the row of accepted card brands
 */
export class PaykkaCardForm extends LitElement {
  static override styles = [palette, cardFormStyles]

  static override properties = {
    brands: { attribute: false },
    locked: { type: Boolean },
    clockOffset: { attribute: false },
    errors: { state: true },
    brand: { state: true },
    cvcLength: { state: true },
    said: { state: true },
  }

  /** Brands the shop takes. */
  declare brands: readonly CardBrand[]

  /** Read-only while a payment is under way. */
  declare locked: boolean

  /** Server time minus this device’s time, so that a wrong clock does not expire a card. */
  declare clockOffset: number

  declare private errors: FieldErrors
  declare private brand: DetectedBrand | null
  declare private cvcLength: number
  declare private said: string

  #idle: ReturnType<typeof setTimeout> | undefined

  constructor() {
    super()
    this.brands = []
    this.locked = false
    this.clockOffset = 0
    this.errors = {}
    this.brand = null
    this.cvcLength = 3
    this.said = ''
  }

  override connectedCallback(): void {
    super.connectedCallback()
    // A page kept in the back/forward cache must not keep a card with it.
    window.addEventListener('pagehide', this.reset)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    window.removeEventListener('pagehide', this.reset)
    this.reset()
  }

  /** What may be told of the card: brand, last four digits once valid, and flags. */
  get status(): CardStatus {
    return cardStatus(this.#text(), this.errors, this.#rules())
  }

  /** Checks everything; goes to the first wrong field, or gives the sealed card. */
  async seal(context: SealContext): Promise<SealOutcome> {
    if (!canSeal()) return { kind: 'failed', code: 'insecure_context' }
    const parsed = parseCard(this.#text(), this.#rules())
    if (!parsed.ok) return this.#refuse(parsed.errors)
    this.errors = {}
    return await sealed(parsed.card, context)
  }

  /** Puts the cursor into a field; without a name, into the first that is wrong or empty. */
  focusField(field?: CardField): void {
    const text = this.#text()
    const open = CARD_FIELDS.find((name) => checkField(name, text, this.#rules()))
    this.#input(field ?? open ?? 'number')?.focus()
  }

  override focus(): void {
    this.focusField()
  }

  /** Wipes every field. */
  reset = (): void => {
    clearTimeout(this.#idle)
    for (const field of CARD_FIELDS) {
      const input = this.#input(field)
      if (input) input.value = ''
    }
    this.errors = {}
    this.said = ''
    this.#changed()
  }

  override render(): TemplateResult {
    return html`<form novalidate autocomplete="on" @submit=${this.#onSubmit} @keydown=${this.#onKey}>
      ${this.#field('number', 'cc-number', brandMark(this.brand))} ${this.#field('expiry', 'cc-exp')}
      ${this.#field('cvc', 'cc-csc', cvcMark(this.cvcLength))} ${this.#field('holder', 'cc-name')}
      <p class="said" role="status">${this.said}</p>
    </form>`
  }

  #field(field: CardField, autocomplete: AutoFill, mark?: TemplateResult): TemplateResult {
    const wide = field === 'number' || field === 'holder'
    const digits = field !== 'holder'
    return html`<div class="field ${field} ${wide ? 'wide' : ''}" part="field field-${field}">
      <div class="top">
        <label part="label" for=${field}>${label[field]()}</label>
        ${field === 'number' ? acceptedMarks(this.brands, this.brand) : nothing}
      </div>
      <div class="box">
        <input id=${field} part="input" class=${digits ? 'digits' : ''} type="text" dir=${digits ? 'ltr' : 'auto'} autocomplete=${autocomplete}
          inputmode=${digits ? 'numeric' : 'text'} spellcheck="false" autocapitalize=${digits ? 'off' : 'words'}
          autocorrect="off" maxlength=${field === 'holder' ? 64 : 40} placeholder=${this.#placeholder(field)}
          aria-required="true" aria-invalid=${this.errors[field] ? 'true' : 'false'}
          aria-describedby="${field}-message" ?readonly=${this.locked}
          @beforeinput=${this.#onBeforeInput} @input=${this.#onInput} @compositionend=${this.#onInput}
          @blur=${this.#onBlur} @focus=${warmUpSealing} />
        ${mark ?? nothing}
      </div>
      ${this.#message(field)}
    </div>`
  }

  #message(field: CardField): TemplateResult {
    const problem = this.errors[field]
    const id = `${field}-message`
    if (problem) {
      const text = problemText(field, problem, brandList(this.brands))
      return html`<p id=${id} class="message error" part="error">${text}</p>`
    }
    return html`<p id=${id} class="message"><span class="said">${this.#hint(field)}</span></p>`
  }

  /** Said to screen readers; the eye sees the marks instead. */
  #hint(field: CardField): string {
    if (field === 'number') return acceptedBrands(brandList(this.brands))
    return field === 'cvc' ? cvcHint(this.cvcLength) : ''
  }

  #placeholder(field: CardField): string {
    if (field === 'number') return '1234 1234 1234 1234'
    if (field === 'expiry') return expiryPlaceholder()
    return field === 'cvc' ? '1234'.slice(0, this.cvcLength) : ''
  }

  #input(field: CardField): HTMLInputElement | null {
    return this.renderRoot?.querySelector<HTMLInputElement>(`#${field}`) ?? null
  }

  #text(): CardText {
    const value = (field: CardField) => this.#input(field)?.value ?? ''
    return { number: value('number'), expiry: value('expiry'), cvc: value('cvc'), holder: value('holder') }
  }

  #rules(): CardRules {
    return { today: new Date(Date.now() + this.clockOffset), brands: this.brands }
  }

  #refuse(errors: FieldErrors): SealOutcome {
    this.errors = errors
    const fields = CARD_FIELDS.filter((field) => errors[field])
    this.said = problemCount(fields.length)
    this.#input(fields[0] ?? 'number')?.focus()
    this.#changed()
    return { kind: 'invalid', fields }
  }

  /** Tells the brand and flags on, never what was typed. */
  #changed(): void {
    const facts = brandOf(digitsOf(this.#text().number))
    this.brand = facts?.brand ?? null
    this.cvcLength = facts?.cvcLength ?? 3
    this.dispatchEvent(new CardChangeEvent(this.status))
  }

  #onBeforeInput = (event: InputEvent): void => stepOverSeparator(event)

  #onInput = (event: Event): void => {
    event.stopPropagation()
    const input = event.currentTarget as HTMLInputElement
    const field = input.id as CardField
    if (event instanceof InputEvent && event.isComposing) return
    applyEdit(field, input, event)
    clearTimeout(this.#idle)
    this.#idle = setTimeout(this.reset, IDLE_MS)
    this.#correct(field)
    this.#changed()
  }

  /** An error goes away as soon as it is put right; a new one never appears while someone is still typing. */
  #correct(field: CardField): void {
    const stillWrong = (name: CardField) => checkField(name, this.#text(), this.#rules())
    // The code’s length hangs on the number’s brand, so a new number may put the code right.
    const looked: CardField[] = field === 'number' ? ['number', 'cvc'] : [field]
    const cleared = looked.filter((name) => this.errors[name] && !stillWrong(name))
    const acceptedAgain = this.errors.number === 'brand' && stillWrong('number') !== 'brand'
    if (field === 'number' && acceptedAgain && !cleared.includes('number')) cleared.push('number')
    if (cleared.length > 0) this.errors = withoutKeys(this.errors, cleared)
    // The one early message: more typing cannot make an unaccepted brand accepted.
    if (field === 'number' && stillWrong('number') === 'brand')
      this.errors = { ...this.errors, number: 'brand' }
  }

  #onBlur = (event: FocusEvent): void => {
    const field = (event.currentTarget as HTMLInputElement).id as CardField
    const text = this.#text()
    const problem = checkField(field, text, this.#rules())
    // Leaving an untouched field is no mistake; only pressing pay makes it one.
    if (text[field].trim() === '' || this.errors[field] === (problem ?? undefined)) return
    this.errors = problem ? { ...this.errors, [field]: problem } : withoutKeys(this.errors, [field])
    this.said = problem ? problemText(field, problem, brandList(this.brands)) : ''
    this.#changed()
  }

  #onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.isComposing || event.repeat) return
    event.preventDefault()
    this.dispatchEvent(new CardSubmitEvent())
  }

  #onSubmit = (event: Event): void => event.preventDefault()
}

const withoutKeys = (errors: FieldErrors, fields: readonly CardField[]): FieldErrors =>
  Object.fromEntries(Object.entries(errors).filter(([name]) => !fields.some((field) => field === name)))

/** A failure to seal is told by a code; whatever the browser threw may hold what was typed. */
async function sealed(card: Card, context: SealContext): Promise<SealOutcome> {
  try {
    const jwe = await sealCard(card, context)
    return { kind: 'sealed', jwe, brand: card.brand, last4: card.number.slice(-4) }
  } catch {
    return { kind: 'failed', code: 'seal_failed' }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'paykka-card-form': PaykkaCardForm
  }
}
