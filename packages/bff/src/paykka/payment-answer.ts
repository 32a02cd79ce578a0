/** Decides whether PayKKa accepted, refused, or sent nothing trustworthy. Other files read the data of an accepted answer. */
import type { PaykkaConfig } from '../config/config.ts'
import { isRecord } from '../domain/records.ts'
import type { GatewayAnswer, RefusalReason, Refused } from '../payments/gateway.ts'
import { isDecline } from './declines.ts'
import type { Envelope, RawResponse } from './envelope.ts'
import { readEnvelope } from './envelope.ts'
import { gatewayMessage } from './gateway-message.ts'
import { CODE, readCode, upperWord } from './values.ts'
import {
  NOT_FOUND,
  REFUSED_CARD,
  REFUSED_CONFIGURATION,
  REFUSED_REQUEST,
  RET_OK,
  SYSTEM_ERROR,
} from './wire.ts'

/** An answer that refuses or proves nothing. */
export type NoAnswer = Exclude<GatewayAnswer, { kind: 'state' }>

/** Codes that the operator adds to the built-in ones. */
export type CodeLists = Pick<PaykkaConfig, 'declineCodes' | 'refusalCodes'>

/** Every HTTP status that PayKKa documents except 500. Source: PayKKa "API HTTP". */
const SPOKEN = new Set([200, 400, 401, 403, 404, 429])
/** From PayKKa's API gateway: the request was refused and never reached the payment system. */
export const GATE = new Set([401, 403, 404])

/**
 * Judges everything about an answer except its `data`. Where a signature is required, no status counts without a valid one:
 * any proxy between here and PayKKa can send a 403.
 * @param mayBeEmpty PayKKa's pages show "no content" for some operations: then a 204 or an empty 200 means accepted
 * @returns the data of an accepted answer, or the judged refusal
 */
export function readYes(
  response: RawResponse,
  lists: CodeLists,
  mayBeEmpty = false,
): { data: unknown } | NoAnswer {
  const { status, signature, body } = response
  if (signature === 'invalid') return unknown(named('bad_signature', `unsigned_http_${status}`, status))
  if (mayBeEmpty && (status === 200 || status === 204) && body.length === 0) return { data: undefined }
  if (!SPOKEN.has(status)) return unknown(`http_${status}`)
  const envelope = readEnvelope(response)
  if (!envelope) return readWordless(response)
  const isYes = status === 200 && RET_OK.has(envelope.retCode)
  return isYes ? { data: envelope.data } : readRefusal(response, envelope, lists)
}

/**
 * Like `readYes`, for orders whose accepted answer has no result: captures, voids, removals. Also reads PayKKa's second
 * layer: a successful call may report a failed order.
 */
export function readDone(response: RawResponse, lists: CodeLists): { data: unknown } | NoAnswer {
  const yes = readYes(response, lists, true)
  if (!('data' in yes)) return asOrder(yes)
  return readInnerRefusal(yes.data, lists) ?? yes
}

/** @returns the refusal in the data of a successful call; null when there is none */
export function readInnerRefusal(data: unknown, lists: CodeLists): NoAnswer | null {
  if (!isRecord(data)) return null
  const code = readCode(data.error_code)
  const failed = upperWord(data.status) === 'FAILURE'
  if (!failed && (code === '' || RET_OK.has(code))) return null
  const gatewayCode = CODE.test(code) ? code : 'none'
  const reported = gatewayMessage(data.error_description)
  const reason = meaningOf(code, lists) ?? (failed ? 'invalid_request' : undefined)
  if (code === SYSTEM_ERROR || !reason) return unknown(`error_code_${gatewayCode}`, reported)
  return refused(reason, gatewayCode, reported)
}

/** "Not found" as the answer to an order is a refusal: the object that the order refers to does not exist. */
export function asOrder<T extends { kind: string }>(answer: T | { kind: 'not_found' }): T | NoAnswer {
  const [code = ''] = NOT_FOUND
  return answer.kind === 'not_found' ? refused('invalid_request', code) : (answer as T)
}

