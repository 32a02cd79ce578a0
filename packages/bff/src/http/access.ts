/** Authentication: the shop's server by its secret key, a browser by one checkout's client secret. */
import type { Actor } from '@paykka-checkout/shared-types'
import { OPERATOR_ID } from '@paykka-checkout/shared-types'
import type { FastifyRequest, onRequestAsyncHookHandler } from 'fastify'
import type { By } from '../audit/record.ts'
import { findCheckoutBySecret } from '../database/checkout-rows.ts'
import type { Database } from '../database/database.ts'
import { findShopperBySecret } from '../database/saved-card-rows.ts'
import type { CheckoutRow } from '../database/tables.ts'
import { AppError } from '../domain/errors.ts'
import { fingerprint, sameSecret } from '../domain/ids.ts'
import { networkOf } from '../domain/ip.ts'
import { addToLog } from './answer-log.ts'
import { clientAddress } from './client-address.ts'
import { holderOf } from './guard/request-limits.ts'

/** The shop's secret keys and their names, in the same order. */
export type ShopAccess = { secretKeys: string[]; keyNames: string[] }

/** The scheme's name in any case (RFC 9110, 11.1). */
const BEARER = /^Bearer +([A-Za-z0-9._~+/=-]{16,256})$/i

function bearer({ headers }: FastifyRequest): string | undefined {
  return BEARER.exec(headers.authorization ?? '')?.[1]
}

/** @returns whether the request carries one of the shop's secret keys */
export function bringsKey(request: FastifyRequest, secretKeys: string[]): boolean {
  return keyPosition(request, secretKeys) > 0
}

/** @returns the key's position in `BFF_SECRET_KEYS`, from 1; 0 when it is none of them */
export function keyPosition(request: FastifyRequest, secretKeys: string[]): number {
  const token = bearer(request)
  if (token === undefined) return 0
  // Compares every key, so that the duration reveals nothing about a match.
  return secretKeys.map((key) => sameSecret(key, token)).indexOf(true) + 1
}

/** @returns a hook that admits only holders of a secret key, and never a page in a browser */
export function shopOnly(secretKeys: string[]): onRequestAsyncHookHandler {
  return async (request) => {
    const position = keyPosition(request, secretKeys)
    if (position === 0) return request.server.refuseStranger(request)
    addToLog(request, { key: position })
    request.setDecorator('keyPosition', position)
  }
}

/**
 * @param keyNames names of the secret keys, in their order
 * @returns the actor: the key that `shopOnly` found, and the operator named in the header
 * @throws AppError validation_failed when the header is malformed
 */
export function actorOf(request: FastifyRequest, keyNames: string[]): Actor {
  const claimed = request.headers['paykka-operator']
  if (claimed !== undefined && !OPERATOR.test(String(claimed)))
    throw new AppError('validation_failed', {
      detail:
        'Paykka-Operator has 1 to 64 letters, digits and . _ @ : + - and begins with a letter or a digit.',
    })
  return keyOf(request, request.getDecorator<number>('keyPosition'), keyNames)
}

/**
 * Like `actorOf`, but a malformed operator is left out.
 * @param position the key's position in `BFF_SECRET_KEYS`, from 1
 */
export function keyOf(request: FastifyRequest, position: number, keyNames: string[]): Actor {
  const claimed = String(request.headers['paykka-operator'] ?? '')
  const id = keyNames[position - 1] ?? `key-${position}`
  return { type: 'key', id, ...(OPERATOR.test(claimed) ? { claimed } : {}) }
}

/** @returns the actor, and the facts of the request for the audit record */
export function byOf(request: FastifyRequest, keyNames: string[]): By {
  return { actor: actorOf(request, keyNames), ...whence(request) }
}

/** @returns the shopper, without a name: audit records outlast personal data */
export function byShopper(request: FastifyRequest): By {
  return { actor: { type: 'shopper', id: 'shopper' }, ...whence(request) }
}

/** Anybody may send any text as Origin: only what looks like one is stored, and nothing as long as a card number. */
const ORIGIN = /^https?:\/\/(?!.*\d{8})[a-z0-9.-]{1,128}(:\d{1,5})?$/i

/** @returns the facts of a request for the audit record */
export function whence(request: FastifyRequest): Omit<By, 'actor'> {
  const network = networkOf(clientAddress(request))
  const { origin } = request.headers
  return { requestId: request.id, network, ...(origin && ORIGIN.test(origin) ? { origin } : {}) }
}

const OPERATOR = new RegExp(OPERATOR_ID)

/**
 * @param allowedOrigins pages of other origins are refused, although CORS would hide the answer from them anyway
 * @returns a hook that finds the checkout of the client secret
 */
export function checkoutOnly(database: Database, allowedOrigins: string[]): onRequestAsyncHookHandler {
  return async (request) => {
    const { origin } = request.headers
    if (origin !== undefined && !allowedOrigins.includes(origin)) throw new AppError('forbidden')
    const secret = bearer(request)
    const checkout = secret && (await findCheckoutBySecret(database.db, fingerprint(secret)))
    if (!checkout) return request.server.refuseStranger(request)
    await request.server.countAgainst(request, 'requests', holderOf(secret))
    request.setDecorator('checkout', checkout)
  }
}

/** @returns a hook that finds the shopper of an account secret */
export function shopperOnly(
  database: Database,
  allowedOrigins: string[],
  now: () => number,
): onRequestAsyncHookHandler {
  return async (request) => {
    const { origin } = request.headers
    if (origin !== undefined && !allowedOrigins.includes(origin)) throw new AppError('forbidden')
    const secret = bearer(request)
    const shopper = secret && (await findShopperBySecret(database.db, fingerprint(secret), now()))
    if (!secret || shopper === undefined) return request.server.refuseStranger(request)
    await request.server.countAgainst(request, 'requests', holderOf(secret))
    request.setDecorator('shopper', shopper)
  }
}

/** @returns the reference of the shopper that `shopperOnly` found */
export function shopperOf(request: FastifyRequest): string {
  return request.getDecorator<string>('shopper')
}

/** @returns the checkout that `checkoutOnly` found */
export function checkoutOf(request: FastifyRequest): CheckoutRow {
  return request.getDecorator<CheckoutRow>('checkout')
}

/**
 * @returns the key; undefined only when it is not required and not sent
 * @throws AppError idempotency_key_invalid with its reason, also for two header lines (which Node joins with a comma and a
 * space)
 */
export function idempotencyKey(request: FastifyRequest, required: true): string
export function idempotencyKey(request: FastifyRequest, required: false): string | undefined
export function idempotencyKey(request: FastifyRequest, required: boolean): string | undefined {
  const key = request.headers['idempotency-key']
  if (key === undefined && !required) return undefined
  const detail = keyComplaint(String(key ?? ''))
  if (detail !== undefined) throw new AppError('idempotency_key_invalid', { detail })
  return String(key)
}

const MAX_KEY = 255

function keyComplaint(key: string): string | undefined {
  if (key === '') return 'The Idempotency-Key header is missing or empty.'
  if (key.length > MAX_KEY) return `The Idempotency-Key has ${key.length} characters; ${MAX_KEY} are allowed.`
  if (!/^[\x21-\x7e]+$/.test(key))
    return 'The Idempotency-Key holds a space or a character outside ASCII, or was sent in two header lines.'
  return undefined
}
