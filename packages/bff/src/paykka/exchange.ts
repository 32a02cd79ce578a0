/** The one sender: each request to PayKKa goes out and is judged here. */
import type { PaykkaConfig } from '../config/config.ts'
import type { Undone } from '../payments/gateway.ts'
import type { RawResponse } from './envelope.ts'
import type { PaykkaClient } from './paykka-client.ts'
import { LostError, NotSentError } from './paykka-client.ts'

export type PaykkaParts = {
  client: PaykkaClient
  config: PaykkaConfig
  /** Where PayKKa sends its notices. */
  notifyUrl: string
  /** Unix milliseconds. */
  now: () => number
}

/** What the wire itself proves or leaves open. */
type Unanswered = Extract<Undone, { kind: 'not_sent' | 'unknown' }>

/**
 * When a request goes out once more: never; when it provably never left; or also when no answer came, since it moves
 * nothing.
 */
export type Again = 'never' | 'when_unsent' | 'when_unanswered'

export type Request<T> = {
  path: string
  /** Made anew for each try. */
  body(): Buffer
  judge(response: RawResponse): T
  again: Again
  /** Unix milliseconds after which it must not be signed. */
  sendBefore?: number
}

/** @returns the judged answer. Never throws for anything PayKKa or the network does */
export async function exchange<T>(client: PaykkaClient, request: Request<T>): Promise<T | Unanswered> {
  const first = await attempt(client, request)
  return mayGoAgain(first, request.again) ? attempt(client, request) : first
}

function mayGoAgain(answer: unknown, again: Again): boolean {
  const { kind } = answer as { kind?: string }
  if (again === 'never') return false
  return kind === 'not_sent' || (kind === 'unknown' && again === 'when_unanswered')
}

async function attempt<T>(
  client: PaykkaClient,
  { path, body, judge, sendBefore }: Request<T>,
): Promise<T | Unanswered> {
  try {
    return judge(await client.post(path, body(), sendBefore))
  } catch (error) {
    if (error instanceof NotSentError) return { kind: 'not_sent', reason: error.reason }
    return { kind: 'unknown', reason: error instanceof LostError ? error.reason : 'unexpected_error' }
  }
}

/** @returns the bytes of a request about something that exists */
export function bytesOf(
  { config, now }: Pick<PaykkaParts, 'config' | 'now'>,
  members: Record<string, unknown>,
): Buffer {
  const timestamp = config.sendTimestamp ? { timestamp: now() } : {}
  return Buffer.from(JSON.stringify({ merchant_id: config.merchantId, ...members, ...timestamp }))
}

/**
 * Sends an order that moves money or changes something: once, and once more only when it provably never left.
 * @param sendBefore Unix milliseconds after which it must not be signed
 */
export function order<T>(
  parts: PaykkaParts,
  path: string,
  members: Record<string, unknown>,
  judge: (response: RawResponse) => T,
  sendBefore?: number,
): Promise<T | Unanswered> {
  const bytes = bytesOf(parts, members)
  const until = sendBefore === undefined ? {} : { sendBefore }
  return exchange(parts.client, { path, body: () => bytes, judge, again: 'when_unsent', ...until })
}

/** Sends a question. It moves nothing, so a lost one is sent again at once. */
export function question<T>(
  parts: PaykkaParts,
  path: string,
  members: Record<string, unknown>,
  judge: (response: RawResponse) => T,
): Promise<T | Unanswered> {
  const body = () => bytesOf(parts, members)
  return exchange(parts.client, { path, body, judge, again: 'when_unanswered' })
}
