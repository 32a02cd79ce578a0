/** Checks who sent a request: headers, signature over the raw bytes, merchant. */

import type { IncomingHttpHeaders } from 'node:http'
import { isRecord } from './checks.ts'
import type { Parts } from './parts.ts'
import { invalid, Refusal } from './refusal.ts'
import { SIGN_ALG, verify } from './signing.ts'

/** A request as it arrived. */
interface RawRequest {
  method: string
  path: string
  headers: IncomingHttpHeaders
  body: Buffer
}

const MAX_AGE_MS = 5 * 60_000
const UNAUTHENTICATED = 401

/** Refuses a request whose headers or signature are not right; remembers the nonce of a genuine one. */
export function checkSender(request: RawRequest, parts: Parts): void {
  const timestamp = header(request, 'x-paykka-timestamp')
  const nonce = header(request, 'x-paykka-nonce')
  // An app id nobody knows has no public key either.
  if (header(request, 'x-paykka-appid') !== parts.settings.appId)
    throw new Refusal('206006', 'x-paykka-appid is unknown', UNAUTHENTICATED)
  if (header(request, 'x-paykka-sign-alg') !== SIGN_ALG)
    throw new Refusal('206003', `x-paykka-sign-alg must be ${SIGN_ALG}`, UNAUTHENTICATED)
  checkTimestamp(timestamp, parts.headerTime())
  if (!/^[\x21-\x7e]{10,100}$/.test(nonce)) throw invalid('x-paykka-nonce must be 10 to 100 characters')
  checkSignature(request, timestamp, nonce, parts)
  if (parts.state.nonces.has(nonce)) throw invalid('x-paykka-nonce was used before')
  parts.state.nonces.add(nonce)
}

/** Parses a JSON body; invalid UTF-8 is refused rather than replaced. */
export function parseBody(body: Buffer): Record<string, unknown> {
  const parsed = parse(body)
  if (!isRecord(parsed)) throw invalid('body must be a JSON object')
  return parsed
}

/** Refuses a body for another merchant, or without the timestamp that a dialect wants. */
export function checkMerchant(body: Record<string, unknown>, parts: Parts): void {
  if (parts.dialect.current.bodyTimestamp === 'required' && body.timestamp === undefined)
    throw invalid('timestamp is required')
  if (body.merchant_id !== parts.settings.merchantId) throw new Refusal('206005', 'merchant_id is unknown')
}

function checkTimestamp(timestamp: string, now: number): void {
  const valid = /^\d{1,16}$/.test(timestamp) && Math.abs(now - Number(timestamp)) <= MAX_AGE_MS
  if (!valid)
    throw new Refusal(
      '206004',
      'x-paykka-timestamp must be within 5 minutes in milliseconds',
      UNAUTHENTICATED,
    )
}

function checkSignature(request: RawRequest, timestamp: string, nonce: string, parts: Parts): void {
  const signature = header(request, 'x-paykka-sign')
  if (signature === '') throw new Refusal('206002', 'x-paykka-sign is missing', UNAUTHENTICATED)
  const { method, path, body } = request
  const genuine =
    signature.length <= 500 &&
    parts.settings.merchantKeys.some((key) =>
      verify(key, { method, path, timestamp, nonce, body }, signature),
    )
  if (!genuine) throw new Refusal('206003', 'x-paykka-sign does not match', UNAUTHENTICATED)
}

function header(request: RawRequest, name: string): string {
  const value = request.headers[name]
  return typeof value === 'string' ? value : ''
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body))
  } catch {
    throw invalid('body is not valid JSON')
  }
}
