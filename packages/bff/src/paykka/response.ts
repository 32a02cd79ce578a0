/** Judges PayKKa's answers to purchases and queries. An answer that is not provably about this payment is `unknown`. */
import type { Money } from '@paykka-checkout/shared-types'
import { isAbsent, isRecord } from '../domain/records.ts'
import type { GatewayAnswer, GatewayFacts, GatewayState } from '../payments/gateway.ts'
import { isActionUrlSafe } from './action-url.ts'
import { isDecline, readDecline } from './declines.ts'
import type { RawResponse } from './envelope.ts'
import { readEnvelope } from './envelope.ts'
import { gatewayMessage } from './gateway-message.ts'
import { readOrderFacts } from './order-facts.ts'
import type { CodeLists, NoAnswer } from './payment-answer.ts'
import { asOrder, meaningOf, readYes, unknown } from './payment-answer.ts'
import { readFacts } from './payment-facts.ts'
import { isEmpty, minorUnits, plainText, readCode, upperWord } from './values.ts'
import { REFUSED_CARD, REFUSED_CONFIGURATION, SYSTEM_ERROR } from './wire.ts'

/** The values that an answer about our payment must match. */
export type Expectation = CodeLists & {
  merchantId: string
  transId: string
  amount: Money
  methodCodes: Record<string, string>
  /** The kind of request: a purchase may be refused, while a payment found by a query has failed. */
  asked: 'purchase' | 'query'
  /** Only the emulator on this machine may redirect a shopper to a plain http page. */
  allowHttpAction: boolean
}

/** @returns the answer to a purchase or a query */
export function readPaymentAnswer(response: RawResponse, expected: Expectation): GatewayAnswer {
  const yes = readYes(response, expected)
  if ('data' in yes) return readData(yes.data, expected)
  if (yes.kind === 'unknown' || yes.kind === 'not_sent') return yes
  const doubt = findContradiction(readEnvelope(response)?.data, expected)
  if (doubt) return unknown(doubt)
  return expected.asked === 'purchase' ? readRefusedPurchase(asOrder(yes), expected) : yes
}

/** A successful query with empty data means "not found". */
function readData(data: unknown, expected: Expectation): GatewayAnswer {
  const found = isRecord(data) && Object.keys(data).length > 0
  if (found) return readPayment(data, expected)
  return expected.asked === 'query' && isEmpty(data) ? { kind: 'not_found' } : unknown('no_data')
}

/** A refusal about another payment, or about one that did not fail, proves nothing. */
function findContradiction(data: unknown, expected: Expectation): string | null {
  if (!isRecord(data)) return null
  const mismatch = findMismatch({ ...named(expected), ...withoutAbsent(data) }, expected)
  if (mismatch) return `mismatch_${mismatch}`
  return isAbsent(data.status) || upperWord(data.status) === 'FAILURE' ? null : 'refused_without_failure'
}

const named = ({ transId, amount }: Expectation) => ({
  trans_id: transId,
  amount: amount.value,
  currency: amount.currency,
})

const withoutAbsent = (data: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(data).filter(([, value]) => !isAbsent(value)))

/** Issuer codes, which PayKKa does not list. */
const ISSUER = /^3\d{3}$/

/** A card that PayKKa refuses is an ordinary decline: the shopper may use another one. */
function readRefusedPurchase(answer: NoAnswer, { declineCodes }: Expectation): GatewayAnswer {
  if (answer.kind !== 'refused' || answer.reason !== 'invalid_request') return answer
  const { gatewayCode, gatewayMessage: reported } = answer
  if (!isDecline(gatewayCode, declineCodes) && !ISSUER.test(gatewayCode)) return answer
  const facts = { gatewayCode, ...(reported === undefined ? {} : { gatewayMessage: reported }) }
  return { kind: 'state', state: { status: 'declined', ...readDecline(gatewayCode, declineCodes) }, facts }
}

function readPayment(data: Record<string, unknown>, expected: Expectation): GatewayAnswer {
  const mismatch = findMismatch(data, expected)
  if (mismatch) return unknown(`mismatch_${mismatch}`)
  const facts = { ...readFacts(data), ...readOrderFacts(data, expected.methodCodes) }
  if (hasFailed(data, expected)) return readFailure(facts, gatewayMessage(data.error_description), expected)
  const state = readState(data)
  if (!state) return unknown('unlisted_status')
  if (state.status === 'action_required' && !isActionUrlSafe(state.url, expected.allowHttpAction)) {
    return { kind: 'refused', reason: 'configuration', gatewayCode: 'unsafe_action_url' }
  }
  return { kind: 'state', state, facts }
}

/** @returns the first member that differs from our payment. PayKKa may omit the merchant: the payment's id is unique to us. */
function findMismatch(data: Record<string, unknown>, expected: Expectation): string | null {
  if (!isAbsent(data.merchant_id) && plainText(data.merchant_id) !== expected.merchantId) return 'merchant_id'
  if (data.trans_id !== expected.transId) return 'trans_id'
  if (minorUnits(data.amount) !== expected.amount.value) return 'amount'
  return data.currency === expected.amount.currency ? null : 'currency'
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
  const word = upperWord(data.status)
  const status = Object.hasOwn(STATES, word) ? STATES[word] : undefined
  if (!status) return null
  const authentication = isRecord(data.authentication_result) ? data.authentication_result : {}
  const url = authentication.authentication_url
  if (status === 'processing' && typeof url === 'string' && url !== '')
    return { status: 'action_required', url }
  return { status }
}

/** Without a status, a known refusal code means failed too. */
function hasFailed(data: Record<string, unknown>, lists: CodeLists): boolean {
  if (!isAbsent(data.status)) return upperWord(data.status) === 'FAILURE'
  return meaningOf(readCode(data.error_code), lists) !== undefined
}

/** A failed purchase counts as refused when its code says so; a failed payment found by a query is final, whatever its code. */
function readFailure(
  facts: GatewayFacts,
  reported: string | undefined,
  { asked, declineCodes }: Expectation,
): GatewayAnswer {
  const code = facts.gatewayCode ?? 'none'
  const words = reported === undefined ? {} : { gatewayMessage: reported }
  if (asked === 'purchase') {
    if (code === SYSTEM_ERROR) return unknown(`error_code_${code}`, reported)
    const reason = REFUSED_CARD.has(code) ? 'card_unreadable' : 'configuration'
    if (REFUSED_CARD.has(code) || REFUSED_CONFIGURATION.has(code))
      return { kind: 'refused', reason, gatewayCode: code, ...words }
  }
  const state = { status: 'declined' as const, ...readDecline(code, declineCodes) }
  return { kind: 'state', state, facts: { ...facts, ...words } }
}
