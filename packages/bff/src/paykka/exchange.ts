/** The only sender: sends every request to PayKKa and judges the answer. */
import type { PaykkaConfig } from '../config/config.ts'
import type { Undone } from '../payments/gateway.ts'
import type { RawResponse } from './envelope.ts'
import type { PaykkaClient } from './paykka-client.ts'
import { LostError, NotSentError } from './paykka-client.ts'

export type PaykkaParts = {
  client: PaykkaClient
  config: PaykkaConfig
  /** The address to which PayKKa sends notifications. */
  notifyUrl: string
  /** Unix milliseconds. */
  now: () => number
}

/** Results without an answer of PayKKa: unsent, or unknown. */
type Unanswered = Extract<Undone, { kind: 'not_sent' | 'unknown' }>

/**
 * When a request is sent again: never; only when it was provably not sent; or also after a missing answer, since it moves
 * no money.
 */
type Again = 'never' | 'when_unsent' | 'when_unanswered'

export type Request<T> = {
  path: string
  /** Built anew for each try. */
  body(): Buffer
  judge(response: RawResponse): T
  again: Again
  /** Unix milliseconds after which it must not be signed. */
  sendBefore?: number
}

/** @returns the judged answer. Never throws on an error of PayKKa or the network */
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

/** @returns the bytes of a request about an existing object */
export function bytesOf(
  { config, now }: Pick<PaykkaParts, 'config' | 'now'>,
  members: Record<string, unknown>,
): Buffer {
  const timestamp = config.sendTimestamp ? { timestamp: now() } : {}
  return Buffer.from(JSON.stringify({ merchant_id: config.merchantId, ...members, ...timestamp }))
}

/**
 * Sends an order that moves money or changes something: once, and once more only when it was provably not sent.
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

/** Sends a query. It moves no money, so it is repeated at once when the answer is lost. */
export function question<T>(
  parts: PaykkaParts,
  path: string,
  members: Record<string, unknown>,
  judge: (response: RawResponse) => T,
): Promise<T | Unanswered> {
  const body = () => bytesOf(parts, members)
  return exchange(parts.client, { path, body, judge, again: 'when_unanswered' })
}
