/** The errors that the form shows while the shopper types, and after they left a field. Pure. */

import type { CardField, FieldProblem } from '../entry/card-entry.ts'
import type { CardRules, CardText, FieldErrors } from './card.ts'
import { checkField } from './card.ts'

/**
 * The errors after a key in `field`: an error disappears as soon as it is corrected, and no new error appears while the
 * shopper types. Without a change it returns the same object, so that nothing is rendered.
 */
export function afterTyping(
  shown: FieldErrors,
  field: CardField,
  text: CardText,
  rules: CardRules,
): FieldErrors {
  const putRight = (name: CardField) => shown[name] && checkField(name, text, rules) === null
  if (field !== 'number') return putRight(field) ? without(shown, field) : shown
  // The length of the code depends on the brand, so a new number may correct the code.
  const left = putRight('cvc') ? without(shown, 'cvc') : shown
  return afterNumber(left, checkField('number', text, rules))
}

function afterNumber(shown: FieldErrors, problem: FieldProblem | null): FieldErrors {
  // The only early error: more typing cannot make the brand accepted.
  if (problem === 'brand') return { ...shown, number: 'brand' }
  return problem === null || shown.number === 'brand' ? without(shown, 'number') : shown
}

/**
 * The errors after `field` was left. Leaving an empty field is no error; only pressing pay makes it one. Without a change
 * it returns the same object.
 */
export function afterLeaving(
  shown: FieldErrors,
  field: CardField,
  text: CardText,
  rules: CardRules,
): FieldErrors {
  const problem = checkField(field, text, rules) ?? undefined
  if (text[field].trim() === '' || shown[field] === problem) return shown
  return problem ? { ...shown, [field]: problem } : without(shown, field)
}

const without = (shown: FieldErrors, field: CardField): FieldErrors =>
  shown[field] ? Object.fromEntries(Object.entries(shown).filter(([name]) => name !== field)) : shown
