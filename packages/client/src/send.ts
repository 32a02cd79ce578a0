/** Sends one call, and sends it again while that is safe. */
import type { Settings } from './options.ts'
import { ShopProblem } from './problem.ts'
import type { Problem } from './schemas.ts'

export type Call = {
  method: string
  /** With its query. */
  path: string
  body: unknown
  idempotencyKey: string | undefined
}

/** The BFF refused these before it did anything, or is still busy with the first request of this key. */
const REFUSED_FOR_NOW: readonly string[] = ['rate_limited', 'busy', 'not_ready', 'idempotency_in_flight']
const FIRST_WAIT_MS = 250

/** @throws ShopProblem for everything but an answer of 2xx */
export async function send<T>(settings: Settings, call: Call): Promise<T> {
  const deadline = Date.now() + settings.timeoutMs
  const signal = AbortSignal.timeout(settings.timeoutMs)
  for (let tries = 0; ; tries++) {
    try {
      return await sendOnce<T>(settings, call, signal)
    } catch (error) {
      if (!(error instanceof ShopProblem) || tries >= settings.retries) throw error
      const wait = error.retryAfterMs ?? FIRST_WAIT_MS * 2 ** tries
      if (!isSafeToRepeat(error, call) || Date.now() + wait >= deadline) throw error
      await new Promise((resolve) => setTimeout(resolve, wait))
    }
  }
}

/** Nothing was done yet, or doing it twice is the same as once. */
function isSafeToRepeat({ code, status }: ShopProblem, call: Call): boolean {
  if (REFUSED_FOR_NOW.includes(code)) return true
  const isRepeatable = call.method === 'GET' || call.idempotencyKey !== undefined
  // A proxy that answers in the BFF's place with 404 or a redirect will do so again.
  const isPassing = code === 'unreachable' || (code === 'unreadable_answer' && !isRefusal(status))
  return isRepeatable && isPassing
}

const isRefusal = (status: number) => status >= 300 && status < 500

async function sendOnce<T>(settings: Settings, call: Call, signal: AbortSignal): Promise<T> {
  const { fetch: send = fetch, base } = settings
  try {
    const response = await send(base + call.path, { ...requestOf(settings, call), signal })
    const text = await response.text()
    return read<T>(response, text, call)
  } catch (error) {
    if (error instanceof ShopProblem) throw error
    throw noAnswer(error, settings, call)
  }
}

/** Next.js 14 answers a repeated GET from a cache. Workers older than 2024-11-11 refuse `cache`, and have no such cache. */
const NO_STORE: RequestInit =
  globalThis.navigator?.userAgent === 'Cloudflare-Workers' ? {} : { cache: 'no-store' }

function requestOf({ secretKey, operator }: Settings, { method, body, idempotencyKey }: Call): RequestInit {
  const headers: Record<string, string> = { authorization: `Bearer ${secretKey}`, accept: 'application/json' }
  if (body !== undefined) headers['content-type'] = 'application/json'
  if (idempotencyKey !== undefined) headers['idempotency-key'] = idempotencyKey
  if (operator !== undefined) headers['paykka-operator'] = operator
  const payload = body === undefined ? {} : { body: JSON.stringify(body) }
  // A redirect would carry the secret key elsewhere. Workers know no `error`.
  return { method, headers, ...payload, ...NO_STORE, redirect: 'manual' }
}

function read<T>(response: Response, text: string, { method }: Call): T {
  if (response.status === 204) return undefined as T
  const json = parse(text)
  if (response.ok && json !== undefined) return json as T
  const isWrite = method !== 'GET'
  if (!isProblem(json)) throw unreadable(response, isWrite)
  const outcomeOpen = isWrite && json.code === 'internal_error'
  throw new ShopProblem({ ...json, document: json, retryAfterMs: retryAfterOf(response), outcomeOpen })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isProblem(json: unknown): json is Problem {
  return typeof json === 'object' && json !== null && 'code' in json && 'requestId' in json
}

/** @returns milliseconds; undefined for a header that is missing or a date */
function retryAfterOf({ headers }: Response): number | undefined {
  const header = headers.get('retry-after') ?? ''
  return /^\d{1,9}$/.test(header) ? Number(header) * 1000 : undefined
}

function unreadable(response: Response, isWrite: boolean): ShopProblem {
  const { status, headers } = response
  const location = headers.get('location')
  return new ShopProblem({
    code: 'unreadable_answer',
    title: `HTTP ${status} with ${headers.get('content-type') ?? 'no content type'} is no answer of the BFF.`,
    detail: location
      ? `It points to ${location}: give the address behind it as url.`
      : 'Check that url is the BFF, and the proxy in front of it.',
    status,
    retryAfterMs: retryAfterOf(response),
    outcomeOpen: isWrite && !isRefusal(status),
  })
}

function noAnswer(cause: unknown, { base, timeoutMs }: Settings, { method }: Call): ShopProblem {
  const outcomeOpen = method !== 'GET'
  const facts =
    cause instanceof Error && cause.name === 'TimeoutError'
      ? { code: 'timeout' as const, title: `${base} gave no answer in ${timeoutMs} ms.` }
      : { code: 'unreachable' as const, title: `No answer from ${base} (${reasonOf(cause)}).` }
  return new ShopProblem({ ...facts, detail: 'Check url, and that the BFF runs.', outcomeOpen }, { cause })
}

/** Node hides the reason in `cause`: ECONNREFUSED, ENOTFOUND, a certificate that expired. */
function reasonOf(error: unknown): string {
  const { cause, message } = error as { cause?: { code?: string; message?: string }; message?: string }
  return cause?.code ?? cause?.message ?? message ?? String(error)
}
