/** The outer form of PayKKa's answers: `{ ret_code, ret_msg, data }`, or the members flat beside `ret_code`. */

import { isRecord } from '../domain/records.ts'
import { readCode } from './values.ts'

/** A response as received, with the result of the signature check. `unchecked`: signature mode `log` or `off`. */
export type RawResponse = {
  status: number
  headers: Record<string, string>
  body: Uint8Array
  signature: 'valid' | 'invalid' | 'unchecked'
}

/** Unknown members are ignored everywhere: PayKKa adds members between versions. */
export type Envelope = {
  /** Empty when the answer only has an `error_code`. */
  retCode: string
  retMsg: unknown
  /** The answer's content besides the code; undefined when there is none. */
  data: unknown
}

/** @returns null unless the body is strict UTF-8 and a JSON object with a `ret_code` or an `error_code` */
export function readEnvelope(response: RawResponse): Envelope | null {
  if (!/^application\/json\b/i.test(response.headers['content-type'] ?? '')) return null
  const json = parseJson(response.body)
  return isRecord(json) ? toEnvelope(json) : null
}

/** @returns undefined for bytes that are not JSON in strict UTF-8 */
export function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body))
  } catch {
    return undefined
  }
}

/** @returns null for an object that is not an answer of PayKKa */
export function toEnvelope(json: Record<string, unknown>): Envelope | null {
  const { ret_code: code, ret_msg: retMsg, data, ...flat } = json
  const retCode = readCode(code)
  const coded = code === undefined ? readCode(flat.error_code) !== '' : isCode(code)
  return coded ? { retCode, retMsg, data: dataOf(data, flat) } : null
}

const isCode = (value: unknown) => typeof value === 'string' || readCode(value) !== ''

/** Source of the flat form and of an `error_code` beside `ret_code`: PayKKa's public WooCommerce plugin. */
function dataOf(data: unknown, flat: Record<string, unknown>): unknown {
  if (data === undefined || data === null) return Object.keys(flat).length > 0 ? flat : undefined
  if (!isRecord(data)) return data
  const { error_code, error_description } = flat
  return { ...(error_code === undefined ? {} : { error_code, error_description }), ...data }
}
