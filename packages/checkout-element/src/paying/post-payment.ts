/** The request that pays. */
import type { Access, Answer } from '../bff-client.ts'
import { call, timed } from '../bff-client.ts'
import type { Environment } from '../environment.ts'
import type { PayRequest, PublicPayment } from '../wire.ts'
import { readPayment } from '../wire.ts'

/** Longer than the BFF waits for the gateway, so that its own `unknown` arrives first. */
const PAY_TIMEOUT_MS = 60_000

/**
 * Starts, or asks again about, the one attempt that `key` stands for.
 * @param repeats says so to the BFF, which then asks the gateway before it sends anything
 */
export function postPayment(
  access: Access,
  request: PayRequest,
  { key, repeats }: { key: string; repeats: boolean },
  env: Environment,
  signal: AbortSignal,
): Promise<Answer<PublicPayment>> {
  const again = repeats ? { 'x-retry': '1' } : {}
  const solved = access.challengeToken ? { 'x-challenge-token': access.challengeToken } : {}
  const headers = { 'content-type': 'application/json', 'idempotency-key': key, ...again, ...solved }
  const init = { method: 'POST', headers, body: JSON.stringify(request) }
  return call(env, access, '/payments', init, timed(signal, PAY_TIMEOUT_MS), (body) =>
    readPayment((body as { payment?: unknown } | null)?.payment),
  )
}
