/** Carries the pure edits of `pan`, `expiry` and `digits` over to a text box and its caret. */
import type { CardField } from '../entry/card-entry.ts'
import type { Change, Edit } from './caret.ts'
import { caretForDeletion } from './caret.ts'
import { digitsOf } from './digits.ts'
import { editExpiry } from './expiry.ts'
import { editPan } from './pan.ts'

/** Digits alone, and all of them: a code with one too many has words of its own, and is never cut to another code. */
const editCvc = (edit: Edit): Edit => ({
  text: digitsOf(edit.text),
  caret: digitsOf(edit.text.slice(0, edit.caret)).length,
})

function changeOf(event: Event): Change {
  if (event.type !== 'input') return event.type === 'blur' ? 'leave' : 'insert'
  // Autofill and managers of passwords come without a type, or with one of their own.
  const type = event instanceof InputEvent ? event.inputType : ''
  if (type.startsWith('delete')) return 'delete'
  return /^insert(?:Text|Composition|FromComposition)/.test(type) ? 'insert' : 'whole'
}

/**
 * Formats a field after `event`; writes only what differs, so that undo survives where nothing changed.
 * @returns what the field holds now
 */
export function applyEdit(field: CardField, input: HTMLInputElement, event: Event): Edit {
  const before = { text: input.value, caret: input.selectionEnd ?? input.value.length }
  if (field === 'holder') return before
  const after = edited(field, before, changeOf(event))
  if (after.text === before.text && after.caret === before.caret) return before
  if (after.text !== before.text) input.value = after.text
  // Moving the caret of a field without focus would pull the focus in some browsers (autofill fills them all).
  if (isActive(input)) input.setSelectionRange(after.caret, after.caret)
  return after
}

/** Not `:focus`: in WebKit that is false while the window has no focus, and a script or a service edits all the same. */
const isActive = (input: HTMLInputElement): boolean =>
  (input.getRootNode() as Document | ShadowRoot).activeElement === input

function edited(field: 'number' | 'expiry' | 'cvc', edit: Edit, change: Change): Edit {
  if (field === 'number') return editPan(edit, change)
  if (field === 'expiry') return editExpiry(edit, change)
  return editCvc(edit)
}

/** Puts an earlier text back. */
export function restore(input: HTMLInputElement, { text, caret }: Edit): void {
  input.value = text
  input.setSelectionRange(caret, caret)
}

/**
 * Before a single deletion next to a gap, takes the digit beyond the gap instead of the gap. WebKit has chosen
 * what to delete before it asks, so the caret cannot just be moved; as a command the deletion can still be undone.
 */
export function stepOverSeparator(event: InputEvent): void {
  const input = event.currentTarget as HTMLInputElement
  const direction = { deleteContentBackward: 'backward', deleteContentForward: 'forward' } as const
  const way = Object.entries(direction).find(([type]) => type === event.inputType)?.[1]
  const caret = input.selectionStart
  if (!way || input.id === 'holder' || caret === null || caret !== input.selectionEnd) return
  const target = caretForDeletion({ text: input.value, caret }, way)
  if (target === caret) return
  event.preventDefault()
  input.setSelectionRange(target, target)
  document.execCommand(way === 'backward' ? 'delete' : 'forwardDelete')
}
