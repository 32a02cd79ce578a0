/** The request that pays. */
import type { Answer } from '../bff-client.ts'
import { call, timed } from '../bff-client.ts'
import type { PublicPayment } from '../wire.ts'
import { readPayment } from '../wire.ts'
import type { Attempt } from './attempt.ts'
import type { Run } from './run.ts'

/** Longer than the BFF waits for the gateway, so that its own `unknown` arrives first. */
const PAY_TIMEOUT_MS = 60_000

/**
 * Sends the one attempt with this `key`, or asks about it again. With `repeats`, a header informs the BFF, which then
 * queries the gateway before it sends anything.
 */
export function postPayment(
  { access, page, env, signal }: Run,
  { key, repeats, request }: Attempt,
): Promise<Answer<PublicPayment>> {
  const again = repeats ? { 'x-retry': '1' } : {}
  const solved = page.challengeToken ? { 'x-challenge-token': page.challengeToken } : {}
  const headers = { 'content-type': 'application/json', 'idempotency-key': key, ...again, ...solved }
  const init = { method: 'POST', headers, body: JSON.stringify(request) }
  return call(env, access, '/payments', init, timed(signal, PAY_TIMEOUT_MS), (body) =>
    readPayment((body as { payment?: unknown } | null)?.payment),
  )
}
