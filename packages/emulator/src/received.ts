/** Remembers the requests as they arrived, without what a card or a wallet keeps secret. */

import { isRecord } from './checks.ts'
import type { ReceivedRequest } from './received-request.ts'
import type { State } from './state.ts'

/** Which requests to list; every given field must match. */
export interface RequestFilter {
  path?: string
  transId?: string
}

const KEPT = 1000

// Everything else of `payment` is masked, known or not.
const OPEN_MEMBERS = new Set([
  'payment_method',
  'store_payment_method',
  'token_usage',
  'shopper_reference',
  'token',
  'holder_name',
  'holder_email',
  'token_format',
  'eci',
])

/** Notes a request; its answer is filled in later. */
export function noteRequest(state: State, request: ReceivedRequest): ReceivedRequest {
  const masked = { ...request, body: mask(request.body) }
  state.received.push(masked)
  if (state.received.length >= 2 * KEPT) state.received.splice(0, KEPT)
  return masked
}

/** The last requests, oldest first: 1000 at least, where there were so many. */
export function listRequests(state: State, { path, transId }: RequestFilter = {}): ReceivedRequest[] {
  const matching = state.received.filter(
    (request) =>
      (path === undefined || path === request.path) && (transId === undefined || transId === request.transId),
  )
  return structuredClone(matching)
}

function mask(body: Record<string, unknown>): Record<string, unknown> {
  const { payment, ...rest } = body
  if (payment === undefined) return body
  const card = isRecord(payment) ? payment.card_no : undefined
  const pan = typeof card === 'string' && card.length >= 12 ? card : undefined
  return withoutCard({ ...rest, payment: maskPayment(payment) }, pan)
}

function maskPayment(payment: unknown): unknown {
  if (!isRecord(payment)) return hidden(payment)
  return Object.fromEntries(Object.entries(payment).map(([name, value]) => [name, maskMember(name, value)]))
}

function maskMember(name: string, value: unknown): unknown {
  if (name === 'token_authentication') return maskPayment(value)
  if (name === 'card_no' && typeof value === 'string' && value.length >= 12) return `****${value.slice(-4)}`
  return OPEN_MEMBERS.has(name) ? value : hidden(value)
}

// The length of a ciphertext says something, that of a code or a date does not.
function hidden(value: unknown): string {
  return typeof value === 'string' && value.length > 8 ? `[${value.length} characters]` : '**'
}

// A card number in the wrong member is masked too.
function withoutCard(body: Record<string, unknown>, pan: string | undefined): Record<string, unknown> {
  const text = JSON.stringify(body)
  const clean = pan === undefined ? text : text.replaceAll(pan, `****${pan.slice(-4)}`)
  return JSON.parse(clean) as Record<string, unknown>
}
