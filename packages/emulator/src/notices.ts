/** Sends PayKKa's notifications to the shop's notify_url, repeatedly until they are acknowledged. */

import type { DialectBook } from './dialects.ts'
import type { Fault, FaultSubject } from './fault-types.ts'
import type { FaultBook } from './faults.ts'
import { pick } from './faults.ts'
import { badSignature, strangerKey } from './forgeries.ts'
import type { PlatformKeys } from './keys.ts'
import { signedHeaders } from './signing.ts'
import type { NoticeRecord, State } from './state.ts'
import type { Timers } from './timers.ts'
import { writeNotice } from './wire.ts'

/** One notification to send. */
interface Notice {
  type: string
  url: string
  transId: string
  last4?: string | undefined
  payload: Record<string, unknown>
  /** PayKKa documents no signature on dispute notifications. */
  unsigned?: boolean
}

/** Delivers notifications. */
export interface Notices {
  publish(notice: Notice): void
  /** Resolves when no notification is in flight; those waiting for a timer do not count. */
  idle(): Promise<void>
  /** Deletes every waiting notification. */
  clear(): void
}

/** What the courier works with. */
interface NoticeParts {
  state: State
  timers: Timers
  faults: FaultBook
  platform: PlatformKeys
  backoffMs: readonly number[]
  dialect: DialectBook
  /** Sent along as `x-paykka-appid`, as in PayKKa's notifications. */
  appId: string
  headerTime(): number
}

interface Delivery {
  notice: Notice
  body: string
  /** The first try's headers. */
  headers?: Record<string, string>
  record: NoticeRecord
  fault: Extract<Fault, { type: 'notice' }> | undefined
}

const STALE_MS = 3 * 86_400_000
const LATE_MS = 60_000
const REORDER_MS = 5_000
const TIMEOUT_MS = 10_000

/** Makes a courier. */
export function createNotices(parts: NoticeParts): Notices {
  return new Courier(parts)
}

class Courier implements Notices {
  readonly #parts: NoticeParts
  readonly #flying = new Set<Promise<void>>()
  #held: Delivery[] = []

  constructor(parts: NoticeParts) {
    this.#parts = parts
  }

  publish(notice: Notice): void {
    const { type, transId, url } = notice
    const record = { type, transId, url, attempts: 0, delivered: false, lost: false }
    this.#parts.state.notices.push(record)
    const fault = pick(this.#parts.faults.take('notice', subjectOf(notice)), 'notice')
    // Through the timers, so that the answer leaves before its notification.
    const body = writeNotice(notice.payload, this.#parts.dialect.current)
    this.#parts.timers.after(0, () => this.#start({ notice, body, record, fault }))
  }

  async idle(): Promise<void> {
    while (this.#flying.size > 0) await Promise.all(this.#flying)
  }

  clear(): void {
    this.#held = []
  }

  #start(delivery: Delivery): void {
    const { fault, record } = delivery
    if (fault?.kind === 'lost') record.lost = true
    else if (fault?.kind === 'reorder') this.#hold(delivery)
    else if (fault?.kind === 'late') this.#attemptAfter(fault.ms ?? LATE_MS, delivery)
    else for (let copy = copies(fault); copy > 0; copy -= 1) this.#attempt(delivery)
  }

  #attempt(delivery: Delivery): void {
    const flight = send(delivery, this.#parts).then((acknowledged) => this.#judge(delivery, acknowledged))
    this.#flying.add(flight)
    flight.finally(() => this.#flying.delete(flight))
  }

  #attemptAfter(ms: number, delivery: Delivery): void {
    this.#parts.timers.after(ms, () => this.#attempt(delivery))
  }

  #judge(delivery: Delivery, acknowledged: boolean): void {
    const { record } = delivery
    // A reset while the notification was in flight has deleted it.
    if (!this.#parts.state.notices.includes(record)) return
    record.delivered ||= acknowledged
    const wait = this.#parts.backoffMs[record.attempts - 1]
    if (!record.delivered && wait !== undefined) this.#attemptAfter(wait, delivery)
    this.#release()
  }

  #hold(delivery: Delivery): void {
    this.#held.push(delivery)
    this.#parts.timers.after(delivery.fault?.ms ?? REORDER_MS, () => {
      if (this.#held.includes(delivery)) this.#release()
    })
  }

  #release(): void {
    const waiting = this.#held
    this.#held = []
    for (const delivery of waiting) this.#attempt(delivery)
  }
}

function copies(fault: Delivery['fault']): number {
  return fault?.kind === 'duplicate' ? (fault.copies ?? 2) : 1
}

function subjectOf(notice: Notice): FaultSubject {
  return { path: new URL(notice.url).pathname, transId: notice.transId, last4: notice.last4 }
}

async function send(delivery: Delivery, parts: NoticeParts): Promise<boolean> {
  delivery.record.attempts += 1
  const { body } = delivery
  try {
    const response = await fetch(delivery.notice.url, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: { 'content-type': 'application/json', ...stampedHeaders(delivery, parts) },
      body,
    })
    return response.status === 200 && isAcknowledged(await response.text())
  } catch {
    // Unreachable, timed out or cut off: the same as not acknowledged.
    return false
  }
}

function stampedHeaders(delivery: Delivery, parts: NoticeParts): Record<string, string> {
  const { headers } = delivery
  if (headers !== undefined && parts.dialect.current.retriedNotice === 'same-stamp') return headers
  delivery.headers = noticeHeaders(delivery, parts)
  return delivery.headers
}

function noticeHeaders({ notice, body, fault }: Delivery, parts: NoticeParts): Record<string, string> {
  if (notice.unsigned || fault?.kind === 'unsigned') return {}
  const age = fault?.kind === 'stale' ? (fault.ms ?? STALE_MS) : 0
  const key = fault?.kind === 'other-key' ? strangerKey() : parts.platform.current()
  const timestamp = String(parts.headerTime() - age)
  const { noticePath, signatureEncoding } = parts.dialect.current
  const { pathname, search } = new URL(notice.url)
  const path = noticePath === 'path' ? pathname : pathname + search
  const signed = signedHeaders(key, { method: 'POST', path, timestamp, body }, signatureEncoding)
  const headers = { 'x-paykka-appid': parts.appId, ...signed }
  return fault?.kind === 'bad-signature' ? { ...headers, ...badSignature(signed) } : headers
}

function isAcknowledged(body: string): boolean {
  try {
    const answer: unknown = JSON.parse(body)
    return (
      typeof answer === 'object' && answer !== null && 'ret_code' in answer && answer.ret_code === '000000'
    )
  } catch {
    return false
  }
}
