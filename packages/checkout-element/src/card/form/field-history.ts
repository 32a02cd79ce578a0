/**
 * Undo and redo for the fields that are regrouped while typed: writing a field’s text empties the browser’s own
 * history of it. Lives as long as the card does and is wiped with it.
 */
import type { CardField } from '../entry/card-entry.ts'
import type { Edit } from './caret.ts'
import { applyEdit, restore } from './field-edit.ts'
import { isImeKey } from './ime-key.ts'

const MAX_STEPS = 100

class FieldHistory {
  #steps: Edit[] = [{ text: '', caret: 0 }]
  #at = 0

  /** Takes over what the field holds now; what had been undone can no longer be redone. */
  remember(edit: Edit): void {
    if (this.#steps[this.#at]?.text === edit.text) return
    this.#steps = [...this.#steps.slice(0, this.#at + 1), edit].slice(-MAX_STEPS)
    this.#at = this.#steps.length - 1
  }

  /** The text one step back or forward, or `null` at the end of the history. */
  step(way: -1 | 1): Edit | null {
    const edit = this.#steps[this.#at + way]
    if (!edit) return null
    this.#at += way
    return edit
  }
}

/** The histories of all fields of a form. */
export class FormHistory {
  readonly #fields = new Map<CardField, FieldHistory>()

  /** Formats a field after `event` and remembers what it holds then. */
  edit(field: CardField, input: HTMLInputElement, event: Event): void {
    this.#of(field).remember(applyEdit(field, input, event))
  }

  /**
   * Undo and redo where the browser’s own no longer can; the name is never rewritten, so there it can.
   * @returns the field whose text is another now
   */
  travel(event: KeyboardEvent): CardField | null {
    const way = historyKey(event)
    const input = event.composedPath()[0]
    if (!way || !(input instanceof HTMLInputElement) || input.id === 'holder') return null
    event.preventDefault()
    const field = input.id as CardField
    const edit = this.#of(field).step(way)
    if (edit) restore(input, edit)
    return edit && field
  }

  clear(): void {
    this.#fields.clear()
  }

  #of(field: CardField): FieldHistory {
    const history = this.#fields.get(field) ?? new FieldHistory()
    this.#fields.set(field, history)
    return history
  }
}

/** Which way a key goes through the history: Ctrl or Cmd with Z, Shift+Z or Y. */
function historyKey(event: KeyboardEvent): -1 | 1 | null {
  if (isImeKey(event) || !(event.ctrlKey || event.metaKey) || event.altKey) return null
  const key = event.key.toLowerCase()
  if (key === 'z') return event.shiftKey ? 1 : -1
  return key === 'y' ? 1 : null
}
