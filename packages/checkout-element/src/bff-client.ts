/** The only place that calls the network: the browser API of the BFF (contract §3.2). */
import type { Environment } from './environment.ts'
import type { PayRequest, Problem, PublicPayment } from './wire.ts'
import { readCheckout, readPayment, readProblem } from './wire.ts'

/** An answer, a refusal the BFF itself signed its code to, or no provable answer at all. */
export type Answer<T> = { kind: 'ok'; value: T } | { kind: 'problem'; problem: Problem } | { kind: 'lost' }

/** Where the BFF is and what opens the checkout. */
export type Access = { bffUrl: string; clientSecret: string }

const LOAD_TIMEOUT_MS = 15_000
/** Longer than the BFF waits for the gateway, so that its own `unknown` arrives first. */
const PAY_TIMEOUT_MS = 60_000

/** Reads the checkout. */
export const loadCheckout = (access: Access, env: Environment, signal: AbortSignal) =>
  call(env, access, '', { method: 'GET' }, timed(signal, LOAD_TIMEOUT_MS), readCheckout)

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
  const headers = { 'content-type': 'application/json', 'idempotency-key': key, ...again }
  const init = { method: 'POST', headers, body: JSON.stringify(request) }
  return call(env, access, '/payments', init, timed(signal, PAY_TIMEOUT_MS), (body) =>
    readPayment((body as { payment?: unknown } | null)?.payment),
  )
}

const timed = (signal: AbortSignal, ms: number) => AbortSignal.any([signal, AbortSignal.timeout(ms)])

async function call<T>(
  env: Environment,
  access: Access,
  path: string,
  init: { method: string; headers?: Record<string, string>; body?: string },
  signal: AbortSignal,
  read: (body: unknown) => T | null,
): Promise<Answer<T>> {
  const headers = {
    ...init.headers,
    accept: 'application/json',
    authorization: `Bearer ${access.clientSecret}`,
  }
  const url = `${access.bffUrl}/client/v1/checkout${path}`
  try {
    // `redirect: error`: an Authorization header must never follow a redirect to another place.
    const fixed = {
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
    } as const
    return judge(await env.fetch(url, { ...init, ...fixed, headers, signal }), read)
  } catch {
    return { kind: 'lost' }
  }
}

async function judge<T>(response: Response, read: (body: unknown) => T | null): Promise<Answer<T>> {
  const body: unknown = await response.json().catch(() => null)
  if (!response.ok) {
    const problem = readProblem(body)
    return problem ? { kind: 'problem', problem } : { kind: 'lost' }
  }
  const value = read(body)
  return value === null ? { kind: 'lost' } : { kind: 'ok', value }
}
