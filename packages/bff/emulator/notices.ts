/** Sends PayKKa's notices to the shop's notify_url, again and again until they are acknowledged. */

import type { Fault, FaultSubject } from './fault-types.ts'
import type { FaultBook } from './faults.ts'
import { pick } from './faults.ts'
import { badSignature, strangerKey } from './forgeries.ts'
import type { PlatformKeys } from './keys.ts'
import { signedHeaders } from './signing.ts'
import type { NoticeRecord, State } from './state.ts'
import type { Timers } from './timers.ts'

/** One notice to send. */
export interface Notice {
  type: string
  url: string
  transId: string
  last4?: string | undefined
  payload: Record<string, unknown>
  /** PayKKa documents no signature on dispute notices. */
  unsigned?: boolean
}

/** The notice courier. */
export interface Notices {
  publish(notice: Notice): void
  /** Resolves when no notice is on its way; those waiting for a timer do not count. */
  idle(): Promise<void>
  /** Forgets every notice that is still waiting. */
  clear(): void
}

/** What the courier works with. */
export interface NoticeParts {
  state: State
  timers: Timers
  faults: FaultBook
  platform: PlatformKeys
  backoffMs: readonly number[]
  now(): number
}

interface Delivery {
  notice: Notice
  record: NoticeRecord
  fault: Extract<Fault, { type: 'notice' }> | undefined
}

const STALE_MS = 3 * 86_400_000
const REORDER_MS = 5_000
const TIMEOUT_MS = 10_000

/** Makes a courier. */
export function createNotices(parts: NoticeParts): Notices {
  const flying = new Set<Promise<void>>()
  let held: Delivery[] = []

  function attempt(delivery: Delivery): void {
    const flight = send(delivery, parts).then((acknowledged) => afterAttempt(delivery, acknowledged))
    flying.add(flight)
    flight.finally(() => flying.delete(flight))
  }

  function afterAttempt(delivery: Delivery, acknowledged: boolean): void {
    const { record } = delivery
    record.delivered ||= acknowledged
    const wait = parts.backoffMs[record.attempts - 1]
    // A deliberate copy that is acknowledged must not keep the other copies going.
    if (!record.delivered && wait !== undefined) parts.timers.after(wait, () => attempt(delivery))
    release()
  }

  function release(): void {
    const waiting = held
    held = []
    for (const delivery of waiting) attempt(delivery)
  }

  function hold(delivery: Delivery): void {
    held.push(delivery)
    parts.timers.after(delivery.fault?.ms ?? REORDER_MS, () => {
      if (held.includes(delivery)) release()
    })
  }

  function start(delivery: Delivery): void {
    const { fault, record } = delivery
    if (fault?.kind === 'lost') record.lost = true
    else if (fault?.kind === 'reorder') hold(delivery)
    else if (fault?.kind === 'late') parts.timers.after(fault.ms ?? 60_000, () => attempt(delivery))
    else for (let copy = copies(fault); copy > 0; copy -= 1) attempt(delivery)
  }

  return {
    publish(notice) {
      const record = {
        type: notice.type,
        transId: notice.transId,
        url: notice.url,
        attempts: 0,
        delivered: false,
        lost: false,
      }
      parts.state.notices.push(record)
      const fault = pick(parts.faults.take('notice', subjectOf(notice)), 'notice')
      // Through the timers, so that the answer leaves before its notice does.
      parts.timers.after(0, () => start({ notice, record, fault }))
    },
    async idle() {
      while (flying.size > 0) await Promise.all(flying)
    },
    clear() {
      held = []
    },
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
  const body = JSON.stringify(delivery.notice.payload)
  try {
    const response = await fetch(delivery.notice.url, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: { 'content-type': 'application/json', ...noticeHeaders(delivery, body, parts) },
      body,
    })
    return response.status === 200 && isAcknowledged(await response.text())
  } catch {
    // Unreachable, timed out or cut off: the same as not acknowledged.
    return false
  }
}

function noticeHeaders(
  { notice, fault }: Delivery,
  body: string,
  parts: NoticeParts,
): Record<string, string> {
  if (notice.unsigned || fault?.kind === 'unsigned') return {}
  const age = fault?.kind === 'stale' ? (fault.ms ?? STALE_MS) : 0
  const key = fault?.kind === 'other-key' ? strangerKey() : parts.platform.current()
  const timestamp = String(parts.now() - age)
  const headers = signedHeaders(key, { method: 'POST', path: new URL(notice.url).pathname, timestamp, body })
  return fault?.kind === 'bad-signature' ? badSignature(headers) : headers
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
