/** `<paykka-card-form>`: the four card fields in one shadow root. Runs in the isolated frame, or inline. */

import type { TemplateResult } from 'lit'
import { html, LitElement, nothing } from 'lit'
import type { Texts } from '../localization.ts'
import { useTexts } from '../localization.ts'
import { palette } from '../theme/palette.styles.ts'
import type { CardBrand } from '../wire.ts'
import type { DetectedBrand } from './brand.ts'
import { brandOf } from './brand.ts'
import { acceptedMarks, brandList, brandMark, cvcMark } from './brand-marks.ts'
import type { Card, CardRules, CardText, FieldErrors } from './card.ts'
import { cardStatus, checkCard, checkField, parseCard } from './card.ts'
import type { CardField, CardStatus, SealOutcome } from './card-entry.ts'
import { CARD_FIELDS } from './card-entry.ts'
import { cardFormStyles } from './card-form.styles.ts'
import { CardChangeEvent, CardSubmitEvent } from './card-form-events.ts'
import { digitsOf } from './digits.ts'
import { applyEdit, restore, stepOverSeparator } from './field-edit.ts'
import { FieldHistory, historyKey } from './field-history.ts'
import type { FieldParts } from './field-view.ts'
import { fieldView, summaryView } from './field-view.ts'
import { acceptedBrands, checkFields, cvcHint, problemText } from './messages.ts'
import type { SealContext } from './seal.ts'
import { canSeal, sealCard, warmUpSealing } from './seal.ts'

/** A card left alone this long is wiped. */
const IDLE_MS = 15 * 60_000

/**
 * The card form. What is typed lives in the inputs only: no property, attribute or event carries it,
 * and it leaves this element as ciphertext through `seal()`.
 *
 * @csspart field - one field with label and message
 * @csspart label - a field’s label
 * @csspart input - a text box
 * @csspart error - a field’s message when something is wrong
 * @csspart error-summary - every mistake as a link; seen when a keyboard reaches it
 * @csspart accepted-brands - the row of accepted card brands
 */
export class PaykkaCardForm extends LitElement {
  static override styles = [palette, cardFormStyles]

