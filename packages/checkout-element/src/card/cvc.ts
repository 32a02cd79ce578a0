/** The security code: three digits, four on American Express. */
import type { FieldProblem } from './card-entry.ts'

/** What is wrong with the code, or `null`. While the brand is not known three or four digits will do. */
export function checkCvc(digits: string, length: number | null): FieldProblem | null {
  if (digits === '') return 'empty'
  const fits = length === null ? digits.length === 3 || digits.length === 4 : digits.length === length
  return fits ? null : 'incomplete'
}
