/** What must hold when everything has healed and nothing is due any more: I1 to I10 of the reliability target. */
import type { PaymentRow, PaymentStepRow } from '../../packages/bff/src/database/tables.ts'
import type { Order } from './gateway-model.ts'
import { CANARY } from './instances.ts'
import { rows } from './shared-database.ts'
import { checkSteps } from './steps.ts'
import { chargedOfOrder, chargedOrders } from './watch.ts'
import type { World } from './world.ts'
import { violate } from './world.ts'

const PAID = new Set<string>([
  'authorized',
  'succeeded',
  'partially_refunded',
  'refunded',
  'partially_reversed',
])
const LIVE = new Set<string>(['sending', 'action_required', 'processing', 'unknown', 'needs_review'])

/** What an order is, by its sums: written down apart from the code under test. */
function standingOf({ status, charges, amount, captured, voided, refunded }: Order): string | undefined {
  if (charges === 0) return { FAILURE: 'declined', CANCELED: 'canceled' }[status as 'FAILURE' | 'CANCELED']
  const held = amount.value - captured - voided > 0
  if (refunded > 0) return refunded === captured && !held ? 'refunded' : 'partially_refunded'
  if (captured > 0) return held ? 'authorized' : voided > 0 ? 'partially_reversed' : 'succeeded'
  return held ? 'authorized' : 'canceled'
}

export function checkInvariants(world: World): void {
  const payments = rows<PaymentRow>(world.sharedDatabase, 'select * from payments order by rowid')
  const steps = rows<PaymentStepRow>(
    world.sharedDatabase,
    'select * from payment_steps order by payment_id, seq',
  )
  for (const payment of payments) {
    const own = steps.filter((step) => step.payment_id === payment.id)
    checkPayment(world, payment, own)
    checkSteps(world, payment, own)
  }
  for (const order of world.gateway.orders.values()) checkOrder(world, order, payments)
  for (const id of world.checkouts) checkCheckout(world, id, payments)
  checkCanary(world)
}

/** I2, I3, I9: the database agrees with the gateway. */
function checkPayment(world: World, payment: PaymentRow, steps: PaymentStepRow[]) {
  const name = world.trace.name(payment.id)
  const order = world.gateway.orders.get(payment.trans_id)
  const truth = order && order.status !== 'RECEIVED' ? standingOf(order) : undefined
  const claimed = steps.find((step) => PAID.has(step.to_status))
  if (claimed && !order?.charges) violate(world, 'I3', `${name} was ${claimed.to_status} without a charge`)
  if (LIVE.has(payment.status)) return violate(world, 'I9', `${name} is still ${payment.status}`)
  const bothUnpaid = payment.status === 'failed' && (truth === 'declined' || truth === 'canceled')
  if (truth && truth !== payment.status && !bothUnpaid) {
    violate(world, 'I2', `${name} is ${payment.status} here and ${truth} at the gateway`)
  }
  if (!truth && payment.status !== 'failed')
    violate(world, 'I3', `${name} is ${payment.status} and unknown there`)
}

/** I2 and I5 once more, from the gateway's side. */
function checkOrder(world: World, order: Order, payments: PaymentRow[]) {
  const payment = payments.find((row) => row.trans_id === order.transId)
  if (order.charges === 0) return
  if (!payment) return violate(world, 'I2', `${order.orderId} was charged and is not in the database`)
  const { value, currency } = order.amount
  const same = payment.amount === value && payment.currency === currency
  if (!same)
    violate(world, 'I5', `${order.orderId} was charged ${value}, the database says ${payment.amount}`)
  // Held and let go again before anybody asked: nothing of the shopper's money moved.
  if (payment.balances === null && order.captured === 0) return
  const { captured, voided, refunded } = JSON.parse(payment.balances ?? '{}') as Partial<Order>
  if (captured !== order.captured || voided !== order.voided || refunded !== order.refunded)
    violate(
      world,
      'I6',
      `${order.orderId} moved ${order.captured}, ${order.voided}, ${order.refunded}: ${payment.balances}`,
    )
}

/** I1 and I8: one charge of an order, one parcel; a second charge that could not be helped is marked as such. */
function checkCheckout(world: World, id: string, payments: PaymentRow[]): void {
  const name = world.trace.name(id)
  const charged = chargedOfOrder(world, id)
  if (charged.length > 1 && world.options.profile !== 'late') {
    violate(world, 'I1', `the order of ${name} was charged ${charged.length} times`)
  }
  const reported = world.shop.shipped.filter((parcel) => parcel.checkoutId === id)
  const paid = payments.filter((row) => row.checkout_id === id && SHIPPED.has(row.status))
  for (const payment of paid) {
    const count = reported.filter((parcel) => parcel.paymentId === payment.id).length
    if (count !== 1) violate(world, 'I8', `the shop heard ${count} times of ${world.trace.name(payment.id)}`)
  }
  const shipped = reported.filter((parcel) => !parcel.marked).length
  // A success that came late and second is marked, and stays so when the first one is canceled.
  const expected = paid.length > 0 && reported.every((parcel) => !parcel.marked) ? [1] : [0, 1]
  if (!expected.includes(shipped))
    violate(world, 'I8', `${name}: ${shipped} parcels, ${paid.length} payments`)
  checkEnd(world, id)
}

const SHIPPED = new Set<string>(['authorized', 'succeeded', 'partially_refunded'])

function checkEnd(world: World, id: string) {
  const [row] = rows<{ status: string; live_payment_id: string | null; paid_payment_id: string | null }>(
    world.sharedDatabase,
    'select status, live_payment_id, paid_payment_id from checkouts where id = ?',
    id,
  )
  const name = world.trace.name(id)
  if (!row) return violate(world, 'I2', `${name} is gone`)
  if (row.live_payment_id) violate(world, 'I9', `${name} still has a live payment`)
  const paid = chargedOrders(world, id).length > 0
  const says = row.status === 'succeeded' || row.status === 'authorized'
  if (paid && !says) violate(world, 'I2', `${name} is ${row.status} although it was paid`)
}

/** I10: no byte of the card in the database or the log. */
function checkCanary(world: World) {
  const tables = ['checkouts', 'payments', 'payment_steps', 'idempotency_keys', 'notices', 'shop_events']
  const dump = tables.map((table) => JSON.stringify(rows(world.sharedDatabase, `select * from ${table}`)))
  for (const text of [...dump, ...world.logs]) {
    if (text.includes(CANARY.number)) return violate(world, 'I10', 'the card number was written down')
  }
}
