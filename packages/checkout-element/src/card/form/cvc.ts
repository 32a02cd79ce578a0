/** The security code: three digits, four on American Express. */
import type { FieldProblem } from '../entry/card-entry.ts'

/** The problem of the code, or `null`. While the brand is unknown, three or four digits are valid. */
export function checkCvc(digits: string, length: number | null): FieldProblem | null {
  if (digits === '') return 'empty'
  if (digits.length < (length ?? 3)) return 'incomplete'
  return digits.length > (length ?? 4) ? 'long' : null
}
