/** The HTTP answer an operation’s state gives. */
import type { Problem, ProblemCode } from '@paykka-checkout/shared-types'
import { PROBLEM_STATUS } from '@paykka-checkout/shared-types'
import { toProblem } from '../../errors.ts'
import type { OperationRow } from '../../store/tables.ts'

/** Why nothing was executed, as problem codes. */
const FAILURE_CODES: Record<string, ProblemCode> = {
  gateway_unreachable: 'gateway_unreachable',
  configuration: 'gateway_refused',
  invalid_request: 'gateway_refused',
  card_unreadable: 'gateway_refused',
  busy: 'busy',
}

/** "Refund not allowed". */
const NOT_ALLOWED = '1006'

/** @returns 200 with a result, 202 while there is none, or a problem when nothing was executed */
export function operationAnswer(row: OperationRow): { status: number; problem?: Problem } {
  const failure = row.status === 'failed' ? FAILURE_CODES[row.failure ?? ''] : undefined
  const code = failure && row.gateway_code === NOT_ALLOWED ? 'operation_not_possible' : failure
  if (code) {
    const detail = row.gateway_code ? { detail: `PayKKa answered with code ${row.gateway_code}.` } : {}
    return { status: PROBLEM_STATUS[code], problem: toProblem(code, row.request_id, detail) }
  }
  return { status: row.status === 'succeeded' || row.status === 'failed' ? 200 : 202 }
}
