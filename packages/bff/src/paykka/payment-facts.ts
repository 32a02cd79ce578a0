/** The stored facts of an answer about a payment, each checked for its form. */
import type { Balances } from '@paykka-checkout/shared-types'
import { isRecord } from '../domain/records.ts'
import type { GatewayFacts } from '../payments/gateway.ts'
import { readBrand } from './brands.ts'
import { CODE, minorUnits, plainText, readCode } from './values.ts'

/** @returns the facts of an answer about a payment, besides its state */
export function readFacts(data: Record<string, unknown>): GatewayFacts {
  const card = isRecord(data.card_info) ? data.card_info : {}
  const balances = isRecord(data.balances) ? readBalances(data.balances) : null
  return {
    ...short('orderId', data.order_id, /^(?!\d{12,19}$)[\w-]{1,64}$/),
    ...short('token', data.token, /^\w{1,64}$/),
    ...short('agreementId', data.recurring_agreement_id, /^\w{1,64}$/),
    ...short('cardBin', plainText(card.bin), /^\d{6,8}$/),
    ...short('cardLast4', lastFour(card.last4), /^\d{4}$/),
    ...readCardBrand(card.card_brand),
    ...short('gatewayCode', readCode(data.error_code), CODE),
    ...(balances ? { balances } : {}),
  }
}

/** As a JSON number, `0042` loses its zeros. */
function lastFour(value: unknown): string {
  return typeof value === 'number' ? plainText(value).padStart(4, '0') : plainText(value)
}

function readCardBrand(value: unknown): { cardBrand?: string } {
  const { cardBrand } = short('cardBrand', value, /^[\w -]{1,32}$/)
  return cardBrand === undefined ? {} : { cardBrand: readBrand(cardBrand) }
}

/** Accepts the gateway's text only in the expected form: it may echo anything, even a card number. */
function short<K extends keyof GatewayFacts>(name: K, value: unknown, form: RegExp): { [P in K]?: string } {
  return (typeof value === 'string' && form.test(value) ? { [name]: value } : {}) as { [P in K]?: string }
}

function readBalances(data: Record<string, unknown>): Balances | null {
  const sums = {
    authorized: minorUnits(data.authed_amount),
    captured: minorUnits(data.captured_amount),
    capturable: minorUnits(data.able_to_capture_amount),
    voided: minorUnits(data.voided_amount),
    voidable: minorUnits(data.able_to_void_amount),
    refunded: minorUnits(data.refunded_amount),
    refundable: minorUnits(data.able_to_refund_amount),
  }
  return Object.values(sums).every((sum) => sum !== null) ? (sums as Balances) : null
}