  static override properties = {
    brands: { attribute: false },
    locked: { type: Boolean },
    clockOffset: { attribute: false },
    texts: { attribute: false },
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

  /** The shop’s own texts, by message id. */
  declare texts: Texts

  declare private errors: FieldErrors
  declare private brand: DetectedBrand | null
  declare private cvcLength: number
  /** What the live region says; made when it is shown, in the language of that moment. */
  declare private said: (() => string) | null

  readonly #histories = new Map<string, FieldHistory>()
  #idle: ReturnType<typeof setTimeout> | undefined
  #told = ''

  constructor() {
    super()
    this.brands = []
    this.locked = false
    this.clockOffset = 0
    this.errors = {}
    this.brand = null
    this.cvcLength = 3
    this.said = null
    this.texts = {}
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

  /** Shows everything that is wrong and goes to the first wrong field. */
  report(): void {
    const errors = checkCard(this.#text(), this.#rules())
    if (Object.keys(errors).length > 0) this.#refuse(errors)
    else this.focusField()
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
    this.said = null
    this.#histories.clear()
    this.#changed()
  }

  /**
   * What was typed or filled in before this element was there counts as pasted. A field in use is left as it is until
   * its next key or until it is left: an IME may be at work in it.
   */
  protected takeOver(): void {
    const inUse = this.shadowRoot?.activeElement
    const filled = CARD_FIELDS.filter((field) => this.#input(field)?.value)
    if (inUse) warmUpSealing()
    if (filled.length === 0) return
    for (const field of filled) {
      const input = this.#input(field)
      if (input && input !== inUse) this.#format(field, input, new Event('input'))
    }
    this.#restartIdle()
    this.#changed()
  }

  override willUpdate(): void {
    useTexts(this.texts, this.matches(':dir(rtl)') ? 'rtl' : 'ltr')
  }

  override render(): TemplateResult {
    const mistakes = CARD_FIELDS.flatMap((field) => {
      const text = this.#mistake(field)
      return text === null ? [] : [{ field, text }]
    })
    return html`<form novalidate autocomplete="on" @submit=${this.#onSubmit} @keydown=${this.#onKey}>
      ${summaryView(checkFields(), mistakes, (field) => this.focusField(field))}
      ${CARD_FIELDS.map((field) => this.#field(field))}
      <p class="said" role="status">${this.said?.()}</p>
    </form>`
  }

  #field(field: CardField): TemplateResult {
    const { cvcLength, locked } = this
    const marks: Record<CardField, FieldParts['mark']> = {
      number: brandMark(this.brand),
      cvc: cvcMark(cvcLength),
      expiry: nothing,
      holder: nothing,
    }
    const parts: FieldParts = {
      field,
      cvcLength,
      locked,
      error: this.#mistake(field),
      hint: this.#hint(field),
      aside: field === 'number' ? acceptedMarks(this.brands, this.brand) : nothing,
      mark: marks[field],
    }
    return fieldView(parts, this.#acts)
  }

  #mistake(field: CardField): string | null {
    const problem = this.errors[field]
    return problem ? problemText(field, problem, brandList(this.brands)) : null
  }

  #hint(field: CardField): string {
    if (field === 'number') return acceptedBrands(brandList(this.brands))
    return field === 'cvc' ? cvcHint(this.cvcLength) : ''
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
    this.said = checkFields
    this.#input(fields[0] ?? 'number')?.focus()
    this.#changed()
    return { kind: 'invalid', fields }
  }

  /** Tells the brand and flags on where they are new, never what was typed, nor how fast. */
  #changed(): void {
    const facts = brandOf(digitsOf(this.#text().number))
    this.brand = facts?.brand ?? null
    this.cvcLength = facts?.cvcLength ?? 3
    const { status } = this
    const told = JSON.stringify(status)
    if (told === this.#told) return
    this.#told = told
    this.dispatchEvent(new CardChangeEvent(status))
  }

  #onInput = (event: Event): void => {
    event.stopPropagation()
    const input = event.currentTarget as HTMLInputElement
    const field = input.id as CardField
    if (event instanceof InputEvent && event.isComposing) return
    this.#format(field, input, event)
    this.#typed(field)
  }

  #format(field: CardField, input: HTMLInputElement, event: Event): void {
    this.#historyOf(field).remember(applyEdit(field, input, event))
  }

  #typed(field: CardField): void {
    this.#restartIdle()
    this.#correct(field)
    this.#changed()
  }

  #restartIdle(): void {
    clearTimeout(this.#idle)
    this.#idle = setTimeout(this.reset, IDLE_MS)
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
    const input = event.currentTarget as HTMLInputElement
    const field = input.id as CardField
    this.#format(field, input, event)
    const text = this.#text()
    const problem = checkField(field, text, this.#rules())
    // Leaving an untouched field is no mistake; only pressing pay makes it one.
    if (text[field].trim() === '' || this.errors[field] === (problem ?? undefined)) return
    this.errors = problem ? { ...this.errors, [field]: problem } : withoutKeys(this.errors, [field])
    this.said = problem ? () => problemText(field, problem, brandList(this.brands)) : null
    this.#changed()
  }

  #historyOf(field: CardField): FieldHistory {
    const history = this.#histories.get(field) ?? new FieldHistory()
    this.#histories.set(field, history)
    return history
  }

  #onKey = (event: KeyboardEvent): void => {
    const way = historyKey(event)
    if (way) this.#travel(event, way)
    if (event.key !== 'Enter' || event.isComposing || event.repeat) return
    event.preventDefault()
    this.dispatchEvent(new CardSubmitEvent())
  }

  /** Undo and redo where the browser’s own no longer can; the name is never rewritten, so there it can. */
  #travel(event: KeyboardEvent, way: -1 | 1): void {
    const input = event.composedPath()[0]
    if (!(input instanceof HTMLInputElement) || input.id === 'holder' || this.locked) return
    event.preventDefault()
    const field = input.id as CardField
    const edit = this.#historyOf(field).step(way)
    if (!edit) return
    restore(input, edit)
    this.#typed(field)
  }

  #onSubmit = (event: Event): void => event.preventDefault()

  readonly #acts = {
    beforeInput: stepOverSeparator,
    input: this.#onInput,
    blur: this.#onBlur,
    focus: warmUpSealing,
  }
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
