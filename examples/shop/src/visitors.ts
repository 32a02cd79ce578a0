/**
 * Who is shopping: a random id in an http-only cookie, and the basket that belongs to it.
 * Kept in memory because this is a demo; a real shop keeps this in its database, or a restart empties every basket.
 */
import { createHash, randomBytes } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Basket } from './basket.ts'
import { EMPTY_BASKET } from './basket.ts'
import type { Delivery } from './delivery.ts'
import { DEMO_DELIVERY } from './delivery.ts'
import type { Currency } from './money.ts'
import type { Preferences } from './preferences.ts'
import { DEFAULT_PREFERENCES } from './preferences.ts'
import type { ShippingId } from './shipping.ts'

export type Visitor = {
  readonly id: string
  basket: Basket
  currency: Currency
  preferences: Preferences
  delivery: Delivery
  shipping: ShippingId
  /** The order being paid, until it is paid. */
  orderReference: string | undefined
}

export type Visitors = {
  of(request: FastifyRequest): Visitor
  keep(visitor: Visitor, reply: FastifyReply): void
}

const COOKIE = 'shop_visitor'
const MONTH_IN_SECONDS = 2_592_000
const MOST_VISITORS = 10_000

export function createVisitors(secure: boolean): Visitors {
  const known = new Map<string, Visitor>()

  /** An id the shop did not hand out is ignored, so nobody can plant one. */
  const of = (request: FastifyRequest) =>
    known.get(readCookie(request.headers.cookie, COOKIE) ?? '') ?? newVisitor()

  const keep = (visitor: Visitor, reply: FastifyReply) => {
    known.set(visitor.id, visitor)
    if (known.size > MOST_VISITORS) forgetOldest(known)
    reply.header('set-cookie', visitorCookie(visitor.id, secure))
  }

  return { of, keep }
}

/**
 * The name this shopper has at the BFF. A real shop uses its customer number; here it is made from the cookie's id,
 * one way, because that id is a secret.
 */
export const shopperReference = (visitorId: string): string =>
  `visitor-${createHash('sha256').update(visitorId).digest('base64url').slice(0, 22)}`

function newVisitor(): Visitor {
  const id = randomBytes(24).toString('base64url')
  return {
    id,
    basket: EMPTY_BASKET,
    currency: 'EUR',
    preferences: DEFAULT_PREFERENCES,
    delivery: DEMO_DELIVERY,
    shipping: 'standard',
    orderReference: undefined,
  }
}

function forgetOldest(known: Map<string, Visitor>): void {
  const [oldest] = known.keys()
  if (oldest) known.delete(oldest)
}

/** `Lax`, not `Strict`: the shopper must still be known when the bank's page sends them back. */
function visitorCookie(id: string, secure: boolean): string {
  const flags = `Path=/; HttpOnly; SameSite=Lax; Max-Age=${MONTH_IN_SECONDS}`
  return `${COOKIE}=${id}; ${flags}${secure ? '; Secure' : ''}`
}

function readCookie(header: string | undefined, name: string): string | undefined {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim())
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1)
}
