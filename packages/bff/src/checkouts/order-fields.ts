/** The rules for fields of a new checkout that go beyond their form: all that are broken are told at once. */
import type { CreateCheckout, FieldProblem } from '@paykka-checkout/shared-types'
import { AppError } from '../domain/errors.ts'
import { checkCurrency, checkReturnUrl, checkShopperIp, checkShopperKnown } from './checkout-rules.ts'

type Rule = { fields: string[]; check: (body: CreateCheckout, allowedOrigins: string[]) => void }

/** With the fields each looks at. */
const RULES: Rule[] = [
  { fields: ['/amount'], check: ({ amount }) => checkCurrency(amount) },
  { fields: ['/returnUrl'], check: ({ returnUrl }, origins) => checkReturnUrl(returnUrl, origins) },
  { fields: ['/shopper', '/saveCard', '/recurring'], check: (body) => checkShopperKnown(body) },
  { fields: ['/shopper'], check: ({ shopper }) => checkShopperIp(shopper?.ip) },
]

/** @throws AppError validation_failed that names every field that breaks a rule */
export function checkOrderFields(body: CreateCheckout, allowedOrigins: string[]): void {
  const errors = RULES.flatMap((rule) => broken(rule, body, allowedOrigins))
  if (errors.length > 0) throw new AppError('validation_failed', { errors })
}

/**
 * @param problems what is wrong with the form of the fields; rules that look at those are left out
 * @returns what is wrong with the others
 */
export function orderFieldProblems(
  body: unknown,
  problems: FieldProblem[],
  allowedOrigins: string[],
): FieldProblem[] {
  const isReadable = (field: string) => !problems.some((problem) => overlaps(problem.field, field))
  const rules = RULES.filter(({ fields }) => fields.every(isReadable))
  return rules.flatMap((rule) => broken(rule, body as CreateCheckout, allowedOrigins))
}

const overlaps = (a: string, b: string) => a === '' || a === b || a.startsWith(`${b}/`)

function broken({ check }: Rule, body: CreateCheckout, allowedOrigins: string[]): FieldProblem[] {
  try {
    check(body, allowedOrigins)
    return []
  } catch (error) {
    if (error instanceof AppError && error.extras.errors) return error.extras.errors
    throw error
  }
}
