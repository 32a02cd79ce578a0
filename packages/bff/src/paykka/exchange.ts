/** One request and its judgment, for everything but a purchase and its query. */
import type { PaykkaConfig } from '../config.ts'
import type { PaykkaClient } from './client.ts'
import { LostError, NotSentError } from './client.ts'
import type { RawResponse } from './envelope.ts'

export type PaykkaParts = {
  client: PaykkaClient
  config: PaykkaConfig
  /** Where PayKKa sends its notices. */
  notifyUrl: string
  /** Unix milliseconds. */
  now: () => number
}

type Undone = { kind: 'not_sent'; reason: string } | { kind: 'unknown'; reason: string }

/** @returns the bytes of a request about something that exists */
function bytesOf({ config, now }: PaykkaParts, members: Record<string, unknown>): Buffer {
  const timestamp = config.sendTimestamp ? { timestamp: now() } : {}
  return Buffer.from(JSON.stringify({ merchant_id: config.merchantId, ...members, ...timestamp }))
}

/**
 * Sends an order that moves money or changes something: once, and once more only when it provably never left.
 * @param sendBefore Unix milliseconds after which it must not be signed
 */
export async function order<T>(
  parts: PaykkaParts,
  path: string,
  members: Record<string, unknown>,
  judge: (response: RawResponse) => T,
  sendBefore?: number,
): Promise<T | Undone> {
  const body = bytesOf(parts, members)
  const first = await attempt(() => parts.client.post(path, body, sendBefore), judge)
  return isUnsent(first) ? attempt(() => parts.client.post(path, body, sendBefore), judge) : first
}

/** Sends a question. It moves nothing, so a lost one is sent again at once. */
export async function question<T>(
  parts: PaykkaParts,
  path: string,
  members: Record<string, unknown>,
  judge: (response: RawResponse) => T,
): Promise<T | Undone> {
  const once = () => attempt(() => parts.client.post(path, bytesOf(parts, members)), judge)
  const first = await once()
  return isUnsent(first) || isUnknown(first) ? once() : first
}

const kindOf = (answer: unknown) => (answer as { kind?: string }).kind
const isUnsent = (answer: unknown) => kindOf(answer) === 'not_sent'
const isUnknown = (answer: unknown) => kindOf(answer) === 'unknown'

async function attempt<T>(
  post: () => Promise<RawResponse>,
  judge: (response: RawResponse) => T,
): Promise<T | Undone> {
  try {
    return judge(await post())
  } catch (error) {
    if (error instanceof NotSentError) return { kind: 'not_sent', reason: error.reason }
    return { kind: 'unknown', reason: error instanceof LostError ? error.reason : 'unexpected_error' }
  }
}
