/** `createClient`: one function that calls every route of the shop API. */
import type { ClientOptions } from './options.ts'
import { readOptions } from './options.ts'
import { ShopProblem } from './problem.ts'
import type { Call } from './send.ts'
import { send } from './send.ts'
import type { ShopRoutes } from './shop-routes.ts'

type Route = keyof ShopRoutes
type Given<K extends string, V> = V extends undefined ? { [P in K]?: never } : { [P in K]: V }
type Query<V> = V extends undefined ? { query?: never } : { query?: V }
type Key<K> = K extends 'required'
  ? {
      /** 1 to 255 visible ASCII characters. The same key and request have their effect once, however often you send them. */
      idempotencyKey: string
    }
  : K extends 'optional'
    ? {
        /** As above. Without one the client makes a key for this call, which its own retries use. */
        idempotencyKey?: string
      }
    : { idempotencyKey?: never }

/** What a route needs. */
export type ShopInput<R extends Route> = Given<'params', ShopRoutes[R]['params']> &
  Given<'body', ShopRoutes[R]['body']> &
  Query<ShopRoutes[R]['query']> &
  Key<ShopRoutes[R]['key']>

type Arguments<R extends Route> =
  Record<never, never> extends ShopInput<R> ? [input?: ShopInput<R>] : [input: ShopInput<R>]

/**
 * Calls one route, for example `bff('GET /v1/payments/:id', { params: { id } })`.
 *
 * @throws ShopProblem
 */
export type ShopClient = <R extends Route>(
  route: R,
  ...input: Arguments<R>
) => Promise<ShopRoutes[R]['answer']>

type AnyInput = {
  params?: Record<string, string>
  query?: Record<string, string | undefined>
  body?: unknown
  idempotencyKey?: string
}

/**
 * @throws ShopProblem `setup_invalid` that names every wrong option
 * @example
 * const bff = createClient({ url: 'https://pay.shop.example', secretKey: process.env.BFF_SECRET_KEY })
 * const { clientSecret } = await bff('POST /v1/checkouts', { body: order, idempotencyKey: order.orderReference })
 */
export function createClient(options: ClientOptions): ShopClient {
  const settings = readOptions(options)
  const call = async (route: string, input: AnyInput = {}) => send(settings, callOf(route, input))
  return call as ShopClient
}

/** @throws ShopProblem for a missing parameter and for a key that no header can carry, before anything is sent */
function callOf(route: string, { params = {}, query = {}, body, idempotencyKey }: AnyInput): Call {
  const [method = '', pattern = ''] = route.split(' ')
  const path = pattern.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(paramOf(params, name)))
  const filters = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined)
  const search = filters.length > 0 ? `?${new URLSearchParams(filters)}` : ''
  const key = idempotencyKey ?? (takesKey(method, path) ? crypto.randomUUID() : undefined)
  if (key !== undefined) checkKey(key)
  return { method, path: path + search, body, idempotencyKey: key }
}

/** Without it, the address would be that of another route. */
function paramOf(params: Record<string, unknown>, name: string): string {
  const value = params[name]
  if (typeof value === 'string' && value !== '') return value
  const errors = [{ field: `params.${name}`, message: 'is missing' }]
  throw new ShopProblem({ code: 'setup_invalid', title: 'This route needs another parameter.', errors })
}

/** Canceling is the same however often it is sent; every other POST creates or moves something. */
const takesKey = (method: string, path: string) => method === 'POST' && !path.endsWith('/cancel')

function checkKey(key: string): void {
  const title = keyComplaint(key)
  if (title !== undefined) throw new ShopProblem({ code: 'idempotency_key_invalid', title })
}

function keyComplaint(key: string): string | undefined {
  if (key === '') return 'The idempotencyKey is empty: give one that names what must happen once.'
  if (key.length > 255) return `The idempotencyKey has ${key.length} characters; 255 are allowed.`
  return /^[\x21-\x7e]+$/.test(key)
    ? undefined
    : 'The idempotencyKey has a space or a character outside ASCII: pass encodeURIComponent(key).'
}
