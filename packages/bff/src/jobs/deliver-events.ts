/** Sends events to the shop in Standard Webhooks form: at least once, for three days. Source: standardwebhooks.com. */
import { Webhook } from 'standardwebhooks'
import type { Dispatcher } from 'undici'
import { request } from 'undici'
import type { EventEndpoint } from '../config/event-endpoints.ts'
import { takes } from '../config/event-endpoints.ts'
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
  targets: readonly EventTarget[]
  /** Aborts every delivery in progress: it is repeated later. */
  close?(): Promise<void>
  log: { warn(facts: Record<string, unknown>, message: string): void }
}

/** An endpoint, with the types of events that it receives. */
export type EventTarget = { name: string; takes(type: string): boolean; send: SendEvent }

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
    const accepted = event.delivered_to.split(',').filter(Boolean)
    const missing = parts.targets.filter(({ name, takes }) => takes(event.type) && !accepted.includes(name))
    const answers = await Promise.all(
      missing.map(async ({ name, send }) => ({ name, error: await send(event) })),
    )
    const failed = answers.filter(({ error }) => error !== null)
    note({ 'paykka.event.delivered': failed.length === 0 })
    const deliveredTo = [...accepted, ...answers.filter((answer) => !failed.includes(answer)).map(nameOf)]
    await record(parts, event, deliveredTo.join(','), failed.length > 0 ? describe(parts, failed) : null)
  })
}

type Answered = { name: string; error: string | null }

const nameOf = ({ name }: Answered) => name

/** With one endpoint the error alone, with several each with its name. */
function describe({ targets }: DeliveryParts, failed: readonly Answered[]): string {
  return failed.map(({ name, error }) => (targets.length > 1 ? `${name}: ${error}` : error)).join(', ')
}

function delay(attempts: number): number {
  return DELIVERY_DELAYS_MS[Math.min(attempts, DELIVERY_DELAYS_MS.length - 1)] ?? HOUR
}

/** @returns the longest pause in milliseconds before the next try, after this number of attempts */
export function longestDeliveryPause(attempts: number): number {
  return LONGEST_SPREAD * delay(Math.max(0, attempts - 1))
}

/** @param error null when every endpoint accepted it */
async function record(
  parts: DeliveryParts,
  event: ShopEventRow,
  deliveredTo: string,
  error: string | null,
): Promise<void> {
  const now = parts.now()
  if (error === null) return markDelivered(parts.database, event, deliveredTo, now)
  const wait = withJitter(delay(event.attempts), parts.random())
  const nextAt = now + wait
  const over = parts.provenNow() + wait - event.first_due_at > GIVE_UP_AFTER_MS
  parts.log.warn({ event: event.id, type: event.type, error, over }, 'the shop did not take an event')
  await markUndelivered(parts.database, event, deliveredTo, over ? null : nextAt, error)
}

export function eventTarget(endpoint: EventEndpoint, dispatcher: Dispatcher, now: () => number): EventTarget {
  return {
    name: endpoint.name,
    takes: (type) => takes(endpoint, type),
    send: createSender(endpoint, dispatcher, now),
  }
}

/** With two secrets, an event has a signature of each: the receiver accepts it with the old and with the new one. */
export function createSender(
  { url, secrets }: Pick<EventEndpoint, 'url' | 'secrets'>,
  dispatcher: Dispatcher,
  now: () => number,
): SendEvent {
  const signers = secrets.map((secret) => new Webhook(secret))
  return async (event) => {
    const timestamp = new Date(now())
    try {
      const status = await withDeadline(SEND_MS, async (signal) => {
        const headers = {
          'content-type': 'application/json',
          'webhook-id': event.id,
          'webhook-timestamp': String(Math.floor(timestamp.getTime() / 1000)),
          'webhook-signature': signers
            .map((signer) => signer.sign(event.id, timestamp, event.payload))
            .join(' '),
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
