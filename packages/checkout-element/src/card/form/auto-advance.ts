/**
 * Moves the focus from the complete number to the date, and from the date to the code. Only for a shopper who put the focus
 * into the form with a mouse or a finger: keyboards and assistive technologies move the focus themselves, and a second move
 * would skip a field. A corrected field never moves it.
 */
import type { CardField } from '../entry/card-entry.ts'
import { brandOf } from './brand.ts'
import type { CardRules, CardText } from './card.ts'
import { checkField } from './card.ts'
import { digitsOf } from './digits.ts'
import { isImeKey } from './ime-key.ts'

const NEXT: Partial<Record<CardField, CardField>> = { number: 'expiry', expiry: 'cvc' }
const BACK: Partial<Record<CardField, CardField>> = { expiry: 'number', cvc: 'expiry' }

/** Brands that issue 16 digits, although their longest numbers have 19. */
const SIXTEEN: readonly string[] = ['visa', 'discover', 'jcb']

export class AutoAdvance {
  /** True after a press of mouse or finger, until the shopper navigates with the keyboard. */
  #pressed = false
  readonly #corrected = new Set<CardField>()
  /** The field that got the focus here, until something is typed into it. */
  #arrived: CardField | null = null

  press = (event: PointerEvent): void => {
    this.#pressed = !isVirtual(event)
    this.#arrived = null
  }

  /** @returns the field that takes the focus after this input, or `null` */
  after(
    field: CardField,
    box: HTMLInputElement,
    event: Event,
    text: CardText,
    rules: CardRules,
  ): CardField | null {
    this.#arrived = null
    const next = NEXT[field]
    const atEnd = box.selectionStart === box.value.length
    if (!isTyped(event) || !atEnd) this.#corrected.add(field)
    if (!next || !this.#pressed || this.#corrected.has(field) || text[next] !== '') return null
    if (!isWhole(field, text, rules)) return null
    this.#arrived = next
    return next
  }

  /**
   * The habits of shoppers who expect no such move: Tab would skip the field that has just got the focus, and Backspace
   * goes back to the last digit.
   * @returns the field that takes the focus, or `null`
   */
  key(event: KeyboardEvent): CardField | null {
    const { key, shiftKey, altKey, ctrlKey, metaKey } = event
    if (isImeKey(event) || altKey || ctrlKey || metaKey) return null
    const arrived = this.#arrived
    this.#arrived = null
    if (key === 'Tab' && !shiftKey && arrived) event.preventDefault()
    else if (key === 'Tab') this.#pressed = false
    if (key !== 'Backspace' || !arrived) return null
    event.preventDefault()
    return BACK[arrived] ?? null
  }

  reset(): void {
    this.#corrected.clear()
    this.#arrived = null
  }
}

/** One character by a key; not autofill, a paste, or a deletion. */
const isTyped = (event: Event): boolean =>
  event instanceof InputEvent && /^insert(?:Text|CompositionText)$/.test(event.inputType)

/** No further digit can follow. */
function isWhole(field: CardField, text: CardText, rules: CardRules): boolean {
  if (checkField(field, text, rules) !== null) return false
  if (field === 'expiry') return /^\d\d \/ \d\d$/.test(text.expiry)
  const digits = digitsOf(text.number)
  const facts = brandOf(digits)
  if (!facts) return false
  return digits.length === (SIXTEEN.includes(facts.brand) ? 16 : Math.max(...facts.lengths))
}

/** Presses that screen readers send in place of a finger or a mouse have no size or no pressure. */
const isVirtual = ({ width, height, pressure, pointerType }: PointerEvent): boolean =>
  (width === 0 && height === 0) || (pointerType === 'mouse' && pressure === 0)
