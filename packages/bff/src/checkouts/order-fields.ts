/** Rules for the fields of a new checkout beyond the JSON schema. All violations are reported at once. */
import type { CreateCheckout, FieldProblem } from '@paykka-checkout/shared-types'
import { AppError } from '../domain/errors.ts'
import {
  checkCurrency,
  checkLaterAmount,
  checkReturnUrl,
  checkShopperIp,
  checkShopperKnown,
} from './checkout-rules.ts'

type Rule = { fields: string[]; check: (body: CreateCheckout, allowedOrigins: string[]) => void }

/** Each rule with the fields it reads. */
const RULES: Rule[] = [
  { fields: ['/amount'], check: ({ amount }) => checkCurrency(amount) },
  { fields: ['/amount', '/recurring'], check: (body) => checkLaterAmount(body) },
  { fields: ['/returnUrl'], check: ({ returnUrl }, origins) => checkReturnUrl(returnUrl, origins) },
  { fields: ['/shopper', '/saveCard', '/recurring'], check: (body) => checkShopperKnown(body) },
  { fields: ['/shopper'], check: ({ shopper }) => checkShopperIp(shopper?.ip) },
]

/** @throws AppError validation_failed with every field that breaks a rule */
export function checkOrderFields(body: CreateCheckout, allowedOrigins: string[]): void {
  const errors = RULES.flatMap((rule) => broken(rule, body, allowedOrigins))
  if (errors.length > 0) throw new AppError('validation_failed', { errors })
}

/**
 * @param problems the schema's problems; rules that read those fields are skipped
 * @returns the problems of the other fields
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
