/** Who may call: the shop’s server by its secret key, a browser by one checkout’s client secret. */
import type { FastifyRequest, onRequestAsyncHookHandler } from 'fastify'
import { AppError } from '../errors.ts'
import { fingerprint, sameSecret } from '../ids.ts'
import { findCheckoutBySecret } from '../store/checkouts.ts'
import type { Store } from '../store/database.ts'
import { findShopperBySecret } from '../store/saved-cards.ts'
import type { CheckoutRow } from '../store/tables.ts'
import { IDEMPOTENCY_KEY } from './schemas.ts'

const BEARER = /^Bearer ([A-Za-z0-9._~+/=-]{16,256})$/

function bearer(request: FastifyRequest): string {
  const token = BEARER.exec(request.headers.authorization ?? '')?.[1]
  if (token === undefined) throw new AppError('unauthorized')
  return token
}

/** @returns whether the request brings one of the shop’s secret keys */
export function bringsKey(request: FastifyRequest, secretKeys: string[]): boolean {
  const token = BEARER.exec(request.headers.authorization ?? '')?.[1]
  // Every key is compared, so that the time tells nothing about which one was near.
  return token !== undefined && secretKeys.map((key) => sameSecret(key, token)).includes(true)
}

/** @returns a hook that lets only holders of a secret key through, and never a page in a browser */
export function shopOnly(secretKeys: string[]): onRequestAsyncHookHandler {
  return async (request) => {
    if (!bringsKey(request, secretKeys)) throw new AppError('unauthorized')
  }
}

/**
 * @param allowedOrigins a page of any other origin is refused, although CORS would hide the answer from it anyway
 * @returns a hook that finds the checkout of the client secret
 */
export function checkoutOnly(store: Store, allowedOrigins: string[]): onRequestAsyncHookHandler {
  return async (request) => {
    const { origin } = request.headers
    if (origin !== undefined && !allowedOrigins.includes(origin)) throw new AppError('forbidden')
    const checkout = await findCheckoutBySecret(store.db, fingerprint(bearer(request)))
    if (!checkout) throw new AppError('unauthorized')
    request.setDecorator('checkout', checkout)
  }
}

/** @returns a hook that finds whose account a shopper’s secret opens */
export function shopperOnly(
  store: Store,
  allowedOrigins: string[],
  now: () => number,
): onRequestAsyncHookHandler {
  return async (request) => {
    const { origin } = request.headers
    if (origin !== undefined && !allowedOrigins.includes(origin)) throw new AppError('forbidden')
    const shopper = await findShopperBySecret(store.db, fingerprint(bearer(request)), now())
    if (shopper === undefined) throw new AppError('unauthorized')
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
 * @throws AppError idempotency_key_invalid, also for two header lines (which Node joins by a comma)
 */
export function idempotencyKey(request: FastifyRequest, required: true): string
export function idempotencyKey(request: FastifyRequest, required: false): string | undefined
export function idempotencyKey(request: FastifyRequest, required: boolean): string | undefined {
  const key = request.headers['idempotency-key']
  if (key === undefined && !required) return undefined
  if (typeof key !== 'string' || !IDEMPOTENCY_KEY.test(key)) throw new AppError('idempotency_key_invalid')
  return key
}
