/** The expiry date: typed, pasted or filled in as MM/YY, MM/YYYY, M/YY or YYYY-MM. */

import type { FieldProblem } from './card-entry.ts'
import type { Edit } from './caret.ts'
import { digitsOf, latinDigits } from './digits.ts'

/** Month `01`–`12` and a four-digit year. */
export type Expiry = { month: string; year: string }

/** How many years ahead a card may expire; more is a slip of the finger. */
const MAX_YEARS_AHEAD = 30

/** Splits any of the accepted forms into month and two-digit year, as far as typed. */
function partsOf(text: string): { month: string; year: string; closed: boolean } {
  const plain = latinDigits(text).trim()
  const iso = /^(20\d\d)\D+(\d{1,2})$/.exec(plain)
  if (iso?.[1] && iso[2]) return { month: iso[2].padStart(2, '0'), year: iso[1].slice(2), closed: true }
  const separated = /^(\d{1,2})\s*\D+\s*(\d*)/.exec(plain)
  const digits = digitsOf(plain)
  const lone = /^[2-9]$/.test(digits.slice(0, 1)) ? 1 : 2
  const month = separated?.[1] ?? firstMonth(digits, lone)
  const year = digits.slice(month.length)
  const closed = separated !== null || month.length === 2 || lone === 1 || year !== ''
  return { month: closed ? month.padStart(2, '0') : month, year: shortYear(year), closed }
}

/** `13` can only mean January of a year starting with 3. */
function firstMonth(digits: string, lone: number): string {
  const two = digits.slice(0, 2)
  return lone === 1 || Number(two) > 12 ? digits.slice(0, 1) : two
}

/** `2034` becomes `34`; a year still being typed stays as it is, up to four digits. */
const shortYear = (year: string): string => (/^20\d\d/.test(year) ? year.slice(2, 4) : year.slice(0, 4))

/** Formats the field while it is edited; deleting never puts back the separator just removed. */
export function editExpiry(edit: Edit, change: 'insert' | 'delete'): Edit {
  if (change === 'delete') return deleteInExpiry(edit)
  const atEnd = edit.caret >= edit.text.length
  const { month, year, closed } = partsOf(edit.text)
  const text = closed ? `${month} / ${/^20/.test(year) ? year : year.slice(0, 2)}` : month
  return { text, caret: atEnd ? text.length : Math.min(edit.caret, text.length) }
}

function deleteInExpiry(edit: Edit): Edit {
  const text = latinDigits(edit.text).replace(/^(\d{0,2})\s*\/?\s*$/, '$1')
  return { text, caret: Math.min(edit.caret, text.length) }
}

/** Month and full year of the text, or `null` while it is not complete. */
export function readExpiry(text: string): Expiry | null {
  const { month, year } = partsOf(text)
  return /^\d\d$/.test(month) && /^\d\d$/.test(year) ? { month, year: `20${year}` } : null
}

/** What is wrong with the expiry on the given day, or `null`. A card is good through the end of its month. */
export function checkExpiry(text: string, today: Date): FieldProblem | null {
  if (digitsOf(text) === '') return 'empty'
  const expiry = readExpiry(text)
  if (!expiry) return 'incomplete'
  const month = Number(expiry.month)
  const ahead = (Number(expiry.year) - today.getFullYear()) * 12 + month - (today.getMonth() + 1)
  if (month < 1 || month > 12 || ahead > MAX_YEARS_AHEAD * 12) return 'invalid'
  return ahead < 0 ? 'expired' : null
}
