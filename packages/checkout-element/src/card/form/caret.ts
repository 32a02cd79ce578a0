/** Keeps the caret at the same digit while a field regroups its text. Pure; tests are tables. */
import { digitsOf } from './digits.ts'

/** What happened to a text: a key, a deletion, autofill or paste, or its field was left. */
export type Change = 'insert' | 'delete' | 'whole' | 'leave'

/** A text with the caret in it. */
export type Edit = { text: string; caret: number }

/** Puts a space after each position in `gaps`: `group('42424242', [4])` gives `'4242 4242'`. */
export const group = (digits: string, gaps: readonly number[]): string =>
  Array.from(digits, (digit, index) => (gaps.includes(index) ? ` ${digit}` : digit)).join('')

/** Index right after the `count`th digit of `text`. */
function afterDigits(text: string, count: number): number {
  if (count === 0) return 0
  let seen = 0
  for (let index = 0; index < text.length; index++) {
    if (/[0-9]/.test(text.charAt(index)) && ++seen === count) return index + 1
  }
  return text.length
}

/** Regroups a number field. After an insertion the caret also moves past the gap that it reached. */
export function regroup(
  edit: Edit,
  gaps: readonly number[],
  maxLength: number,
  change: 'insert' | 'delete',
): Edit {
  const digits = digitsOf(edit.text).slice(0, maxLength)
  const text = group(digits, gaps)
  const before = Math.min(digitsOf(edit.text.slice(0, edit.caret)).length, digits.length)
  const caret = afterDigits(text, before)
  const stepsOver = change === 'insert' && text.charAt(caret) === ' '
  return { text, caret: stepsOver ? caret + 1 : caret }
}

/**
 * The position of the caret before a single deletion, so that it deletes a digit and not the separator, which the next
 * regrouping would restore.
 */
export function caretForDeletion(edit: Edit, direction: 'backward' | 'forward'): number {
  let caret = edit.caret
  const step = direction === 'backward' ? -1 : 1
  const next = () => edit.text.charAt(direction === 'backward' ? caret - 1 : caret)
  while (next() !== '' && !/[0-9]/.test(next())) caret += step
  return caret
}
