/** Reads PayKKa's notifications: verifies the received bytes, then parses them, then takes only well-formed values. */
import { createHash } from 'node:crypto'
import type { DisputeReport } from '@paykka-checkout/shared-types'
import { holdsCardNumber } from '../cards/card-numbers.ts'
import type { PaykkaConfig } from '../config/config.ts'
import { exponentOf } from '../domain/money.ts'
import { present } from '../domain/present.ts'
import { isAbsent } from '../domain/records.ts'
import type {
  PaykkaNotification,
  RawNotification,
  ReadNotification,
} from '../payments/notifications/notification.ts'
import { gatewayMessage } from './gateway-message.ts'
import { SIGNATURE_ALGORITHM, verify } from './signature.ts'
import { plainText } from './values.ts'
import { HEADERS } from './wire.ts'

/** @param path path of the notify address as PayKKa knows it; a proxy may have rewritten the received one */
export function createNotificationReader(config: PaykkaConfig, path: string): ReadNotification {
  return (raw) => {
    const signed = isSigned(raw)
    const genuine = signed && isGenuine(raw, config, path)
    if (signed && !genuine) return 'forged'
    const data = parse(raw.body)
    if (data === null) return genuine ? 'unreadable' : 'forged'
    // The documented dispute notification has no signature: it is stored as a hint. Everything else must be signed.
    if (!genuine && !isDispute(data)) return 'forged'
    return toNotification(data, genuine, config.merchantId)
  }
}

function header(raw: RawNotification, name: string): string {
  const value = raw.headers[name]
  return typeof value === 'string' ? value : ''
}

function isSigned(raw: RawNotification): boolean {
  return raw.headers[HEADERS.sign] !== undefined
}

/** A late redelivery must not be lost, so an old timestamp is accepted: a notification only triggers a query. */
function isGenuine(raw: RawNotification, config: PaykkaConfig, path: string): boolean {
  if (header(raw, HEADERS.signAlgorithm) !== SIGNATURE_ALGORITHM) return false
  // The signature does not cover this header, so its absence proves nothing; a notification of another app is not ours.
  if (raw.headers[HEADERS.appId] !== undefined && header(raw, HEADERS.appId) !== config.appId) return false
  const timestamp = header(raw, HEADERS.timestamp)
  if (!/^\d{10,15}$/.test(timestamp)) return false
  const parts = { method: 'POST', timestamp, nonce: header(raw, HEADERS.nonce), body: raw.body }
  // PayKKa does not document whether the query string belongs to the signed path; our own address has none.
  const paths = raw.query === '' ? [path] : [path, `${path}?${raw.query}`]
  return paths.some((candidate) =>
    verify({ ...parts, path: candidate }, header(raw, HEADERS.sign), config.keys.current().platformKeys),
  )
}

type Data = Record<string, unknown>

function parse(body: Uint8Array): Data | null {
  try {
    const json: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
    return typeof json === 'object' && !Array.isArray(json) ? (json as Data | null) : null
  } catch {
    return null
  }
}

function typeOf(data: Data): string {
  return word(data.notify_type) ?? word(data.event_type) ?? 'unknown'
}

function isDispute(data: Data): boolean {
  return /^DISPUTE/i.test(typeOf(data))
}

/** Accepts text only in the expected form: a notification may contain anything. */
function word(value: unknown, maxLength = 64): string | undefined {
  const text = plainText(value)
  return text.length <= maxLength && /^[\w.:+-]+$/.test(text) ? text : undefined
}

function toNotification(data: Data, verified: boolean, merchantId: string): PaykkaNotification {
  const type = typeOf(data)
  const transId = word(data.trans_id)
  const gatewayOrderId = word(data.ori_order_id) ?? word(data.order_id)
  const refundId = word(data.refund_trans_id) ?? word(data.refund_order_id)
  const dispute = isDispute(data) ? readDispute(data, verified) : undefined
  // A notification only triggers a query, so one without a merchant id is accepted too.
  const ours = isAbsent(data.merchant_id) || plainText(data.merchant_id) === merchantId
  return {
    id: notificationId([
      ours,
      type,
      transId,
      gatewayOrderId,
      word(data.status),
      refundId,
      dispute?.id,
      dispute?.stage,
      verified,
      ...(dispute?.dueTime ? [dispute.dueTime] : []),
    ]),
    kind: kindOf(type),
    type,
    verified,
    ours,
    ...(transId ? { transId } : {}),
    ...(gatewayOrderId ? { gatewayOrderId } : {}),
    ...(refundId ? { refundId } : {}),
    ...(dispute ? { dispute } : {}),
  }
}

function kindOf(type: string): PaykkaNotification['kind'] {
  const start = type.split(/[._]/)[0]?.toLowerCase()
  return start === 'payment' || start === 'refund' || start === 'dispute' ? start : 'other'
}

/** PayKKa documents no event id, so the id is a hash of the notification's content. */
function notificationId(facts: unknown[]): string {
  return `ntc_${createHash('sha256').update(JSON.stringify(facts)).digest('base64url').slice(0, 22)}`
}

function readDispute(data: Data, verified: boolean): DisputeReport {
  return {
    verified,
    ...present({
      id: cardless(word(data.dispute_id)),
      stage: cardless(word(data.dispute_stage)),
      reason: cardless(word(data.reason_code)),
      reasonText: gatewayMessage(data.reason_code_description),
      dueTime: readTime(data.due_time),
      amount: readAmount(data.dispute_amount, data.dispute_currency),
      orderAmount: readAmount(data.order_amount, data.order_currency),
      arn: readArn(data.arn),
      disputeTime: readTime(data.dispute_time),
      postingDate: readTime(data.posting_date),
      paidWith: cardless(word(data.payment_method)),
    }),
  }
}

/** Anyone may send an unsigned dispute, and its text is stored for years. */
function cardless(text: string | undefined): string | undefined {
  return text !== undefined && holdsCardNumber(text) ? undefined : text
}

/** Acquirer reference number: 23 digits, so it cannot be a card number. */
function readArn(value: unknown): string | undefined {
  return typeof value === 'string' && /^\d{23}$/.test(value) ? value : undefined
}

/** Stored as PayKKa writes it; a number of thirteen digits is Unix milliseconds. */
function readTime(value: unknown): string | undefined {
  if (typeof value === 'number' && /^\d{13}$/.test(String(value))) return new Date(value).toISOString()
  return typeof value === 'string' && /^[\dT:+. Z-]{8,40}$/.test(value) ? cardless(value) : undefined
}

function readAmount(amount: unknown, code: unknown): DisputeReport['amount'] {
  const value = Number(amount)
  const currency = String(code)
  return Number.isSafeInteger(value) && value > 0 && exponentOf(currency) !== null
    ? { value, currency }
    : undefined
}
