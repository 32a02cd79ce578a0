/** A typed client of the shop API, for shop servers in TypeScript. */
import type { Problem, ProblemCode } from '@paykka-checkout/shared-types'
import type { ShopRoutes } from './shop-routes.ts'

export type { ShopRoutes } from './shop-routes.ts'

export type ShopClientOptions = {
  /** The BFF's address. */
  url: string
  /** One of `BFF_SECRET_KEYS`. */
  secretKey: string
  /** Milliseconds one call may take (30,000); the BFF answers a browser within 25 s. */
  timeoutMs?: number
  /** Who asks, for the record: 1 to 64 letters, digits and . _ @ : + -. The BFF keeps it as a claim. */
  operator?: string
  fetch?: typeof fetch
}

type Route = keyof ShopRoutes
type Given<K extends string, V> = V extends undefined ? { [P in K]?: never } : { [P in K]: V }
type Key<R extends Route> = ShopRoutes[R]['key'] extends true
  ? {
      /** 1 to 255 visible ASCII characters. The same key and request always have the same effect, however often sent. */
      idempotencyKey: string
    }
  : { idempotencyKey?: never }

type Query<R extends Route> = ShopRoutes[R]['query'] extends undefined
  ? { query?: never }
  : { query?: ShopRoutes[R]['query'] }

/** What a route needs. */
export type ShopInput<R extends Route> = Given<'params', ShopRoutes[R]['params']> &
  Given<'body', ShopRoutes[R]['body']> &
  Query<R> &
  Key<R>

type Arguments<R extends Route> =
  Record<never, never> extends ShopInput<R> ? [input?: ShopInput<R>] : [input: ShopInput<R>]

/** Calls one route. It sends once: whether to send again is the caller's decision, with the same key. */
export type ShopClient = <R extends Route>(
  route: R,
  ...input: Arguments<R>
) => Promise<ShopRoutes[R]['answer']>

/** The BFF said no, with a stable `code`; the message names the wrong fields. Everything else (no connection, no JSON, time over) is another error. */
export class ShopProblem extends Error {
  readonly code: ProblemCode
  readonly status: number
  readonly requestId: string
  readonly problem: Problem
  constructor(problem: Problem) {
    super([`${problem.code}: ${problem.title}`, problem.detail, fieldsOf(problem)].filter(Boolean).join(' '))
    this.name = 'ShopProblem'
    this.code = problem.code
    this.status = problem.status
    this.requestId = problem.requestId
    this.problem = problem
  }
}

/** `/saveCard must be one of: off, ask, always; /amount is required` */
function fieldsOf({ errors = [] }: Problem): string {
  return errors.map(({ field, message }) => `${field || 'The body'} ${message}`).join('; ')
}

/**
 * @example
 * const bff = createShopClient({ url: 'https://pay.shop.example', secretKey })
 * const { clientSecret } = await bff('POST /v1/checkouts', { body: order, idempotencyKey: `order-${order.orderReference}` })
 */
export function createShopClient(options: ShopClientOptions): ShopClient {
  return async (route, ...[input]) => {
    const [method = '', path = ''] = route.split(' ')
    const { params, query, body, idempotencyKey } = (input ?? {}) as {
      params?: Record<string, string>
      query?: Record<string, string>
      body?: unknown
      idempotencyKey?: string
    }
    const url = new URL(fill(path, params ?? {}), options.url)
    if (query) url.search = new URLSearchParams(query).toString()
    const request = new Request(url, {
      method,
      headers: headersFor(options, body, idempotencyKey),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: 'error',
      signal: AbortSignal.timeout(options.timeoutMs ?? 30_000),
    })
    return read(await (options.fetch ?? fetch)(request))
  }
}

function fill(path: string, params: Record<string, string>): string {
  return path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
}

function headersFor(
  { secretKey, operator }: ShopClientOptions,
  body: unknown,
  key: string | undefined,
): Record<string, string> {
  return {
    authorization: `Bearer ${secretKey}`,
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(key === undefined ? {} : { 'idempotency-key': key }),
    ...(operator === undefined ? {} : { 'paykka-operator': operator }),
  }
}

async function read<T>(response: Response): Promise<T> {
  if (response.status === 204) return undefined as T
  const json: unknown = await response.json().catch(() => undefined)
  if (response.ok && json !== undefined) return json as T
  if (isProblem(json)) throw new ShopProblem(json)
  throw new Error(`The BFF answered HTTP ${response.status} with something that is no JSON of its own`)
}

function isProblem(json: unknown): json is Problem {
  return typeof json === 'object' && json !== null && 'code' in json && 'requestId' in json
}
