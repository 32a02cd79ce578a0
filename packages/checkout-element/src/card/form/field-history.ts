/**
 * Undo and redo for the fields that are regrouped while typed, because setting a field's text clears the browser's own
 * history. It is deleted together with the card.
 */
import type { CardField } from '../entry/card-entry.ts'
import type { Edit } from './caret.ts'
import { applyEdit, restore } from './field-edit.ts'
import { isImeKey } from './ime-key.ts'

const MAX_STEPS = 100

class FieldHistory {
  #steps: Edit[] = [{ text: '', caret: 0 }]
  #at = 0

  /** Records the text of the field; undone steps can no longer be redone. */
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

  /** Formats a field after `event` and records its text. */
  edit(field: CardField, input: HTMLInputElement, event: Event): void {
    this.#of(field).remember(applyEdit(field, input, event))
  }

  /**
   * Undo and redo where the browser's own history is lost; the name field keeps it, because it is never rewritten.
   * @returns the field whose text has changed
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

/** The direction of a key through the history: Ctrl or Cmd with Z, Shift+Z or Y. */
function historyKey(event: KeyboardEvent): -1 | 1 | null {
  if (isImeKey(event) || !(event.ctrlKey || event.metaKey) || event.altKey) return null
  const key = event.key.toLowerCase()
  if (key === 'z') return event.shiftKey ? 1 : -1
  return key === 'y' ? 1 : null
}
