/** The card number: groups it while it is typed, and checks it. */

import type { CardBrand } from '../../checkout/wire.ts'
import type { FieldProblem } from '../entry/card-entry.ts'
import { brandOf, hasRightCheckDigit, isCardNumber, shapeOf } from './brand.ts'
import type { Change, Edit } from './caret.ts'
import { regroup } from './caret.ts'
import { digitsOf } from './digits.ts'
import { readPan } from './read-pan.ts'

/** Longest number that ISO/IEC 7812 allows; a paste is cut to it. */
export const MAX_DIGITS = 19

/** Regroups the number after a keystroke or paste, caret included. `whole`: the text was pasted or filled in. */
export function editPan(given: Edit, change: Change): Edit {
  const edit = change === 'whole' ? found(given) : given
  const digits = digitsOf(edit.text).slice(0, MAX_DIGITS)
  const { gaps, lengths } = shapeOf(digits)
  return regroup(edit, gaps, Math.max(...lengths), change === 'delete' ? 'delete' : 'insert')
}

/** Only the number, when more was pasted. */
function found(edit: Edit): Edit {
  const number = readPan(edit.text)
  return number === digitsOf(edit.text) ? edit : { text: number, caret: number.length }
}

/** The problem of a number, or `null` when it is valid and of an accepted brand. */
export function checkPan(digits: string, accepted: readonly CardBrand[]): FieldProblem | null {
  if (digits === '') return 'empty'
  const facts = brandOf(digits)
  if (facts && !accepted.some((brand) => brand === facts.brand)) return 'brand'
  const shortest = facts ? Math.min(...facts.lengths) : 12
  if (digits.length < shortest) return 'incomplete'
  // A valid number of an unknown network (RuPay, Uzcard, Humo, UATP …) is no typo.
  if (!facts && hasRightCheckDigit(digits)) return 'brand'
  // UnionPay issues numbers without a check digit, so its checksum is not checked.
  return isCardNumber(digits) ? null : 'invalid'
}
