/** Wallet tokens from the emulator, and the browser's requests with them. */
import { randomUUID } from 'node:crypto'
import type { LightMyRequestResponse } from 'fastify'
import type { World, WorldOptions } from './world.ts'
import { BROWSER, MERCHANT_ID, SHOP_ORIGIN, startWorld } from './world.ts'

export const DOMAIN = 'shop.example'

/** Both wallets on, opened by PayKKa. */
export const WALLETS = {
  APPLE_PAY_DOMAIN: DOMAIN,
  GOOGLE_PAY_MERCHANT_ID: 'BCR2DN4T',
  // StartupRecovery tokens takes a busy machine longer than the other tests allow PayKKa.
  PAYKKA_TIMEOUT_MS: '5000',
  // Attempts of many checkouts come from one address here.
  RATE_LIMIT_EXEMPT: '127.0.0.1/32',
}

export const startWalletWorld = (options: WorldOptions = {}) =>
  startWorld({ ...options, env: { ...WALLETS, ...options.env } })

type Json = Record<string, unknown>
type Bearer = { id: string; clientSecret: string }

/** @returns the answer of `POST /client/v1/checkout/apple-pay-session` */
export function openSheet(
  world: World,
  { clientSecret }: Bearer,
  changes: { body?: unknown; headers?: Record<string, string>; url?: string } = {},
): Promise<LightMyRequestResponse> {
  return world.app.inject({
    method: 'POST',
    url: changes.url ?? '/client/v1/checkout/apple-pay-session',
    headers: { authorization: `Bearer ${clientSecret}`, origin: SHOP_ORIGIN, ...changes.headers },
    payload: (changes.body ?? {}) as object,
  })
}

/** @returns `ApplePayPayment.token`, made after a sheet was opened */
export async function appleToken(world: World, checkout: Bearer, changes: Json = {}): Promise<Json> {
  const { merchantSession } = (await openSheet(world, checkout)).json()
  const total = { amount: '10.99', currencyCode: 'EUR' }
  const made = await mint(world, 'apple-pay', { merchantSession, domain: DOMAIN, total, ...changes })
  return made.token as Json
}

/** @returns `tokenizationData.token` */
export async function googleToken(world: World, changes: Json = {}): Promise<string> {
  const parameters = { gateway: 'paykka', gatewayMerchantId: MERCHANT_ID }
  const made = await mint(world, 'google-pay', {
    transactionInfo: { totalPrice: '10.99', currencyCode: 'EUR' },
    tokenizationSpecification: { type: 'PAYMENT_GATEWAY', parameters },
    authMethod: 'CRYPTOGRAM_3DS',
    ...changes,
  })
  return (made.paymentMethodData as { tokenizationData: { token: string } }).tokenizationData.token
}

async function mint(world: World, wallet: string, body: Json): Promise<Json> {
  const response = await fetch(`${world.emulator.url}/emulator/wallets/${wallet}-token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const json = (await response.json()) as Json
  if (!response.ok) throw new Error(JSON.stringify(json))
  return json
}

/** Pays with the given `method`. */
export function payWith(
  world: World,
  { clientSecret }: Bearer,
  method: Json,
  changes: Json = {},
): Promise<LightMyRequestResponse> {
  return world.app.inject({
    method: 'POST',
    url: '/client/v1/checkout/payments',
    headers: {
      authorization: `Bearer ${clientSecret}`,
      origin: SHOP_ORIGIN,
      'idempotency-key': randomUUID(),
    },
    payload: { version: 1, method, browser: BROWSER, ...changes },
  })
}

/** What the gateway really did. */
export function charges(world: World): number {
  return world.emulator.ledger().attempts.reduce((sum, attempt) => sum + attempt.charges, 0)
}

/** How often the gateway was asked for a purchase. */
export function purchaseCalls(world: World): number {
  return world.emulator.ledger().requests['/v3/payment/acq'] ?? 0
}
