/** Captures, voids and refunds in PayKKa’s words: bodies out, judged answers back. */
import type { Money, RefundCustomer } from '@paykka-checkout/shared-types'
import type {
  OperationAnswer,
  OperationGateway,
  RefundReference,
  RefundState,
} from '../payment/operations/gateway.ts'
import type { PaykkaParts } from './exchange.ts'
import { order, question } from './exchange.ts'
import type { RawResponse } from './response.ts'
import { CODE, isRecord, minorUnits, readYes } from './response.ts'
import { PATHS } from './wire.ts'

const money = ({ value, currency }: Money) => ({ amount: value, currency })

/** Our reasons are PayKKa’s, in lower case; any other is `OTHER`. */
const REFUND_REASONS = new Set(['DUPLICATE', 'FRAUDULENT', 'REQUESTED_BY_CUSTOMER'])

export function createOperations(parts: PaykkaParts): OperationGateway {
  return {
    capture: ({ orderId, amount, final, sendBefore }) =>
      order(
        parts,
        PATHS.capture,
        { order_id: orderId, ...money(amount), capture_final: final },
        readAccepted,
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
        readAccepted,
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
      const judge = (response: RawResponse) => readRefund(response, refund)
      return order(parts, PATHS.refund, members, judge, refund.sendBefore)
    },
    queryRefund: (reference) =>
      question(parts, PATHS.refundQuery, { refund_trans_id: reference.transId }, (response) =>
        readRefund(response, reference),
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

/** Captures and voids are answered without content: a yes, and the balances show the rest. */
function readAccepted(response: RawResponse): OperationAnswer {
  const yes = readYes(response, true)
  return 'data' in yes ? { kind: 'accepted' } : yes
}

/** Statuses of a refund as PayKKa’s pages name them; `PROCESSING` and every other word is one that is not over. */
const STATES = new Map<string, RefundState>([
  ['SUCCESS', 'succeeded'],
  ['REVIEWING', 'reviewing'],
  ['FAILURE', 'failed'],
])

/** As PayKKa forms its ids; a card number is none. */
const REFUND_ID = /^[A-Z]{2}[A-Za-z0-9]{1,62}$/

function readRefund(response: RawResponse, expected: RefundReference): OperationAnswer {
  const yes = readYes(response)
  if (!('data' in yes)) return yes
  if (!isRecord(yes.data)) return { kind: 'unknown', reason: 'no_data' }
  const { status, refund_trans_id: transId, error_code: code, refund_order_id: refundId } = yes.data
  if (transId !== expected.transId) return { kind: 'unknown', reason: 'mismatch_refund_trans_id' }
  if (minorUnits(yes.data.amount) !== expected.amount.value)
    return { kind: 'unknown', reason: 'mismatch_amount' }
  if (typeof status !== 'string' || !/^[A-Z_]{1,32}$/.test(status))
    return { kind: 'unknown', reason: 'unlisted_status' }
  return {
    kind: 'refund',
    state: STATES.get(status) ?? 'processing',
    gatewayStatus: status,
    ...(typeof refundId === 'string' && REFUND_ID.test(refundId) ? { gatewayRefundId: refundId } : {}),
    ...(typeof code === 'string' && CODE.test(code) ? { gatewayCode: code } : {}),
  }
}
