/** The HTTP answer for each state of an operation. */
import type { Problem, ProblemCode, RefundCustomer } from '@paykka-checkout/shared-types'
import { PROBLEM_STATUS } from '@paykka-checkout/shared-types'
import type { ModificationRow } from '../../database/tables.ts'
import { toProblem } from '../../domain/errors.ts'
import { present } from '../../domain/present.ts'
import { failureCode } from '../engine/failure-codes.ts'
import { gatewayDetail } from '../failure.ts'
import { missingFields } from './refund-customer.ts'

/** PayKKa's codes with a more precise problem: "refund not allowed", and "the customer of the refund is required". */
const TELLING_CODES: Record<string, ProblemCode> = {
  '1006': 'operation_not_possible',
  '210069': 'refund_customer_required',
}

/**
 * @param customer who gets the refund, as sent to PayKKa
 * @returns 200 with a result, 202 without one yet, or a problem when nothing was executed
 */
export function modificationAnswer(
  row: ModificationRow,
  customer?: RefundCustomer,
): { status: number; problem?: Problem } {
  const failure = failureCode(row)
  const code = failure && (TELLING_CODES[row.gateway_code ?? ''] ?? failure)
  if (code) {
    const detail = present({ detail: gatewayDetail(row) })
    const errors = code === 'refund_customer_required' ? { errors: missingFields(customer) } : {}
    return {
      status: PROBLEM_STATUS[code],
      problem: toProblem(code, row.request_id, { ...detail, ...errors }),
    }
  }
  return { status: row.status === 'succeeded' || row.status === 'failed' ? 200 : 202 }
}
