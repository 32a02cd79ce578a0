/** Captures, voids and refunds in PayKKa's format: builds the bodies and judges the answers. */
import type { Money, RefundCustomer } from '@paykka-checkout/shared-types'
import type { PaykkaConfig } from '../config/config.ts'
import { isAbsent, isRecord } from '../domain/records.ts'
import type {
  ModificationAnswer,
  ModificationGateway,
  RefundReference,
  RefundState,
} from '../payments/modifications/modification-gateway.ts'
import type { RawResponse } from './envelope.ts'
import { readEnvelope } from './envelope.ts'
import type { PaykkaParts } from './exchange.ts'
import { order, question } from './exchange.ts'
import { gatewayMessage } from './gateway-message.ts'
import type { CodeLists, NoAnswer } from './payment-answer.ts'
import { asOrder, readDone, readInnerRefusal, readYes, unknown } from './payment-answer.ts'
import { CODE, isEmpty, minorUnits, plainText, readCode, upperWord } from './values.ts'
import { PATHS, SYSTEM_ERROR } from './wire.ts'

const money = ({ value, currency }: Money) => ({ amount: value, currency })

/** Our reasons are PayKKa's in lower case; any other becomes `OTHER`. */
const REFUND_REASONS = new Set(['DUPLICATE', 'FRAUDULENT', 'REQUESTED_BY_CUSTOMER'])

export function createModifications(parts: PaykkaParts): ModificationGateway {
  return {
    capture: ({ orderId, amount, final, sendBefore }) =>
      order(
        parts,
        PATHS.capture,
        { order_id: orderId, ...money(amount), capture_final: final },
        (response) => readAccepted(response, parts.config),
        sendBefore,
      ),
    void: ({ orderId, amount, whole, reason, sendBefore }) =>
      order(
        parts,
        PATHS.void,
        {
          order_id: orderId,
          reason: reason.toUpperCase().replace(/\W+/g, '_'),
          ...(whole ? {} : money(amount)),
        },
        (response) => readAccepted(response, parts.config),
        sendBefore,
      ),
    refund: (refund) => {
      const reason = refund.reason.toUpperCase()
      const members = {
        refund_trans_id: refund.transId,
        ori_order_id: refund.orderId,
        refund_amount: refund.amount.value,
        currency: refund.amount.currency,
        reason: REFUND_REASONS.has(reason) ? reason : 'OTHER',
        notify_url: parts.notifyUrl,
        customer: refund.customer && payee(refund.customer),
      }
      const judge = (response: RawResponse) => readRefundOrder(response, refund, parts.config)
      return order(parts, PATHS.refund, members, judge, refund.sendBefore)
    },
    queryRefund: (reference) =>
      question(parts, PATHS.refundQuery, { refund_trans_id: reference.transId }, (response) =>
        readRefundQuery(response, reference, parts.config),
      ),
  }
}

/** Source of the members: a PayKKa integration note on Philippine wallets; that they are in `customer` is not attested. */
function payee(customer: RefundCustomer): Record<string, unknown> {
  return {
    first_name: customer.firstName,
    last_name: customer.lastName,
    email: customer.email,
    area_code: customer.phoneAreaCode,
    phone_number: customer.phoneNumber,
  }
}

/** PayKKa answers captures and voids without content: the request is accepted, and the balances show the result. */
function readAccepted(response: RawResponse, lists: CodeLists): ModificationAnswer {
  const yes = readDone(response, lists)
  return 'data' in yes ? { kind: 'accepted' } : yes
}

/** Statuses of a refund in PayKKa's pages; `PROCESSING` and every other word means not finished. */
const STATES = new Map<string, RefundState>([
  ['SUCCESS', 'succeeded'],
  ['REVIEWING', 'reviewing'],
  ['FAILURE', 'failed'],
])

/** The format of PayKKa's ids; a card number does not match. */
const REFUND_ID = /^[A-Z]{2}[A-Za-z0-9]{1,62}$/

type RefundConfig = CodeLists & Pick<PaykkaConfig, 'merchantId'>

/** An accepted answer that does not name the refund has no result: a query provides it. */
function readRefundOrder(
  response: RawResponse,
  expected: RefundReference,
  config: RefundConfig,
): ModificationAnswer {
  const yes = readYes(response, config, true)
  if (!('data' in yes)) return readRefusedRefund(response, asOrder(yes), expected, config)
  if (isEmpty(yes.data)) return { kind: 'accepted' }
  const reported = readRefund(yes.data, expected, config)
  if (reported === 'unnamed') return readInnerRefusal(yes.data, config) ?? { kind: 'accepted' }
  const broken =
    reported.kind === 'refund' && reported.state === 'failed' && reported.gatewayCode === SYSTEM_ERROR
  return broken ? unknown(`error_code_${SYSTEM_ERROR}`, reported.gatewayMessage) : reported
}

/** A refusal about another refund proves nothing. */
function readRefusedRefund(
  response: RawResponse,
  answer: NoAnswer,
  expected: RefundReference,
  { merchantId }: RefundConfig,
): ModificationAnswer {
  const data = readEnvelope(response)?.data
  const mismatch = isRecord(data) ? findMismatch(data, expected, merchantId) : null
  return mismatch ? unknown(`mismatch_${mismatch}`) : answer
}

function readRefundQuery(
  response: RawResponse,
  expected: RefundReference,
  config: RefundConfig,
): ModificationAnswer {
  const yes = readYes(response, config)
  if (!('data' in yes)) return yes
  // A successful query with empty data means "not found".
  if (isEmpty(yes.data)) return { kind: 'not_found' }
  const reported = readRefund(yes.data, expected, config)
  return reported === 'unnamed' ? unknown('mismatch_refund_trans_id') : reported
}

/** @returns `unnamed` for an answer that does not identify its refund */
function readRefund(
  data: unknown,
  expected: RefundReference,
  config: RefundConfig,
): ModificationAnswer | 'unnamed' {
  if (!isRecord(data)) return unknown('no_data')
  const mismatch = findMismatch(data, expected, config.merchantId)
  if (mismatch) return unknown(`mismatch_${mismatch}`)
  if (isAbsent(data.refund_trans_id)) return 'unnamed'
  const gatewayStatus = upperWord(data.status)
  if (gatewayStatus === '') return readInnerRefusal(data, config) ?? unknown('unlisted_status')
  const state = STATES.get(gatewayStatus) ?? 'processing'
  const code = readCode(data.error_code)
  const refundId = plainText(data.refund_order_id)
  const reported = state === 'failed' ? gatewayMessage(data.error_description) : undefined
  return {
    kind: 'refund',
    state,
    gatewayStatus,
    ...(REFUND_ID.test(refundId) ? { gatewayRefundId: refundId } : {}),
    ...(CODE.test(code) ? { gatewayCode: code } : {}),
    ...(reported === undefined ? {} : { gatewayMessage: reported }),
  }
}

/** @returns the first member that differs from our refund. PayKKa may omit all of them except the refund's id. */
function findMismatch(
  data: Record<string, unknown>,
  { transId, amount }: RefundReference,
  merchantId: string,
): string | null {
  const { refund_trans_id: id, merchant_id: merchant, currency } = data
  const sum = isAbsent(data.refund_amount) ? data.amount : data.refund_amount
  if (!isAbsent(id) && id !== transId) return 'refund_trans_id'
  if (!isAbsent(merchant) && plainText(merchant) !== merchantId) return 'merchant_id'
  if (!isAbsent(sum) && minorUnits(sum) !== amount.value) return 'amount'
  return isAbsent(currency) || currency === amount.currency ? null : 'currency'
}
