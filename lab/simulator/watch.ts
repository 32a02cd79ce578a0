/** Looks over the gateway's shoulder: what must hold at the very moment a request leaves, arrives, or is charged. */

import type { PaymentRow } from '../../packages/bff/src/database/tables.ts'
import type { Purchase } from '../../packages/bff/src/payments/gateway.ts'
import type { Order } from './gateway-model.ts'
import type { Life } from './life.ts'
import { rows } from './shared-database.ts'
import type { World } from './world.ts'
import { violate } from './world.ts'

function rowOf(world: World, transId: string): PaymentRow | undefined {
  return rows<PaymentRow>(world.sharedDatabase, 'select * from payments where trans_id = ?', transId)[0]
}

/** Nothing leaves before the attempt is durable, with this amount. */
export function noteSend(world: World, life: Life, purchase: Purchase) {
  const row = rowOf(world, purchase.transId)
  const name = row ? world.trace.name(row.id) : purchase.transId
  world.trace.line(`${life.name} purchase ${name} ${purchase.amount.value}`)
  const durable = row !== undefined && world.durable.has(row.id)
  if (!durable) return violate(world, 'I2', `${name} was sent before it was durable`)
  if (row.amount !== purchase.amount.value || row.currency !== purchase.amount.currency) {
    violate(world, 'I5', `${name} was sent with another amount than its row`)
  }
}

/** Only a live attempt arrives, once, for the amount its shopper saw. */
export function noteReceipt(world: World, purchase: Purchase, again: boolean) {
  const row = rowOf(world, purchase.transId)
  const name = row ? world.trace.name(row.id) : purchase.transId
  if (again) return violate(world, 'I1', `${name} arrived twice at the gateway`)
  if (!row) return violate(world, 'I2', `${name} arrived without a row`)
  if (row.live !== 1) violate(world, 'I4', `${name} arrived although it is ${row.status}`)
  const key = row.idempotency_key.split('~')[0] ?? ''
  const click = world.clicks.get(key)
  if (!click) return violate(world, 'I5', `${name} arrived without a click`)
  if (click.shown !== purchase.amount.value) {
    violate(world, 'I5', `${name} asks ${purchase.amount.value}, the shopper saw ${click.shown}`)
  }
  if (click.sent) violate(world, 'I1', `one click sent two payments: ${name}`)
  click.sent = true
}

/** At the moment of a charge the attempt is live, and it is the only one of its order. */
export function noteCharge(world: World, order: Order) {
  const row = rowOf(world, order.transId)
  if (!row) return violate(world, 'I2', `${order.orderId} was charged without a row`)
  const name = world.trace.name(row.id)
  if (world.options.profile === 'late') return
  if (row.live !== 1) violate(world, 'I4', `${name} was charged although it is ${row.status}`)
  const others = chargedOfOrder(world, row.checkout_id).filter((other) => other !== order)
  if (order.charges > 1 || others.length > 0) violate(world, 'I1', `${name} is a second charge of its order`)
}

/** @returns the gateway's orders of a checkout that hold the shopper's money */
export function chargedOrders(world: World, checkoutId: string): Order[] {
  return chargedIn(world, 'id = ?', checkoutId)
}

/** @returns those of all checkouts of the same order */
export function chargedOfOrder(world: World, checkoutId: string): Order[] {
  const same = 'order_reference = (select order_reference from checkouts where id = ?)'
  return chargedIn(world, same, checkoutId)
}

function chargedIn(world: World, which: string, checkoutId: string): Order[] {
  const statement = `select * from payments where checkout_id in (select id from checkouts where ${which}) order by attempt`
  return rows<PaymentRow>(world.sharedDatabase, statement, checkoutId)
    .map((payment) => world.gateway.orders.get(payment.trans_id))
    .filter((order): order is Order => order !== undefined && order.charges > 0)
    .filter(holdsMoney)
}

/** By its sums: the back office may have given all of it back under any word. */
function holdsMoney({ status, amount, captured, voided, refunded }: Order): boolean {
  if (status === 'CANCELED' || status === 'REFUNDED') return false
  return captured > refunded || amount.value > captured + voided
}
