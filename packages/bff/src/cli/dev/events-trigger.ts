/** `paykka-bff events trigger`: makes a payment with the emulator's cards, so that a real event follows. */
import { randomUUID } from 'node:crypto'
import type { ShopClient } from '@paykka-checkout/client'
import type { CardKey, PublicCheckout, PublicPayment } from '@paykka-checkout/shared-types'
import { CompactEncrypt, importJWK } from 'jose'
import { isLoopback } from '../../domain/loopback.ts'
import { operatorClient } from '../shop-client.ts'
import { post } from './emulator-control.ts'

type Paid = { bff: ShopClient; paymentId: string; transId: string; key: string }

type Recipe = {
  /** A test card of the emulator. */
  card?: string
  capture?: 'manual'
  /** Scripted in the emulator for one call, before the payment. */
  fault?: object
  after?: (paid: Paid) => Promise<unknown>
}

const AMOUNT = { value: 1099, currency: 'EUR' }
const PARTIAL = { value: 500, currency: 'EUR' }
const GOOD = '4242424242424242'
const PURCHASE = '/v3/payment/acq'
const REFUNDS = `${PURCHASE}/refund`

const refund =
  (body: { amount?: typeof AMOUNT }) =>
  ({ bff, paymentId, key }: Paid) =>
    bff('POST /v1/payments/:id/refunds', { params: { id: paymentId }, body, idempotencyKey: `${key}-refund` })
const capture = ({ bff, paymentId, key }: Paid) =>
  bff('POST /v1/payments/:id/captures', {
    params: { id: paymentId },
    body: {},
    idempotencyKey: `${key}-capture`,
  })
const release = ({ bff, paymentId, key }: Paid) =>
  bff('POST /v1/payments/:id/voids', { params: { id: paymentId }, body: {}, idempotencyKey: `${key}-void` })
const dispute = ({ transId }: Paid) => post('/emulator/disputes', { transId }, {})

/** What leads to each type. Other types need days, or an answer that PayKKa rarely gives. */
export const RECIPES: Record<string, Recipe> = {
  'payment.succeeded': {},
  'payment.authorized': { capture: 'manual' },
  'payment.declined': { card: '4000000000000002' },
  'payment.unknown': { fault: { match: { path: PURCHASE }, fault: { type: 'reset', when: 'after' } } },
  'payment.partially_refunded': { after: refund({ amount: PARTIAL }) },
  'payment.refunded': { after: refund({}) },
  'payment.canceled': { capture: 'manual', after: release },
  'capture.succeeded': { capture: 'manual', after: capture },
  'void.succeeded': { capture: 'manual', after: release },
  'refund.succeeded': { after: refund({}) },
  'refund.reviewing': {
    fault: { match: { path: REFUNDS }, fault: { type: 'review', ms: 86_400_000 } },
    after: refund({}),
  },
  'refund.failed': {
    fault: { match: { path: REFUNDS }, fault: { type: 'decline', errorCode: '3005' } },
    after: refund({}),
  },
  'dispute.reported': { after: dispute },
}

/** @throws Error when the type has no recipe, or when the BFF or PayKKa is not on this machine */
export async function triggerEvent(type: string): Promise<void> {
  const recipe = Object.hasOwn(RECIPES, type) ? RECIPES[type] : undefined
  if (!recipe)
    throw new Error(
      `${type} cannot be triggered. Possible: ${Object.keys(RECIPES).join(', ')}. For a sample of any type: paykka-bff events test --type ${type}`,
    )
  refuseElsewhere(process.env)
  const bff = operatorClient(process.env)
  if (recipe.fault) await post('/emulator/faults', recipe.fault, {})
  const key = `trigger-${randomUUID()}`
  const checkout = await bff('POST /v1/checkouts', { body: orderOf(recipe, key), idempotencyKey: key })
  const { id: paymentId } = await pay(checkout, recipe.card ?? GOOD, key)
  const { payment } = await bff('GET /v1/payments/:id', { params: { id: paymentId } })
  await recipe.after?.({ bff, paymentId, transId: payment.transId, key })
  console.log(`${type} follows from payment ${paymentId} of order ${key}. See: paykka-bff events list`)
}

/** Test cards must reach no other system than the emulator. */
function refuseElsewhere(env: NodeJS.ProcessEnv): void {
  for (const name of ['BFF_PUBLIC_URL', 'PAYKKA_API_URL'] as const) {
    const url = URL.parse(env[name] ?? '')
    if (!url || !isLoopback(url.hostname))
      throw new Error(`events trigger works with an emulator on this machine only; ${name} names none`)
  }
}

function orderOf({ capture: mode }: Recipe, orderReference: string) {
  const [origin = ''] = (process.env.BFF_ALLOWED_ORIGINS ?? '').split(',')
  return { orderReference, amount: AMOUNT, returnUrl: `${origin}/`, ...(mode ? { capture: mode } : {}) }
}

/** Does what the element does in a browser. */
async function pay(
  checkout: { id: string; clientSecret: string },
  number: string,
  key: string,
): Promise<PublicPayment> {
  const { version, cardKey } = await browserCall<PublicCheckout>(checkout.clientSecret, 'checkout')
  const card = await sealed(cardKey, number, checkout.id)
  const body = { version, method: { type: 'card', card }, browser: BROWSER }
  const answer = await browserCall<{ payment: PublicPayment }>(checkout.clientSecret, 'checkout/payments', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify(body),
  })
  return answer.payment
}

const BROWSER = {
  userAgent: 'paykka-bff events trigger',
  language: 'en',
  colorDepth: 24,
  screenHeight: 1080,
  screenWidth: 1920,
  timezoneOffset: 0,
  javaEnabled: false,
}

async function browserCall<T>(secret: string, path: string, init: RequestInit = {}): Promise<T> {
  const headers = { ...init.headers, authorization: `Bearer ${secret}` }
  const answer = await fetch(new URL(`/client/v1/${path}`, process.env.BFF_PUBLIC_URL), { ...init, headers })
  const body: unknown = await answer.json()
  if (!answer.ok) throw new Error(`the BFF refused the payment: ${JSON.stringify(body)}`)
  return body as T
}

async function sealed(key: CardKey, number: string, checkout: string): Promise<string> {
  const iat = Math.floor(Date.now() / 1000)
  const card = { number, expMonth: '12', expYear: '2034', cvc: '123', checkout, iat }
  return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(card)))
    .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', kid: key.kid })
    .encrypt(await importJWK(key, 'ECDH-ES'))
}
