/** The shop: takes events at least once, acts on each once, and is sometimes away. */
import type { ShopEvent } from '@paykka-checkout/shared-types'
import type { EventTarget, SendEvent } from '../../packages/bff/src/jobs/deliver-events.ts'
import type { Life } from './life.ts'
import { pass } from './life.ts'
import type { World } from './world.ts'

export type ShopModel = {
  /** Ids of the events acted on. */
  seen: Set<string>
  /** Payments that were canceled: an older event that comes later starts nothing. */
  canceled: Set<string>
  /** Parcels on their way; one whose payment was canceled is called back. */
  shipped: { checkoutId: string; paymentId: string; marked: boolean }[]
  /** Every event once. */
  events: ShopEvent[]
}

export function createShop(): ShopModel {
  return { seen: new Set(), canceled: new Set(), shipped: [], events: [] }
}

/** The way from one instance to the shop. The answer may get lost after the shop acted. */
export function shopTarget(world: World, life: Life): EventTarget {
  return { name: 'shop', takes: () => true, send: sendToShop(world, life) }
}

function sendToShop(world: World, life: Life): SendEvent {
  return async (event) => {
    const { random, weather, options } = world
    await pass(world, life, 'event>', random.int(5, 300))
    if (weather.shopDown) return 'http_503'
    if (!weather.healed && random.chance(options.gatewayFaults / 2)) return 'ECONNRESET'
    take(world, JSON.parse(event.payload) as ShopEvent)
    await pass(world, life, 'event<', random.int(0, 50))
    return !weather.healed && random.chance(0.05) ? 'timeout' : null
  }
}

const PAID = new Set<string>(['payment.authorized', 'payment.succeeded', 'payment.partially_refunded'])

function take(world: World, event: ShopEvent): void {
  const { seen, canceled, shipped, events } = world.shop
  const again = seen.has(event.id)
  const { payment, checkoutId } = event.data
  world.trace.line(`shop ${event.type} ${world.trace.name(payment.id)}${again ? ' again' : ''}`)
  if (again) return
  seen.add(event.id)
  events.push(event)
  if (event.type === 'payment.canceled') {
    canceled.add(payment.id)
    world.shop.shipped = shipped.filter((parcel) => parcel.paymentId !== payment.id)
  }
  // A captured authorization was shipped for when it was authorized.
  if (
    !PAID.has(event.type) ||
    canceled.has(payment.id) ||
    shipped.some((parcel) => parcel.paymentId === payment.id)
  )
    return
  shipped.push({ checkoutId, paymentId: payment.id, marked: event.data.duplicate === true })
}
