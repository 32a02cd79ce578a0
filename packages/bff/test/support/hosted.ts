/** A checkout on PayKKa's own page: what the shopper does there, in the element and in the shop. */
import { randomUUID } from 'node:crypto'
import type { CreatedCheckout } from '@paykka-checkout/shared-types'
import type { LightMyRequestResponse } from 'fastify'
import type { PayChanges, World, WorldOptions } from './world.ts'
import { SHOP_ORIGIN, shop, shopper, startWorld } from './world.ts'

export const HOSTED_ENV = { HOSTED_METHODS: 'ideal:EUR,grabpay:PHP,alipay_plus' }
export const MINUTE = 60_000

/** A world that offers PayKKa's page. Its returns wait for PayKKa's answer, however long that takes. */
export function hostedWorld(options: WorldOptions = {}): Promise<World> {
  const pause = () => new Promise<void>(() => {})
  return startWorld({ pause, ...options, env: { ...HOSTED_ENV, ...options.env } })
}

export type Visitor = Awaited<ReturnType<typeof visit>>

/** Creates a checkout, and the browser that pays it. */
export async function visit(world: World, changes: Record<string, unknown> = {}) {
  const checkout = await shop(world).create(changes)
  const buyer = shopper(world, checkout)
  return { world, checkout, buyer, ...actions(world, checkout, buyer) }
}

function actions(world: World, checkout: CreatedCheckout, buyer: ReturnType<typeof shopper>) {
  const headers = { authorization: `Bearer ${checkout.clientSecret}`, origin: SHOP_ORIGIN }
  const post = (url: string, payload: object = {}, key: string = randomUUID()) =>
    world.app.inject({ method: 'POST', url, headers: { ...headers, 'idempotency-key': key }, payload })
  return {
    open: (payload: object = {}, key?: string) => post('/client/v1/checkout/hosted', payload, key),
    abandon: (id: string) => post(`/client/v1/checkout/payments/${id}/abandon`),
    /** "Pay another way" for the last payment. */
    leave: async () => post(`/client/v1/checkout/payments/${(await buyer.read()).lastPayment?.id}/abandon`),
    pay: (changes: PayChanges = {}) => buyer.pay(changes),
    /** The checkout as the shop reads it. */
    truth: () => shop(world).read(checkout.id),
  }
}

/** Presses a button of PayKKa's page. @returns where PayKKa leads to, empty when the page is over */
export async function decide(url: string, decision: 'pay' | 'cancel', method = 'IDEAL'): Promise<string> {
  const answer = await fetch(url, {
    method: 'POST',
    body: new URLSearchParams({ decision, method }),
    redirect: 'manual',
  })
  return answer.headers.get('location') ?? ''
}

/** Presses a button of the bank's page. @returns where PayKKa leads to */
export async function atBank(url: string, decision: 'approve' | 'fail' | 'cancel'): Promise<string> {
  const body = new URLSearchParams({ decision })
  return (await fetch(url, { method: 'POST', body, redirect: 'manual' })).headers.get('location') ?? ''
}

/** The browser follows PayKKa back to the BFF. */
export function follow(
  world: World,
  address: string,
  method: 'GET' | 'POST' = 'GET',
): Promise<LightMyRequestResponse> {
  return world.app.inject({ method, url: new URL(address).pathname })
}

/** What the books of PayKKa keep of each payment: charged and not given back, in minor units. */
export function kept(world: World): number[] {
  const { orders } = world.emulator.ledger()
  return orders.map(({ balances: sums, charges }) => {
    const taken = (sums.captured_amount ?? 0) || (charges > 0 ? (sums.authed_amount ?? 0) : 0)
    return taken - (sums.refunded_amount ?? 0) - (sums.captured_amount ? 0 : (sums.voided_amount ?? 0))
  })
}
