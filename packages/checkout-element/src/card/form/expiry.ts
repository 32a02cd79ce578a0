/** The expiry date as a field: formatted while it is typed, read when it is left, and checked. */

import type { FieldProblem } from '../entry/card-entry.ts'
import type { Change, Edit } from './caret.ts'
import { digitsOf, latinDigits } from './digits.ts'
import { readExpiry } from './read-expiry.ts'

/** How many years ahead a card may expire; more is a slip of the finger. */
const MAX_YEARS_AHEAD = 30

/** A month, and a year as far as it is typed. Four digits that begin otherwise than a year are no such thing. */
const MONTH_AND_YEAR = /^(\d{1,2})(?:[^\d\p{L}]+(20\d{0,2}|\d{0,3}))?$/u

/** Formats the field while it is edited. What cannot be read stays as it is; deleting never puts a separator back. */
export function editExpiry(edit: Edit, change: Change): Edit {
  if (change === 'delete') return deleteInExpiry(edit)
  const atEnd = edit.caret >= edit.text.length
  const text = formatted(latinDigits(edit.text).trim(), change) ?? edit.text
  return { text, caret: atEnd ? text.length : Math.min(edit.caret, text.length) }
}

function formatted(text: string, change: Change): string | null {
  const expiry = readExpiry(text)
  // A month that begins with 1 or 0 may have another digit to come.
  const goesOn = /\D[01]$/.test(text)
  if (change === 'insert') return asTyped(text) ?? (expiry && !goesOn ? shown(expiry) : null)
  if (expiry) return shown(expiry)
  // Only the beginning of a date is one that will be typed on.
  return digitsOf(text).length < 4 ? asTyped(text) : null
}

const shown = ({ month, year }: { month: string; year: string }): string => `${month} / ${year.slice(-2)}`

/** Month first, with the separator put in; `null` for anything else. */
function asTyped(text: string): string | null {
  const digits = digitsOf(text)
  // The 2 of a year was taken for February; a year cannot begin with 0.
  if (/^02 \/ 0$/.test(text)) return '20'
  if (/^20\d*$/.test(text)) return text.length < 6 ? text : null
  if (/^\d{1,4}$/.test(text)) return monthFirst(digits)
  const [, month = '', year = ''] = MONTH_AND_YEAR.exec(text) ?? []
  return month ? `${month.padStart(2, '0')} / ${shortYear(year)}` : null
}

/** `934` is September: no month has two digits that begin so. `13` can only be January of a year that begins with 3. */
function monthFirst(digits: string): string | null {
  const two = digits.slice(0, 2)
  const month = /^[2-9]/.test(digits) || Number(two) > 12 ? digits.slice(0, 1) : two
  const year = digits.slice(month.length)
  if (month.length < 2 && !/^[2-9]/.test(month) && year === '') return month
  return `${month.padStart(2, '0')} / ${shortYear(year)}`
}

/** `2034` becomes `34`; a year still being typed stays. */
const shortYear = (year: string): string =>
  /^20\d\d/.test(year) ? year.slice(2, 4) : /^20/.test(year) ? year : year.slice(0, 2)

function deleteInExpiry(edit: Edit): Edit {
  const text = latinDigits(edit.text).replace(/^(\d{0,2})\s*\/?\s*$/, '$1')
  return { text, caret: Math.min(edit.caret, text.length) }
}

/** What is wrong with the expiry on the given day, or `null`. A card is good through the end of its month. */
export function checkExpiry(text: string, today: Date): FieldProblem | null {
  if (digitsOf(text) === '') return 'empty'
  const expiry = readExpiry(text)
  // All digits are there, and they are no date.
  if (!expiry) return /^\d\d\s*\/\s*\d\d$/.test(latinDigits(text).trim()) ? 'invalid' : 'incomplete'
  const ahead =
    (Number(expiry.year) - today.getFullYear()) * 12 + Number(expiry.month) - (today.getMonth() + 1)
  if (ahead > MAX_YEARS_AHEAD * 12) return 'invalid'
  return ahead < 0 ? 'expired' : null
}
