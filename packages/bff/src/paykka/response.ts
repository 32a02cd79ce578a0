/** Judges PayKKa’s answers. Whatever is not a provable answer about this very payment is `unknown`. */
import type { Balances, Money } from '@paykka-checkout/shared-types'
import type { GatewayAnswer, GatewayFacts, GatewayState } from '../payment/gateway.ts'
import { isActionUrlSafe } from './action-url.ts'
import { readBrand } from './brands.ts'
import { readDecline } from './declines.ts'
import { readOrderFacts } from './order-facts.ts'
import type { Envelope } from './wire.ts'
import { NOT_FOUND, REFUSED_CARD, REFUSED_CONFIGURATION, REFUSED_REQUEST, RET_OK } from './wire.ts'

/** A response as it came, with the verdict on its signature. `unchecked` is signature mode `log` or `off`. */
export type RawResponse = {
  status: number
  headers: Record<string, string>
  body: Uint8Array
  signature: 'valid' | 'invalid' | 'unchecked'
}

/** What the answer must agree with to count as one about our payment. */
export type Expectation = {
  merchantId: string
  transId: string
  amount: Money
  declineCodes: Record<string, string>
  methodCodes: Record<string, string>
  /** What was asked: a purchase may be refused, a payment found by a query has failed. */
  asked: 'purchase' | 'query'
  /** Only the emulator, on this machine, may send a shopper to a plain http page. */
  allowHttpAction: boolean
}

/** The form of PayKKa’s codes. Too short for a card number: a code is written to the ledger and to the log. */
export const CODE = /^\w{1,10}$/

/** An answer that says no, or nothing. */
export type NoAnswer = Exclude<GatewayAnswer, { kind: 'state' }>

/**
 * Judges everything about an answer but its `data`. PayKKa’s pages show "no content" for some operations, so an empty
 * body under a good status counts as a yes where `mayBeEmpty`.
 * @returns the data of a yes, or the judged refusal
 */
export function readYes(response: RawResponse, mayBeEmpty = false): { data: unknown } | NoAnswer {
  const early = readHttpStatus(response)
  if (early) return early
  if (response.signature === 'invalid') return unknown('bad_signature')
  if (mayBeEmpty && response.status === 200 && response.body.length === 0) return { data: null }
  const envelope = readEnvelope(response)
  if (!envelope) return unknown('unreadable_body')
  if (response.status !== 200 || !RET_OK.has(envelope.retCode)) return readRefusal(response, envelope.retCode)
  return { data: envelope.data }
}

/** @returns the answer to a purchase or a query */
export function readPaymentAnswer(response: RawResponse, expected: Expectation): GatewayAnswer {
  const yes = readYes(response)
  if (!('data' in yes)) return yes
  return isRecord(yes.data) ? readPayment(yes.data, expected) : unknown('no_data')
}

function unknown(reason: string): NoAnswer {
  return { kind: 'unknown', reason }
}

/** 401, 403, 404 and 429 come from the gate before the payment system, which may not sign what it refuses. */
function readHttpStatus(response: RawResponse): NoAnswer | null {
  const { status } = response
  if (status === 429)
    return { kind: 'refused', reason: 'busy', gatewayCode: 'http_429', ...retryAfter(response) }
  if (status === 200 || status === 400) return null
  if (status !== 401 && status !== 403 && status !== 404) return unknown(`http_${status}`)
  const retCode = readEnvelope(response)?.retCode ?? ''
  // A payment that is not there is news of the payment system itself, so it needs its signature.
  if (status === 404 && NOT_FOUND.has(retCode)) return null
  return {
    kind: 'refused',
    reason: 'configuration',
    gatewayCode: CODE.test(retCode) ? retCode : `http_${status}`,
  }
}

function retryAfter(response: RawResponse): { retryAfter?: number } {
  const seconds = Number(response.headers['retry-after'])
  return Number.isInteger(seconds) && seconds > 0 ? { retryAfter: Math.min(seconds, 60) } : {}
}

function readRefusal(response: RawResponse, code: string): NoAnswer {
  if (NOT_FOUND.has(code)) return { kind: 'not_found' }
  if (REFUSED_CARD.has(code)) return { kind: 'refused', reason: 'card_unreadable', gatewayCode: code }
  if (REFUSED_REQUEST.has(code)) return { kind: 'refused', reason: 'invalid_request', gatewayCode: code }
  if (REFUSED_CONFIGURATION.has(code)) return { kind: 'refused', reason: 'configuration', gatewayCode: code }
  const told = CODE.test(code) ? code : 'unreadable'
  return unknown(response.status === 200 ? `ret_code_${told}` : `http_${response.status}`)
}

