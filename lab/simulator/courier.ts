/** Delivers PayKKa's notifications: late, twice, in any order, not at all; and sometimes a false one. */

import { receiveNotification } from '../../packages/bff/src/database/notification-rows.ts'
import type { PaykkaNotification } from '../../packages/bff/src/payments/notifications/notification.ts'
import { notificationRow } from '../../packages/bff/src/payments/notifications/notification.ts'
import type { Order, OrderStatus } from './gateway-model.ts'
import { HOUR, MINUTE, SECOND } from './options.ts'
import { request } from './request.ts'
import type { World } from './world.ts'

const TYPES: Partial<Record<OrderStatus, string>> = {
  SUCCESS: 'PAYMENT.SUCCESS',
  AUTHORIZED: 'PAYMENT.AUTHORIZATION',
  FAILURE: 'PAYMENT.FAILURE',
  CANCELED: 'PAYMENT.CANCELED',
  PARTIALLY_REFUNDED: 'REFUND.SUCCESS',
  REFUNDED: 'REFUND.SUCCESS',
}

/** Sends the notifications of an order's new status. */
export function announce(world: World, order: Order): void {
  const { random, options, scheduler } = world
  const type = TYPES[order.status]
  if (type && !random.chance(options.notificationLoss)) {
    const notice = newNotification(type, order.transId, order.orderId, order.status)
    const copies = options.profile === 'calm' ? 1 : random.weighted({ one: 8, two: 2 }) === 'one' ? 1 : 2
    for (let copy = 0; copy < copies; copy++) {
      scheduler.after(delay(world), () => void deliver(world, notice, 0))
    }
  }
  if (options.profile !== 'calm' && random.chance(0.03)) lie(world, order)
}

/** Well signed, for a real payment, and wrong: it must only make the BFF ask. */
function lie(world: World, order: Order): void {
  const { random, scheduler } = world
  const transId = random.chance(0.9) ? order.transId : `${order.transId.slice(0, 20)}AAAAAAAAAAAA`
  const notice = newNotification('PAYMENT.SUCCESS', transId, undefined, `LIE${random.int(0, 9)}`)
  scheduler.after(random.int(0, MINUTE), () => void deliver(world, notice, 0))
}

function newNotification(
  type: string,
  transId: string,
  orderId: string | undefined,
  status: string,
): PaykkaNotification {
  return {
    id: `ntc_${transId}.${type}.${status}`,
    kind: type.startsWith('REFUND') ? 'refund' : 'payment',
    type,
    verified: true,
    ours: true,
    transId,
    ...(orderId ? { gatewayOrderId: orderId } : {}),
  }
}

function delay({ random, options }: World): number {
  if (options.profile === 'calm') return random.int(100, 2000)
  const how = random.weighted({ soon: 70, minutes: 20, hours: 8, days: 2 })
  if (how === 'soon') return random.int(0, 5 * SECOND)
  if (how === 'minutes') return random.int(5 * SECOND, 10 * MINUTE)
  return how === 'hours' ? random.int(10 * MINUTE, 6 * HOUR) : random.int(6 * HOUR, 72 * HOUR)
}

const AGAIN_MS = [5 * SECOND, 30 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR]

/** Repeats a notification that was not acknowledged. */
async function deliver(world: World, notice: PaykkaNotification, tries: number): Promise<void> {
  const outcome = await request(world, 'notice', 10 * SECOND, async (instance) => {
    const { parts } = instance
    await receiveNotification(parts.database, notificationRow(notice, parts.now()))
    await world.bug.onNotification?.(world, instance, notice)
  })
  const again = AGAIN_MS[tries]
  if (outcome.kind === 'done' || again === undefined) return
  world.scheduler.after(again, () => void deliver(world, notice, tries + 1))
}
