/** The field of the expiry date: formats it while it is typed, reads it when it is left, and checks it. */

import type { FieldProblem } from '../entry/card-entry.ts'
import type { Change, Edit } from './caret.ts'
import { digitsOf, latinDigits } from './digits.ts'
import { readExpiry } from './read-expiry.ts'

/** How many years ahead a card may expire; more is a typo. */
const MAX_YEARS_AHEAD = 30

/** A month, and a year as far as it is typed. Four digits that do not start like a year do not match. */
const MONTH_AND_YEAR = /^(\d{1,2})(?:[^\d\p{L}]+(20\d{0,2}|\d{0,3}))?$/u

/** Formats the field while it is edited. Unreadable text stays unchanged; deleting never adds a separator. */
export function editExpiry(edit: Edit, change: Change): Edit {
  if (change === 'delete') return deleteInExpiry(edit)
  const atEnd = edit.caret >= edit.text.length
  const text = formatted(latinDigits(edit.text).trim(), change) ?? edit.text
  return { text, caret: atEnd ? text.length : Math.min(edit.caret, text.length) }
}

function formatted(text: string, change: Change): string | null {
  const expiry = readExpiry(text)
  // A month that starts with 0 or 1 may get another digit.
  const goesOn = /\D[01]$/.test(text)
  if (change === 'insert') return asTyped(text) ?? (expiry && !goesOn ? shown(expiry) : null)
  if (expiry) return shown(expiry)
  // Only the beginning of a date will be continued.
  return digitsOf(text).length < 4 ? asTyped(text) : null
}

const shown = ({ month, year }: { month: string; year: string }): string => `${month} / ${year.slice(-2)}`

/** Month first, with the separator; `null` for anything else. */
function asTyped(text: string): string | null {
  const digits = digitsOf(text)
  // The 2 of a year was read as February; a year cannot start with 0.
  if (/^02 \/ 0$/.test(text)) return '20'
  if (/^20\d*$/.test(text)) return text.length < 6 ? text : null
  if (/^\d{1,4}$/.test(text)) return monthFirst(digits)
  const [, month = '', year = ''] = MONTH_AND_YEAR.exec(text) ?? []
  return month ? `${month.padStart(2, '0')} / ${shortYear(year)}` : null
}

/** `934` is September, because no month is 93. `13` can only be January of a year that starts with 3. */
function monthFirst(digits: string): string | null {
  const two = digits.slice(0, 2)
  const month = /^[2-9]/.test(digits) || Number(two) > 12 ? digits.slice(0, 1) : two
  const year = digits.slice(month.length)
  if (month.length < 2 && !/^[2-9]/.test(month) && year === '') return month
  return `${month.padStart(2, '0')} / ${shortYear(year)}`
}

/** `2034` becomes `34`; an incomplete year stays unchanged. */
const shortYear = (year: string): string =>
  /^20\d\d/.test(year) ? year.slice(2, 4) : /^20/.test(year) ? year : year.slice(0, 2)

function deleteInExpiry(edit: Edit): Edit {
  const text = latinDigits(edit.text).replace(/^(\d{0,2})\s*\/?\s*$/, '$1')
  return { text, caret: Math.min(edit.caret, text.length) }
}

/** The problem of the expiry date on the given day, or `null`. A card is valid until the end of its month. */
export function checkExpiry(text: string, today: Date): FieldProblem | null {
  if (digitsOf(text) === '') return 'empty'
  const expiry = readExpiry(text)
  // All digits are typed, and they are no date.
  if (!expiry) return /^\d\d\s*\/\s*\d\d$/.test(latinDigits(text).trim()) ? 'invalid' : 'incomplete'
  const ahead =
    (Number(expiry.year) - today.getFullYear()) * 12 + Number(expiry.month) - (today.getMonth() + 1)
  if (ahead > MAX_YEARS_AHEAD * 12) return 'invalid'
  return ahead < 0 ? 'expired' : null
}