/** @returns an answer that proves nothing; `reported` is PayKKa's message */
export function unknown(reason: string, reported?: string): NoAnswer {
  return { kind: 'unknown', reason, ...(reported === undefined ? {} : { gatewayMessage: reported }) }
}

function refused(reason: RefusalReason, gatewayCode: string, reported?: string): Refused {
  return {
    kind: 'refused',
    reason,
    gatewayCode,
    ...(reported === undefined ? {} : { gatewayMessage: reported }),
  }
}

const named = (usual: string, other: string, status: number) =>
  status === 200 || status === 400 ? usual : other

/** A body that is not in PayKKa's format proves nothing, unless PayKKa signed it. */
function readWordless(response: RawResponse): NoAnswer {
  const { status, signature } = response
  if (signature === 'valid' && status === 429) return busy(response)
  if (signature === 'valid' && GATE.has(status)) return refused('configuration', `http_${status}`)
  return unknown(named('unreadable_body', `unreadable_http_${status}`, status))
}

function busy({ headers }: RawResponse, reported?: string): Refused {
  return { ...refused('busy', 'http_429', reported), ...retryAfter(headers) }
}

/** @returns seconds, at most a minute; nothing when the header is not a whole number */
export function retryAfter(headers: RawResponse['headers']): { retryAfter?: number } {
  const seconds = Number(headers['retry-after'])
  return Number.isInteger(seconds) && seconds > 0 ? { retryAfter: Math.min(seconds, 60) } : {}
}

/**
 * PayKKa's 400 means "could not understand the request, validation failed", so it is a refusal whatever its code. A
 * successful call with an unlisted code is not documented and proves nothing.
 */
function readRefusal(response: RawResponse, envelope: Envelope, lists: CodeLists): NoAnswer {
  const { status } = response
  const codes = codesOf(envelope)
  const code = codes.find((one) => meaningOf(one, lists)) ?? codes.at(-1)
  const reported = messageOf(envelope)
  if (codes.includes(SYSTEM_ERROR)) return unknown(`ret_code_${SYSTEM_ERROR}`, reported)
  if (code === undefined) return envelope.retCode === '' ? readWordless(response) : unknown(`http_${status}`)
  if (status === 429) return busy(response, reported)
  if (NOT_FOUND.has(code) && status !== 401 && status !== 403) return { kind: 'not_found' }
  const isForm = CODE.test(code)
  if (GATE.has(status)) return refused('configuration', isForm ? code : `http_${status}`, reported)
  const reason = meaningOf(code, lists) ?? (status === 400 ? 'invalid_request' : undefined)
  const gatewayCode = isForm ? code : 'unreadable'
  return reason ? refused(reason, gatewayCode, reported) : unknown(`ret_code_${gatewayCode}`, reported)
}

/** Codes that refuse. A transaction's own code is more precise than the call's. */
function codesOf({ retCode, data }: Envelope): string[] {
  const errorCode = isRecord(data) ? readCode(data.error_code) : ''
  return [errorCode, retCode].filter((code) => code !== '' && !RET_OK.has(code))
}

function messageOf({ retCode, retMsg, data }: Envelope): string | undefined {
  const description = isRecord(data) ? data.error_description : undefined
  return gatewayMessage(RET_OK.has(retCode) ? undefined : retMsg, description)
}

/**
 * @returns the reason of a listed code. A code that may also mean a repetition is `invalid_request`, which a query
 * double-checks.
 */
export function meaningOf(
  code: string,
  { declineCodes, refusalCodes }: CodeLists,
): RefusalReason | undefined {
  if (REFUSED_CARD.has(code)) return 'card_unreadable'
  if (REFUSED_CONFIGURATION.has(code)) return 'configuration'
  const listed = REFUSED_REQUEST.has(code) || refusalCodes.includes(code) || NOT_FOUND.has(code)
  return listed || isDecline(code, declineCodes) ? 'invalid_request' : undefined
}