/** Strict UTF-8, JSON object, `ret_code` present: anything else is not an answer. */
export function readEnvelope(response: RawResponse): Envelope | null {
  if (!/^application\/json\b/i.test(response.headers['content-type'] ?? '')) return null
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(response.body)
    const json = JSON.parse(text) as Record<string, unknown>
    const retCode = json.ret_code
    if (typeof retCode !== 'string' && typeof retCode !== 'number') return null
    return { retCode: String(retCode), data: json.data }
  } catch {
    return null
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function readPayment(data: Record<string, unknown>, expected: Expectation): GatewayAnswer {
  const mismatch = findMismatch(data, expected)
  if (mismatch) return unknown(`mismatch_${mismatch}`)
  const facts = { ...readFacts(data), ...readOrderFacts(data, expected.methodCodes) }
  if (data.status === 'FAILURE') return readFailure(facts, expected)
  const state = readState(data)
  if (!state) return unknown('unlisted_status')
  if (state.status === 'action_required' && !isActionUrlSafe(state.url, expected.allowHttpAction)) {
    return { kind: 'refused', reason: 'configuration', gatewayCode: 'unsafe_action_url' }
  }
  return { kind: 'state', state, facts }
}

/** @returns the first member that tells of another payment */
function findMismatch(data: Record<string, unknown>, expected: Expectation): string | null {
  if (data.merchant_id !== expected.merchantId) return 'merchant_id'
  if (data.trans_id !== expected.transId) return 'trans_id'
  if (minorUnits(data.amount) !== expected.amount.value) return 'amount'
  return data.currency === expected.amount.currency ? null : 'currency'
}

/** PayKKa’s guides send some numbers as text. Only plain digits count. */
export function minorUnits(value: unknown): number | null {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value
  return typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : null
}

const STATES: Record<string, Exclude<GatewayState['status'], 'action_required' | 'declined'>> = {
  PROCESSING: 'processing',
  SUCCESS: 'succeeded',
  AUTHORIZED: 'authorized',
  REFUNDED: 'refunded',
  PARTIALLY_REFUNDED: 'partially_refunded',
  CANCELED: 'canceled',
  PARTIALLY_REVERSED: 'partially_reversed',
}

function readState(data: Record<string, unknown>): GatewayState | null {
  const { status: word } = data
  const status = typeof word === 'string' && Object.hasOwn(STATES, word) ? STATES[word] : undefined
  if (!status) return null
  const authentication = isRecord(data.authentication_result) ? data.authentication_result : {}
  const url = authentication.authentication_url
  if (status === 'processing' && typeof url === 'string' && url !== '')
    return { status: 'action_required', url }
  return { status }
}

function readFailure(facts: GatewayFacts, expected: Expectation): GatewayAnswer {
  const code = facts.gatewayCode ?? 'none'
  const refused = expected.asked === 'purchase'
  if (refused && REFUSED_CARD.has(code))
    return { kind: 'refused', reason: 'card_unreadable', gatewayCode: code }
  if (refused && REFUSED_CONFIGURATION.has(code))
    return { kind: 'refused', reason: 'configuration', gatewayCode: code }
  return { kind: 'state', state: { status: 'declined', ...readDecline(code, expected.declineCodes) }, facts }
}

function readFacts(data: Record<string, unknown>): GatewayFacts {
  const card = isRecord(data.card_info) ? data.card_info : {}
  const balances = isRecord(data.balances) ? readBalances(data.balances) : null
  return {
    ...short('orderId', data.order_id, /^(?!\d{12,19}$)[\w-]{1,64}$/),
    ...short('token', data.token, /^\w{1,64}$/),
    ...short('agreementId', data.recurring_agreement_id, /^\w{1,64}$/),
    ...short('cardBin', card.bin, /^\d{6,8}$/),
    ...short('cardLast4', card.last4, /^\d{4}$/),
    ...readCardBrand(card.card_brand),
    ...short('gatewayCode', data.error_code, CODE),
    ...(balances ? { balances } : {}),
  }
}

function readCardBrand(value: unknown): { cardBrand?: string } {
  const { cardBrand } = short('cardBrand', value, /^[\w -]{1,32}$/)
  return cardBrand === undefined ? {} : { cardBrand: readBrand(cardBrand) }
}

/** Text of the gateway is taken only in the form it must have: it may echo anything, even a card number. */
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
