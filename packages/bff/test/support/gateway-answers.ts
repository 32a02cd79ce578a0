/** Answers of PayKKa as a test writes them: one that is right in everything, and changes to it. */
import type { RawResponse } from '../../src/paykka/envelope.ts'
import type { Expectation } from '../../src/paykka/response.ts'
import { readPaymentAnswer } from '../../src/paykka/response.ts'
import { MERCHANT_ID } from './merchant.ts'

const EXPECTED: Expectation = {
  merchantId: MERCHANT_ID,
  transId: 'T1',
  amount: { value: 1099, currency: 'EUR' },
  declineCodes: {},
  methodCodes: {},
  refusalCodes: [],
  asked: 'purchase',
  allowHttpAction: false,
}

/** @returns the payment in it */
export function data(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    merchant_id: MERCHANT_ID,
    trans_id: 'T1',
    order_id: 'GW1',
    amount: 1099,
    currency: 'EUR',
    status: 'SUCCESS',
    ...changes,
  }
}

/** @returns the whole body; one with another `ret_code` says nothing in words, unless the test gives it some */
export function envelope(changes: Record<string, unknown> = {}): string {
  const words = 'ret_code' in changes ? {} : { ret_msg: 'Success' }
  return JSON.stringify({ ret_code: '000000', ...words, data: data(), ...changes })
}

/** A changed payment in an answer that is right. */
export const about = (changes: Record<string, unknown>) => ({ body: envelope({ data: data(changes) }) })

export type Changes = { body?: string | Uint8Array } & Partial<Omit<RawResponse, 'body'>>

/** @returns it as it comes from the wire */
export function response({ body = envelope(), ...changes }: Changes = {}): RawResponse {
  return {
    status: 200,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    signature: 'valid',
    ...changes,
    body: typeof body === 'string' ? Buffer.from(body) : body,
  }
}

/** Judges a changed answer to a purchase. */
export const read = (changes: Changes = {}, expected: Partial<Expectation> = {}) =>
  readPaymentAnswer(response(changes), { ...EXPECTED, ...expected })
