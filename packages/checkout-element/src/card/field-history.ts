/**
 * Undo and redo for the fields that are regrouped while typed: writing a field’s text empties the browser’s own
 * history of it. Lives as long as the card does and is wiped with it.
 */
import type { Edit } from './caret.ts'

const MAX_STEPS = 100

export class FieldHistory {
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

/** Which way a key goes through the history: Ctrl or Cmd with Z, Shift+Z or Y. */
export function historyKey(event: KeyboardEvent): -1 | 1 | null {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return null
  const key = event.key.toLowerCase()
  if (key === 'z') return event.shiftKey ? 1 : -1
  return key === 'y' ? 1 : null
}
