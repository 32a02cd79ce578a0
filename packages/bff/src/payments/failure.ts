/** Why a payment or an operation was not executed, for the shop's server. Browsers never get this. */
import type { Failure } from '@paykka-checkout/shared-types'
import { present } from '../domain/present.ts'

type Row = { failure: string | null; gateway_code: string | null; gateway_message: string | null }
type Words = Omit<Row, 'failure'>

/** @returns the reason as our code and as PayKKa's; null when nothing failed */
export function failureOf(row: Row): Failure | null {
  return row.failure === null ? null : { code: row.failure, ...gatewayWords(row) }
}

/** @returns PayKKa's code and message, as far as there are any */
export function gatewayWords({ gateway_code: gatewayCode, gateway_message: gatewayMessage }: Words) {
  return present({ gatewayCode, gatewayMessage })
}

/** @returns code and message in a sentence, for the `detail` of a problem; null when PayKKa gave no code */
export function gatewayDetail({ gateway_code: code, gateway_message: message }: Words): string | null {
  if (code === null) return null
  return `PayKKa answered with code ${code}${message === null ? '.' : `: ${message}`}`
}
