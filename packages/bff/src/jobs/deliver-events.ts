/** Sends events to the shop in Standard Webhooks form: at least once, for three days. Source: standardwebhooks.com. */
import { Webhook } from 'standardwebhooks'
import type { Dispatcher } from 'undici'
import { request } from 'undici'
import type { Database } from '../database/database.ts'
import { claimDueEvents, markDelivered, markUndelivered } from '../database/event-rows.ts'
import type { ShopEventRow } from '../database/tables.ts'
import { LONGEST_SPREAD, withJitter } from '../domain/jitter.ts'
import { withDeadline } from '../process/timeouts.ts'
import { inSpan } from '../tracing/spans.ts'

export type DeliveryParts = {
  database: Database
  now: () => number
  /** Like `now`, for giving up; 0 until PayKKa has confirmed the time. */
  provenNow: () => number
  random: () => number
  send: SendEvent
  /** Aborts every delivery in progress: it is repeated later. */
  close?(): Promise<void>
  log: { warn(facts: Record<string, unknown>, message: string): void }
}

/** Sends one event. @returns null when the shop accepted it, otherwise the error */
export type SendEvent = (event: Pick<ShopEventRow, 'id' | 'payload'>) => Promise<string | null>

const BATCH = 20
const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
/** The last pause repeats until three days have passed. */
const DELIVERY_DELAYS_MS = [
  5 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  4 * HOUR,
]
export const GIVE_UP_AFTER_MS = 3 * 24 * HOUR
const SEND_MS = 10_000

/** @returns the number of events tried */
export async function deliverEvents(parts: DeliveryParts): Promise<number> {
  // Longer than one delivery, so that no other instance sends the same event meanwhile.
  const due = await claimDueEvents(parts.database, parts.now(), 3 * SEND_MS, BATCH)
  await Promise.all(due.map((event) => deliver(parts, event)))
  return due.length
}

function deliver(parts: DeliveryParts, event: ShopEventRow): Promise<void> {
  const facts = { 'paykka.event.id': event.id, 'paykka.event.type': event.type }
  return inSpan('event delivery', facts, async (note) => {
    const error = await parts.send(event)
    note({ 'paykka.event.delivered': error === null })
    await record(parts, event, error)
  })
}

function delay(attempts: number): number {
  return DELIVERY_DELAYS_MS[Math.min(attempts, DELIVERY_DELAYS_MS.length - 1)] ?? HOUR
}

/** @returns the longest pause in milliseconds before the next try, after this number of attempts */
export function longestDeliveryPause(attempts: number): number {
  return LONGEST_SPREAD * delay(Math.max(0, attempts - 1))
}

/** @param error null when the shop accepted it */
async function record(parts: DeliveryParts, event: ShopEventRow, error: string | null): Promise<void> {
  const now = parts.now()
  if (error === null) return markDelivered(parts.database, event, now)
  const wait = withJitter(delay(event.attempts), parts.random())
  const nextAt = now + wait
  const over = parts.provenNow() + wait - event.first_due_at > GIVE_UP_AFTER_MS
  parts.log.warn({ event: event.id, type: event.type, error, over }, 'the shop did not take an event')
  await markUndelivered(parts.database, event, over ? null : nextAt, error)
}

/**
 * @param url the shop's address for events
 * @param secret `whsec_…` as Standard Webhooks writes it
 */
export function createSender(url: URL, secret: string, dispatcher: Dispatcher, now: () => number): SendEvent {
  const signer = new Webhook(secret)
  return async (event) => {
    const timestamp = new Date(now())
    try {
      const status = await withDeadline(SEND_MS, async (signal) => {
        const headers = {
          'content-type': 'application/json',
          'webhook-id': event.id,
          'webhook-timestamp': String(Math.floor(timestamp.getTime() / 1000)),
          'webhook-signature': signer.sign(event.id, timestamp, event.payload),
        }
        const sending = { dispatcher, method: 'POST', headers, body: event.payload, signal } as const
        const response = await request(url, sending)
        await response.body.dump()
        return response.statusCode
      })
      return status >= 200 && status < 300 ? null : `http_${status}`
    } catch (error) {
      const { name, code } = error as { name?: string; code?: unknown }
      return typeof code === 'string' ? code : (name ?? 'error')
    }
  }
}
