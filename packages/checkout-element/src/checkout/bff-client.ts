/** The only place that calls the network: the browser API of the BFF (contract §3.2). */
import type { Environment } from '../environment.ts'
import type { Problem, PublicCheckout } from './wire.ts'
import { readCheckout, readProblem } from './wire.ts'

/** An answer, a problem document of the BFF, or no answer that proves anything. */
export type Answer<T> = { kind: 'ok'; value: T } | { kind: 'problem'; problem: Problem } | { kind: 'lost' }

/** The BFF's base address, and the client secret of the checkout. */
export type Access = {
  bffUrl: string
  clientSecret: string
}

const LOAD_TIMEOUT_MS = 15_000

/** Prefetched checkouts, by access. */
const ahead = new Map<string, Promise<Answer<PublicCheckout>>>()

/** Requests a checkout before its element exists; the element's first request gets this answer. */
export const askAhead = (access: Access, env: Environment): unknown =>
  ahead.set(JSON.stringify(access), loadCheckout(access, env, new AbortController().signal))

/** Reads the checkout. */
export function loadCheckout(
  access: Access,
  env: Environment,
  signal: AbortSignal,
): Promise<Answer<PublicCheckout>> {
  const key = JSON.stringify(access)
  const answer = ahead.get(key)
  ahead.delete(key)
  return answer ?? call(env, access, '', { method: 'GET' }, timed(signal, LOAD_TIMEOUT_MS), readCheckout)
}

/** Aborts with the signal, or after `ms`. */
export const timed = (signal: AbortSignal, ms: number) => AbortSignal.any([signal, AbortSignal.timeout(ms)])

/**
 * Sends one request and reads the answer.
 * @param resource what the secret gives access to: one checkout, or a shopper's saved cards
 */
export async function call<T>(
  env: Pick<Environment, 'fetch'>,
  access: Access,
  path: string,
  init: { method: string; headers?: Record<string, string>; body?: string },
  signal: AbortSignal,
  read: (body: unknown) => T | null,
  resource: 'checkout' | 'shopper' = 'checkout',
): Promise<Answer<T>> {
  const headers = {
    ...init.headers,
    accept: 'application/json',
    authorization: `Bearer ${access.clientSecret}`,
  }
  const url = `${access.bffUrl}/client/v1/${resource}${path}`
  try {
    // `redirect: error`: an Authorization header must never follow a redirect to another address.
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
