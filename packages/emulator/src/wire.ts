/** Writes the content of an operation as an answer or a notification, in the current dialect. */

import { isRecord } from './checks.ts'
import type { Dialect } from './dialects.ts'
import type { Refusal } from './refusal.ts'
import { INVALID_REQUEST, NOT_FOUND } from './refusal.ts'

/** `{ ret_code, ret_msg, data }`. */
export interface Envelope {
  ret_code: string
  ret_msg: string
  data?: unknown
}

/** An answer before it is written: `none` is a yes without content, `apple` an Apple Pay session as JSON text. */
export interface Outgoing {
  status: number
  envelope: Envelope
  form?: 'none' | 'apple' | undefined
}

/** An answer as text; without a type it has no body. */
export interface Written {
  status: number
  type?: string
  body: string
}

const OK = '000000'
const BAD_REQUEST = 400

/** A yes, with data or without. */
export function yes(data: unknown, form?: Outgoing['form']): Outgoing {
  const envelope = { ret_code: OK, ret_msg: 'Success' }
  return data === undefined
    ? { status: 200, envelope, form: form ?? 'none' }
    : { status: 200, envelope: { ...envelope, data }, form }
}

/** A no as PayKKa's ret_code. */
export function no(refusal: Refusal): Outgoing {
  return { status: refusal.status, envelope: { ret_code: refusal.code, ret_msg: refusal.message } }
}

/** The no of an operation, in the layer and under the status of the dialect. */
export function businessNo(refusal: Refusal, body: Record<string, unknown>, dialect: Dialect): Outgoing {
  if (refusal.status !== BAD_REQUEST) return no(refusal)
  if (refusal.code === NOT_FOUND)
    return dialect.notFound === 'no-data'
      ? { status: 200, envelope: { ret_code: OK, ret_msg: 'Success' } }
      : { ...no(refusal), status: Number(dialect.notFound) }
  // A request that could not be understood never becomes a transaction that fails.
  if (dialect.refusalLayer === 'error_code-200' && refusal.code !== INVALID_REQUEST)
    return yes({
      ...echo(body),
      status: 'FAILURE',
      error_code: refusal.code,
      error_description: refusal.message,
    })
  return { ...no(refusal), status: dialect.refusalLayer === 'ret_code-400' ? BAD_REQUEST : 200 }
}

/** Writes an answer. */
export function writeAnswer({ status, envelope, form }: Outgoing, dialect: Dialect): Written {
  if (envelope.ret_code === OK && form === 'none') return writeNothing(envelope, dialect)
  if (envelope.ret_code === OK && form === 'apple') return writeApple(envelope, dialect)
  return json(dressEnvelope(envelope, dialect), status)
}

/** Writes a notification; `notify_type` gets the name of the dialect. */
export function writeNotice(payload: Record<string, unknown>, dialect: Dialect): string {
  const { notify_type: type, ...rest } = payload
  return JSON.stringify(dress(type === undefined ? rest : { [dialect.notifyKey]: type, ...rest }, dialect))
}

function writeNothing(envelope: Envelope, dialect: Dialect): Written {
  if (dialect.noContent === '204') return { status: 204, body: '' }
  if (dialect.noContent === 'empty-200') return { status: 200, body: '' }
  const data = dialect.noContent === 'envelope' ? { data: {} } : {}
  return json(dressEnvelope({ ...envelope, ...data }, dialect))
}

// The session is Apple's: no dialect changes what is in it.
function writeApple(envelope: Envelope, dialect: Dialect): Written {
  const text = String(envelope.data)
  const wrap = (data: unknown) => json({ ...dressEnvelope({ ...envelope, data: null }, dialect), data })
  switch (dialect.applePaySession) {
    case 'string':
      // The example ends with a line feed inside the string.
      return json(`${text}\n`)
    case 'string-in-envelope':
      return wrap(text)
    case 'object':
      return json(JSON.parse(text))
    case 'object-in-envelope':
      return wrap(JSON.parse(text))
    case 'text':
      return { status: 200, type: 'text/plain; charset=utf-8', body: text }
    case 'string-under-member':
      return wrap({ apple_pay_session: text })
  }
}

function dressEnvelope(
  { ret_code: code, ret_msg, data }: Envelope,
  dialect: Dialect,
): Record<string, unknown> {
  const codes = { ret_code: dialect.retCodeType === 'number' ? Number(code) : code, ret_msg }
  if (data === undefined) return codes
  const dressed = dress(data, dialect)
  return dialect.members === 'flat' && isRecord(dressed)
    ? { ...codes, ...dressed }
    : { ...codes, data: dressed }
}

function dress(value: unknown, dialect: Dialect): unknown {
  if (typeof value === 'number' && dialect.numbers === 'text') return String(value)
  if (Array.isArray(value)) return value.map((entry) => dress(entry, dialect))
  if (!isRecord(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, dressMember(name, member, dialect)]),
  )
}

function dressMember(name: string, member: unknown, dialect: Dialect): unknown {
  const asNumber =
    (name === 'merchant_id' && dialect.merchantId === 'number') ||
    (name === 'error_code' && dialect.errorCodeType === 'number')
  return asNumber ? Number(member) : dress(member, dialect)
}

const ECHOED = [
  'merchant_id',
  'trans_id',
  'refund_trans_id',
  'order_id',
  'ori_order_id',
  'recurring_agreement_id',
  'amount',
  'currency',
]

function echo(body: Record<string, unknown>): Record<string, unknown> {
  const named = ECHOED.filter((name) => body[name] !== undefined).map((name) => [name, body[name]])
  const amount = body.refund_amount === undefined ? {} : { amount: body.refund_amount }
  return { ...Object.fromEntries(named), ...amount }
}

function json(value: unknown, status = 200): Written {
  return { status, type: 'application/json; charset=utf-8', body: JSON.stringify(value) }
}
