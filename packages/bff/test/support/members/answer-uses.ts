/** Finds out what each member of an answer is used for: each is changed in turn, and the judgment is compared. */
import type { Balances } from '@paykka-checkout/shared-types'
import type { GatewayAnswer, GatewayFacts } from '../../../src/payments/gateway.ts'
import { envelope, read } from '../gateway-answers.ts'
import { MERCHANT_ID } from '../merchant.ts'
import { leavesOf, withLeaf } from './leaves.ts'

const ANSWER = {
  merchant_id: MERCHANT_ID,
  trans_id: 'T1',
  order_id: 'GW1',
  session_id: 'CS1',
  status: 'PROCESSING',
  authorisation_type: 'FINAL_AUTH',
  capture_method: 'AUTOMATIC',
  amount: 1099,
  currency: 'EUR',
  shopper_reference: 'anna',
  expire_time: '2025-05-06T14:40:43+08:00',
  pay_finish_time: '2025-05-06T14:40:43+08:00',
  error_code: '0000',
  error_description: 'fine',
  token: 'TK1',
  recurring_agreement_id: 'RA1',
  payment: { payment_method: 'BANKCARD' },
  card_info: { bin: '424242', last4: '4242', card_brand: 'VISA' },
  balances: {
    authed_amount: 1099,
    captured_amount: 1099,
    able_to_capture_amount: 0,
    voided_amount: 0,
    able_to_void_amount: 0,
    refunded_amount: 0,
    able_to_refund_amount: 1099,
  },
  authentication_result: { authentication_url: 'https://bank.example/1' },
}

/** Where a longer text would not be read at all. */
const OTHER_VALUES: Record<string, unknown> = {
  status: 'SUCCESS',
  capture_method: 'MANUAL',
  expire_time: '2025-05-07T14:40:43+08:00',
  pay_finish_time: '2025-05-07T14:40:43+08:00',
  'payment.payment_method': 'APPLE_PAY',
  'card_info.bin': '555555',
  'card_info.last4': '4444',
  'card_info.card_brand': 'MASTERCARD',
}

function otherValue(path: string, value: unknown): unknown {
  if (path in OTHER_VALUES) return OTHER_VALUES[path]
  return typeof value === 'number' ? value + 1 : `${String(value)}x`
}

/** What the shop's server reads of each fact. */
const SHOWN: Record<Exclude<keyof GatewayFacts, 'balances'>, string> = {
  orderId: '`gatewayOrderId`',
  cardBin: '`card.bin`',
  cardLast4: '`card.last4`',
  cardBrand: '`card.brand`',
  gatewayCode: '`decline.gatewayCode`, `failure.gatewayCode`',
  gatewayMessage: '`decline.gatewayMessage`, `failure.gatewayMessage`',
  expiresAt: '`expiresAt` or `captureBefore`',
  finishedAt: '`paidAt`',
  authorisationType: '`authorisationType`',
  capture: '`capture`',
  shopperReference: "must be the shopper's, or no card is kept",
  paidWith: '`paidWith`',
  token: '`savedCardId`; kept encrypted, never shown',
  agreementId: '`agreementId`; kept encrypted, never shown',
}

const judge = (data: object): GatewayAnswer => read({ body: envelope({ data }) })

/** By member of `data`: what it does, in words. Empty when it does nothing. */
export function answerUses(): Map<string, string> {
  const uses = [...leavesOf(ANSWER)].map(([path, value]): [string, string] => {
    const usual = useOf(path, otherValue(path, value), ANSWER)
    return [path, usual || useOf(path, otherValue(path, value), { ...ANSWER, status: 'FAILURE' })]
  })
  return new Map(uses)
}

function useOf(path: string, value: unknown, base: object): string {
  const [before, after] = [judge(base), judge(withLeaf(base, path, value))]
  if (after.kind === 'unknown' && before.kind !== 'unknown') return 'must be what was asked for'
  if (before.kind !== 'state' || after.kind !== 'state') return ''
  if (before.state.status !== after.state.status) return '`status`'
  const facts = changedFacts(before.facts, after.facts)
  if (facts) return facts
  const same = JSON.stringify(before.state) === JSON.stringify(after.state)
  return same ? '' : "`action.url` of the shopper's page"
}

function changedFacts(before: GatewayFacts, after: GatewayFacts): string {
  const name = (Object.keys(after) as (keyof GatewayFacts)[]).find(
    (key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]),
  )
  if (name !== 'balances') return name ? SHOWN[name] : ''
  const sums = Object.keys(after.balances ?? {}) as (keyof Balances)[]
  return `\`balances.${sums.find((sum) => before.balances?.[sum] !== after.balances?.[sum])}\``
}
