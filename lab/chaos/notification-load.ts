/**
 * Signed notifications at a fixed rate, whatever the answers take: how fast they are acknowledged, and whether all are
 * stored.
 */
import { randomUUID } from 'node:crypto'
import { signedHeaders } from '@paykka-checkout/emulator'
import { Agent, request } from 'undici'
import type { Deployment } from './deployment.ts'
import { APP_ID, MERCHANT_ID } from './deployment.ts'
import { pause } from './poll.ts'
import type { Worker } from './worker.ts'

type NotificationLoad = {
  /** Notifications per second. */
  rate: number
  seconds: number
  sent: number
  acknowledged: number
  /** Acknowledged and not in the inbox. */
  lost: number
  /** Milliseconds from sending to the acknowledgement. */
  p50: number
  p99: number
  /** Milliseconds by which the sender itself was late, at the 99th percentile: above some ten the machine is the limit. */
  senderLateP99: number
}

export const NOTICES = '/paykka/notifications'

/** Sends open-loop: a slow answer does not delay the next notification. */
export async function sendNotifications(
  deployment: Deployment,
  worker: Worker,
  rate: number,
  seconds: number,
): Promise<NotificationLoad> {
  const agent = new Agent({ connections: 32, pipelining: 1 })
  const total = rate * seconds
  // Signed beforehand, so that signing does not compete with the server for the processor.
  const prepared = Array.from({ length: total }, () => signedNotification(deployment))
  const latencies: number[] = []
  const lateness: number[] = []
  const flying: Promise<void>[] = []
  const startedAt = performance.now()
  for (const [index, notice] of prepared.entries()) {
    const due = startedAt + (index * 1000) / rate
    const wait = due - performance.now()
    if (wait > 1) await pause(wait)
    lateness.push(Math.max(0, performance.now() - due))
    flying.push(sendOne(agent, worker, notice, latencies))
  }
  await Promise.all(flying)
  await agent.close()
  const stored = await countNotifications(deployment)
  return {
    rate,
    seconds,
    sent: total,
    acknowledged: latencies.length,
    lost: latencies.length - stored,
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
    senderLateP99: percentile(lateness, 0.99),
  }
}

type SignedNotification = { body: string; headers: Record<string, string> }

/** @returns a notification about an unknown payment, ready to send */
export function signedNotification(deployment: Pick<Deployment, 'now' | 'platformKey'>): SignedNotification {
  const body = JSON.stringify({
    notify_type: 'PAYMENT.SUCCESS',
    merchant_id: MERCHANT_ID,
    trans_id: randomUUID(),
    order_id: `GW${randomUUID()}`,
    status: 'SUCCESS',
  })
  const timestamp = String(deployment.now())
  const signed = signedHeaders(deployment.platformKey, { method: 'POST', path: NOTICES, timestamp, body })
  return { body, headers: { 'x-paykka-appid': APP_ID, ...signed } }
}

async function sendOne(
  agent: Agent,
  worker: Worker,
  notice: SignedNotification,
  latencies: number[],
): Promise<void> {
  const startedAt = performance.now()
  try {
    const response = await request(worker.url + NOTICES, {
      dispatcher: agent,
      method: 'POST',
      headers: { 'content-type': 'application/json', ...notice.headers },
      body: notice.body,
    })
    await response.body.dump()
    if (response.statusCode === 200) latencies.push(performance.now() - startedAt)
  } catch {
    // Not acknowledged: PayKKa would send it again.
  }
}

async function countNotifications(deployment: Deployment): Promise<number> {
  const { count } = await deployment
    .database()
    .db.selectFrom('notices')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

export function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return Math.round(value * 10) / 10
}
