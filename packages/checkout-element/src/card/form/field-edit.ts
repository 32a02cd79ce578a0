/** Applies the pure edits of `pan`, `expiry` and `digits` to a text box and its caret. */
import type { CardField } from '../entry/card-entry.ts'
import type { Change, Edit } from './caret.ts'
import { caretForDeletion } from './caret.ts'
import { digitsOf } from './digits.ts'
import { editExpiry } from './expiry.ts'
import { editPan } from './pan.ts'

/** All digits and nothing else: a code that is too long gets an error and is never cut. */
const editCvc = (edit: Edit): Edit => ({
  text: digitsOf(edit.text),
  caret: digitsOf(edit.text.slice(0, edit.caret)).length,
})

function changeOf(event: Event): Change {
  if (event.type !== 'input') return event.type === 'blur' ? 'leave' : 'insert'
  // Events of autofill and password managers have no type, or their own type.
  const type = event instanceof InputEvent ? event.inputType : ''
  if (type.startsWith('delete')) return 'delete'
  return /^insert(?:Text|Composition|FromComposition)/.test(type) ? 'insert' : 'whole'
}

/**
 * Formats a field after `event`. Writes only changed text, so that undo survives otherwise.
 * @returns the text of the field
 */
export function applyEdit(field: CardField, input: HTMLInputElement, event: Event): Edit {
  const before = { text: input.value, caret: input.selectionEnd ?? input.value.length }
  if (field === 'holder') return before
  const after = edited(field, before, changeOf(event))
  if (after.text === before.text && after.caret === before.caret) return before
  if (after.text !== before.text) input.value = after.text
  // In some browsers, moving the caret of an unfocused field would focus it (autofill fills all fields).
  if (isActive(input)) input.setSelectionRange(after.caret, after.caret)
  return after
}

/** Not `:focus`: in WebKit it is false while the window has no focus, but scripts may still edit the field. */
const isActive = (input: HTMLInputElement): boolean =>
  (input.getRootNode() as Document | ShadowRoot).activeElement === input

function edited(field: 'number' | 'expiry' | 'cvc', edit: Edit, change: Change): Edit {
  if (field === 'number') return editPan(edit, change)
  if (field === 'expiry') return editExpiry(edit, change)
  return editCvc(edit)
}

/** Restores an earlier text. */
export function restore(input: HTMLInputElement, { text, caret }: Edit): void {
  input.value = text
  input.setSelectionRange(caret, caret)
}

/**
 * Before a single deletion next to a gap, deletes the digit beyond the gap instead. WebKit chooses what to delete before
 * the event, so moving the caret is not enough. As an editing command the deletion can be undone.
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
