/** An answer's facts about a payment besides state, card and sums: times and the payment method. */
import type { CaptureMode } from '@paykka-checkout/shared-types'
import type { GatewayFacts } from '../payments/gateway.ts'
import { methodOf } from './hosted-methods.ts'

type OrderFacts = Pick<
  GatewayFacts,
  'expiresAt' | 'finishedAt' | 'authorisationType' | 'capture' | 'shopperReference' | 'paidWith'
>

const CAPTURES = new Map<string, CaptureMode>([
  ['AUTOMATIC', 'automatic'],
  ['MANUAL', 'manual'],
])

/** @param codes the deployment's own codes of payment methods */
export function readOrderFacts(data: Record<string, unknown>, codes: Record<string, string>): OrderFacts {
  const { authorisation_type: type, shopper_reference: reference, payment } = data
  const capture = CAPTURES.get(String(data.capture_method).toUpperCase())
  const code = (payment as { payment_method?: unknown } | null | undefined)?.payment_method
  const paidWith = readMethod(code, codes)
  return {
    ...moment('expiresAt', data.expire_time),
    ...moment('finishedAt', data.pay_finish_time),
    ...(isWord(type) ? { authorisationType: type } : {}),
    ...(capture ? { capture } : {}),
    ...(typeof reference === 'string' && reference !== '' ? { shopperReference: reference } : {}),
    ...(paidWith ? { paidWith } : {}),
  }
}

/** @returns our name of the payment method; undefined when the value has not the form of a code or name */
export function readMethod(code: unknown, codes: Record<string, string>): string | undefined {
  return isName(code) ? methodOf(code, codes) : undefined
}

/** Only words are stored, and none has enough digits to be a card number. */
const isWord = (value: unknown): value is string =>
  typeof value === 'string' && /^(?!.*\d{6})[\w-]{1,32}$/.test(value)
const isName = (value: unknown): value is string =>
  typeof value === 'string' && /^(?!.*\d{6})[\w '+-]{2,40}$/.test(value)

/** PayKKa writes `2025-05-06T14:40:43+08:00`, its plugin `+0800`. A time without a zone is ambiguous and is ignored. */
const MOMENT = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d(?:\.\d{1,9})?)(Z|[+-]\d\d:?\d\d)$/

function moment<K extends string>(name: K, value: unknown): { [P in K]?: number } {
  const at = readMoment(value)
  return (Number.isFinite(at) ? { [name]: at } : {}) as { [P in K]?: number }
}

/** @returns Unix milliseconds, also when PayKKa sends them as such; NaN when it is not a time */
export function readMoment(value: unknown): number {
  const text = typeof value === 'number' ? String(value) : value
  if (typeof text !== 'string') return Number.NaN
  if (/^\d{13}$/.test(text)) return Number(text)
  const [, day, time, zone = ''] = MOMENT.exec(text) ?? []
  return day ? Date.parse(`${day}T${time}${zone.replace(/(\d\d):?(\d\d)$/, '$1:$2')}`) : Number.NaN
}
