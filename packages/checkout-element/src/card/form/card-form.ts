/** `<paykka-card-form>`: the four card fields in one shadow root. Runs in the isolated frame, or inline. */

import type { PropertyValues, TemplateResult } from 'lit'
import { LitElement } from 'lit'
import type { CardBrand } from '../../checkout/wire.ts'
import { useTexts } from '../../locales/localization.ts'
import type { Texts } from '../../locales/texts.ts'
import { palette } from '../../ui/theme/palette.styles.ts'
import type { CardField, CardStatus, SealOutcome } from '../entry/card-entry.ts'
import { CARD_FIELDS } from '../entry/card-entry.ts'
import type { EncryptionContext } from '../entry/encrypt-card.ts'
import { canEncrypt, encryptCard, prefetchEncryption } from '../entry/encrypt-card.ts'
import { AutoAdvance } from './auto-advance.ts'
import type { DetectedBrand } from './brand.ts'
import { brandOf } from './brand.ts'
import type { CardRules, CardText, FieldErrors, HolderRule } from './card.ts'
import { cardStatus, checkCard, checkField, completeFields, parseCard } from './card.ts'
import { cardFormStyles } from './card-form.styles.ts'
import { CardChangeEvent, submitOnEnter } from './card-form-events.ts'
import type { CardFacts, CardFormActs } from './card-form-view.ts'
import { cardFormView, mistakeIn } from './card-form-view.ts'
import { checkFields } from './card-messages.ts'
import { digitsOf } from './digits.ts'
import { stepOverSeparator } from './field-edit.ts'
import { afterLeaving, afterTyping } from './field-errors.ts'
import { FormHistory } from './field-history.ts'
import { boxOf, textIn, wipeBoxes } from './text-boxes.ts'
import { Wiping } from './wiping.ts'

const differs = (one: unknown, other: unknown): boolean => String(one) !== String(other)

/**
 * The card form. The typed text exists only in the inputs: no property, attribute or event carries it. It leaves this
 * element only as ciphertext, through `seal()`.
 *
 * @csspart field - one field with label and message
 * @csspart label - a field's label
 * @csspart input - a text box
 * @csspart error - a field's message when something is wrong
 * @csspart error-summary - every error as a link; visible on keyboard focus
 * @csspart accepted-brands - the row of accepted card brands
 */
export class PaykkaCardForm extends LitElement {
  static override styles = [palette, cardFormStyles]

  static override properties = {
    brands: { attribute: false },
    locked: { type: Boolean },
    clockOffset: { attribute: false },
    texts: { attribute: false },
    holder: { attribute: false },
    errors: { state: true },
    complete: { state: true, hasChanged: differs },
    brand: { state: true },
    cvcLength: { state: true },
    announcement: { state: true },
  }

  /** Brands that the shop accepts. */
  declare brands: readonly CardBrand[]

  /** Read-only while a payment is under way. */
  declare locked: boolean

  /** Server time minus this device's time in milliseconds, so that a wrong clock does not expire a card. */
  declare clockOffset: number

  /** The shop's own texts, by message id. */
  declare texts: Texts

  /** Whether the form asks for the name on the card. */
  declare holder: HolderRule

  declare private errors: FieldErrors
  /** Fields that are complete and valid. */
  declare private complete: readonly CardField[]
  declare private brand: DetectedBrand | null
  declare private cvcLength: number
  /** The text of the live region, created at rendering in the current language. */
  declare private announcement: (() => string) | null

  readonly #history = new FormHistory()
  readonly #wiping = new Wiping(this, () => this.reset())
  readonly #advance = new AutoAdvance()
  #reported = ''

  constructor() {
    super()
    this.brands = []
    this.locked = false
    this.clockOffset = 0
    this.errors = {}
    this.complete = []
    this.holder = 'required'
    this.brand = null
    this.cvcLength = 3
    this.announcement = null
    this.texts = {}
  }

