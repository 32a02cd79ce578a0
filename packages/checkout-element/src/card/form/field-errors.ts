/** Which mistakes the form shows while someone types, and after they left a field. Pure. */

import type { CardField, FieldProblem } from '../entry/card-entry.ts'
import type { CardRules, CardText, FieldErrors } from './card.ts'
import { checkField } from './card.ts'

/**
 * What is shown after a key in `field`: a mistake goes as soon as it is put right; a new one never comes while someone
 * is still typing. Where nothing changes it is the same object, so that nothing is rendered for it.
 */
export function afterTyping(
  shown: FieldErrors,
  field: CardField,
  text: CardText,
  rules: CardRules,
): FieldErrors {
  const putRight = (name: CardField) => shown[name] && checkField(name, text, rules) === null
  if (field !== 'number') return putRight(field) ? without(shown, field) : shown
  // The code’s length hangs on the number’s brand, so a new number may put the code right.
  const left = putRight('cvc') ? without(shown, 'cvc') : shown
  return afterNumber(left, checkField('number', text, rules))
}

function afterNumber(shown: FieldErrors, problem: FieldProblem | null): FieldErrors {
  // The one early message: more typing cannot make an unaccepted brand accepted.
  if (problem === 'brand') return { ...shown, number: 'brand' }
  return problem === null || shown.number === 'brand' ? without(shown, 'number') : shown
}

/**
 * What is shown after `field` was left. Leaving an untouched field is no mistake; only pressing pay makes it one. The
 * same object where nothing changes.
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