  /** What may be known of the card: brand, last four digits once valid, and flags. */
  get status(): CardStatus {
    return cardStatus(this.#text(), this.errors, this.#rules())
  }

  /** Checks all fields. Returns the sealed card, or focuses the first invalid field. */
  async seal(context: EncryptionContext): Promise<SealOutcome> {
    if (!canEncrypt()) return { kind: 'failed', code: 'insecure_context' }
    const parsed = parseCard(this.#text(), this.#rules())
    if (!parsed.ok) return this.#refuse(parsed.errors)
    this.errors = {}
    return await encryptCard(parsed.card, context)
  }

  /** Shows all errors and focuses the first invalid field. */
  report(): void {
    const errors = checkCard(this.#text(), this.#rules())
    if (Object.keys(errors).length > 0) this.#refuse(errors)
    else this.focusField()
  }

  /** Focuses a field; without a name, the first that is invalid or empty. */
  focusField(field?: CardField): void {
    const text = this.#text()
    const open = CARD_FIELDS.find((name) => checkField(name, text, this.#rules()))
    this.#box(field ?? open ?? 'number')?.focus()
  }

  override focus(): void {
    this.focusField()
  }

  /** Clears every field. */
  reset(): void {
    this.#wiping.stop()
    wipeBoxes(this.renderRoot)
    this.errors = {}
    this.announcement = null
    this.#history.clear()
    this.#advance.reset()
    this.#changed()
  }

  /**
   * Text that was typed or filled in before this element existed counts as pasted. A focused field stays unchanged until
   * the next key or until it is left, because an IME may be active in it.
   */
  protected takeOver(): void {
    const inUse = this.shadowRoot?.activeElement
    const filled = CARD_FIELDS.filter((field) => this.#box(field)?.value)
    if (inUse) prefetchEncryption()
    if (filled.length === 0) return
    for (const field of filled) {
      const box = this.#box(field)
      if (box && box !== inUse) this.#history.edit(field, box, new Event('input'))
    }
    this.#wiping.postpone()
    this.#changed()
  }

  /** Without this, `moveBefore()` would count as leaving the page, which clears what was typed. */
  connectedMoveCallback(): void {
    this.requestUpdate()
  }

  override willUpdate(changed: PropertyValues): void {
    // A name that is no longer needed may complete the card.
    if (changed.has('holder') && this.hasUpdated) this.#changed()
    useTexts(this.texts, this.matches(':dir(rtl)') ? 'rtl' : 'ltr')
  }

  override render(): TemplateResult {
    const { locked, announcement, complete, holder } = this
    const parts = { ...this.#facts, locked, complete, holder, announcement: announcement?.() }
    return cardFormView(parts, this.#acts)
  }

  get #facts(): CardFacts {
    const { errors, brands, brand, cvcLength } = this
    return { errors, brands, brand, cvcLength }
  }

  #box(field: CardField): HTMLInputElement | null {
    return boxOf(this.renderRoot, field)
  }

  #text(): CardText {
    return textIn(this.renderRoot)
  }

  #rules(): CardRules {
    const { brands, holder } = this
    return { today: new Date(Date.now() + this.clockOffset), brands, holder }
  }

  #refuse(errors: FieldErrors): SealOutcome {
    this.errors = errors
    const fields = CARD_FIELDS.filter((field) => errors[field])
    this.announcement = checkFields
    this.#box(fields[0] ?? 'number')?.focus()
    this.#changed()
    return { kind: 'invalid', fields }
  }

  /** Reports brand and flags when they change; never what was typed, nor how fast. */
  #changed(): void {
    const facts = brandOf(digitsOf(this.#text().number))
    this.brand = facts?.brand ?? null
    this.cvcLength = facts?.cvcLength ?? 3
    this.complete = completeFields(this.#text(), this.#rules())
    const { status } = this
    const report = JSON.stringify(status)
    if (report === this.#reported) return
    this.#reported = report
    this.dispatchEvent(new CardChangeEvent(status))
  }

  #onInput = (event: Event): void => {
    event.stopPropagation()
    const box = event.currentTarget as HTMLInputElement
    const field = box.id as CardField
    if (event instanceof InputEvent && event.isComposing) return
    this.#history.edit(field, box, event)
    this.#typed(field)
    const next = this.#advance.after(field, box, event, this.#text(), this.#rules())
    if (next) this.#box(next)?.focus()
  }

  #typed(field: CardField): void {
    this.#wiping.postpone()
    this.errors = afterTyping(this.errors, field, this.#text(), this.#rules())
    this.#changed()
  }

  #onBlur = (event: FocusEvent): void => {
    const box = event.currentTarget as HTMLInputElement
    const field = box.id as CardField
    this.#history.edit(field, box, event)
    const errors = afterLeaving(this.errors, field, this.#text(), this.#rules())
    if (errors === this.errors) return
    this.errors = errors
    this.announcement = () => mistakeIn(field, this.#facts) ?? ''
    this.#changed()
  }

  #onKey = (event: KeyboardEvent): void => {
    const field = this.locked ? null : this.#history.travel(event)
    if (field) this.#typed(field)
    const back = this.#advance.key(event)
    if (back) this.#box(back)?.focus()
    submitOnEnter(event, this)
  }

  readonly #acts: CardFormActs = {
    beforeInput: stepOverSeparator,
    input: this.#onInput,
    blur: this.#onBlur,
    focus: prefetchEncryption,
    submit: (event) => event.preventDefault(),
    key: this.#onKey,
    press: this.#advance.press,
    go: (field) => this.focusField(field),
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'paykka-card-form': PaykkaCardForm
  }
}
