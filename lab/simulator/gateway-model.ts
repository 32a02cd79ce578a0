/** PayKKa as the simulation knows it: what was asked of it, what it executed, and when that can be seen. */
import type { CaptureMode, Money } from '@paykka-checkout/shared-types'
import type { Purchase } from '../../packages/bff/src/payments/gateway.ts'
import { announce } from './courier.ts'
import { HOUR, MINUTE, SECOND } from './options.ts'
import { noteCharge, noteReceipt } from './watch.ts'
import type { World } from './world.ts'

export type OrderStatus =
  | 'RECEIVED'
  | 'PROCESSING'
  | 'CHALLENGE'
  | 'SUCCESS'
  | 'AUTHORIZED'
  | 'FAILURE'
  | 'CANCELED'
  | 'PARTIALLY_REFUNDED'
  | 'REFUNDED'
  | 'PARTIALLY_REVERSED'

export type Order = {
  transId: string
  orderId: string
  amount: Money
  capture: CaptureMode
  returnUrl: string
  status: OrderStatus
  /** From when on a query finds it. */
  visibleAt: number
  receivedAt: number
  /** When its outcome was certain. */
  endedAt: number
  /** How often money was taken or held for it. */
  charges: number
  captured: number
  voided: number
  refunded: number
  code: string
}

export type GatewayModel = { orders: Map<string, Order> }

const UNDER_WAY = new Set<OrderStatus>(['RECEIVED', 'PROCESSING', 'CHALLENGE'])

/** PayKKa takes a request for five minutes around its timestamp, and executes it within five more. */
const TIMESTAMP_WINDOW_MS = 5 * MINUTE
const EXECUTION_WINDOW_MS = 5 * MINUTE

export type Receipt = 'stale' | 'busy' | 'card_unreadable' | 'duplicate' | 'configuration' | Order

/** Takes in one purchase. @param done called when there is something to answer */
export function receive(
  world: World,
  purchase: Purchase,
  timestamp: number,
  done: (receipt: Receipt) => void,
) {
  const { random, scheduler, options, gateway } = world
  if (Math.abs(scheduler.now() - timestamp) > TIMESTAMP_WINDOW_MS) return done('stale')
  const refusal = random.weighted({ none: 93, busy: 2, card_unreadable: 2, configuration: 1, duplicate: 2 })
  const known = gateway.orders.get(purchase.transId)
  if (refusal !== 'none' && options.profile !== 'calm') return done(refusal)
  noteReceipt(world, purchase, known !== undefined)
  if (known && options.duplicates === 'reject') return done('duplicate')
  if (known && options.duplicates === 'return') return done(known)
  execute(world, known ?? newOrder(world, purchase), done)
}

function newOrder(world: World, purchase: Purchase): Order {
  const { scheduler, gateway, trace } = world
  const now = scheduler.now()
  const order: Order = {
    transId: purchase.transId,
    orderId: `O${1000 + gateway.orders.size}`,
    amount: purchase.amount,
    capture: purchase.capture,
    returnUrl: purchase.returnUrl,
    status: 'RECEIVED',
    visibleAt: Number.POSITIVE_INFINITY,
    receivedAt: now,
    endedAt: Number.POSITIVE_INFINITY,
    charges: 0,
    captured: 0,
    voided: 0,
    refunded: 0,
    code: '',
  }
  gateway.orders.set(order.transId, order)
  trace.line(`gateway received ${order.orderId} ${order.amount.value}`)
  return order
}

const OUTCOMES = { success: 58, decline: 16, challenge: 14, processing: 8, vanish: 4 }

function execute(world: World, order: Order, done: (receipt: Receipt) => void): void {
  const { random, scheduler } = world
  const outcome = random.weighted(OUTCOMES)
  if (outcome === 'vanish') return
  scheduler.after(landingDelay(world), () => {
    const lag = random.chance(0.08) ? random.int(SECOND, MINUTE) : 0
    const latest = Math.max(order.receivedAt + EXECUTION_WINDOW_MS, scheduler.now())
    order.visibleAt = Math.min(scheduler.now() + lag, latest)
    if (outcome === 'success') charge(world, order)
    else if (outcome === 'decline') decline(world, order)
    else begin(world, order, outcome)
    done(order)
  })
}

function landingDelay({ random, options }: World): number {
  if (options.profile === 'calm') return random.int(50, 1500)
  if (options.profile === 'late' && random.chance(0.15)) return random.int(10 * MINUTE, 2 * HOUR)
  return random.chance(0.08) ? random.int(5 * SECOND, EXECUTION_WINDOW_MS - SECOND) : random.int(50, 2000)
}

/** Takes the money, or holds it when the capture is manual. */
export function charge(world: World, order: Order): void {
  order.charges++
  if (order.capture === 'automatic') order.captured = order.amount.value
  move(world, order, order.capture === 'manual' ? 'AUTHORIZED' : 'SUCCESS')
  noteCharge(world, order)
  plan(world, order)
}

export function decline(world: World, order: Order): void {
  order.code = world.random.pick(['205001', '205002', '205010'])
  move(world, order, 'FAILURE')
}

/** Under way: at the bank, or with nothing to do but wait. */
function begin(world: World, order: Order, outcome: 'challenge' | 'processing'): void {
  const { random, scheduler } = world
  move(world, order, outcome === 'challenge' ? 'CHALLENGE' : 'PROCESSING')
  const wait = outcome === 'challenge' ? random.int(15 * MINUTE, HOUR) : random.int(20 * SECOND, 3 * HOUR)
  scheduler.after(wait, () => {
    if (outcome === 'challenge') return order.status === 'CHALLENGE' && move(world, order, 'FAILURE')
    return random.chance(0.7) ? charge(world, order) : decline(world, order)
  })
}

/** The shopper is done at the bank. */
export function answerChallenge(world: World, order: Order, how: 'approve' | 'fail' | 'cancel') {
  if (order.status !== 'CHALLENGE') return
  if (how === 'fail') return decline(world, order)
  if (how === 'cancel') return move(world, order, 'CANCELED')
  move(world, order, 'PROCESSING')
  const { random, scheduler } = world
  const slow = random.chance(0.15)
  const wait = slow ? random.int(MINUTE, 10 * MINUTE) : random.int(50, 2000)
  scheduler.after(wait, () => charge(world, order))
}

/** People in the back office capture, void and refund without the BFF. */
function plan(world: World, order: Order): void {
  const { random, scheduler, options } = world
  if (options.profile === 'calm') return
  const soon = () => (random.chance(0.3) ? random.int(SECOND, MINUTE) : random.int(2 * MINUTE, 10 * HOUR))
  if (order.status === 'AUTHORIZED') {
    const next = random.weighted({ capture: 4, void: 3, parts: 3, nothing: 2 })
    scheduler.after(soon(), () => BACK_OFFICE[next](world, order))
  } else if (options.profile === 'default' && random.chance(0.12)) {
    scheduler.after(soon(), () => refund(world, order))
  }
}

const restOf = ({ amount, captured, voided }: Order) => amount.value - captured - voided

type BackOffice = (world: World, order: Order) => void

const BACK_OFFICE: Record<'nothing' | 'capture' | 'void' | 'parts', BackOffice> = {
  nothing: () => {},
  capture: (world, order) => {
    order.captured += restOf(order)
    move(world, order, order.refunded > 0 ? world.random.pick(['SUCCESS', 'PARTIALLY_REFUNDED']) : 'SUCCESS')
  },
  void: (world, order) => {
    order.voided += restOf(order)
    move(world, order, order.captured > 0 ? world.random.pick(['PARTIALLY_REVERSED', 'SUCCESS']) : 'CANCELED')
  },
  /** A part is captured and given back, then comes the rest: PayKKa documents no word for most of these moments. */
  parts: (world, order) => {
    const { random, scheduler } = world
    order.captured = Math.ceil(order.amount.value / 2)
    move(world, order, random.pick(['AUTHORIZED', 'SUCCESS', 'PROCESSING']))
    const [first, second] = [random.int(SECOND, HOUR), random.int(SECOND, HOUR)]
    scheduler.after(first, () => {
      order.refunded = order.captured
      move(world, order, random.pick(['REFUNDED', 'PARTIALLY_REFUNDED', 'AUTHORIZED']))
    })
    scheduler.after(first + second, () =>
      BACK_OFFICE[random.pick(['capture', 'void'] as const)](world, order),
    )
  },
}

function refund(world: World, order: Order): void {
  const whole = world.random.chance(0.5) || order.refunded > 0
  order.refunded = whole ? order.amount.value : Math.ceil(order.amount.value / 2)
  move(world, order, whole ? 'REFUNDED' : 'PARTIALLY_REFUNDED')
  if (!whole) world.scheduler.after(world.random.int(MINUTE, 5 * HOUR), () => refund(world, order))
}

function move(world: World, order: Order, status: OrderStatus): void {
  order.status = status
  // The back office can bring it under way again: before it has a result once more, the BFF cannot know one.
  order.endedAt = UNDER_WAY.has(status)
    ? Number.POSITIVE_INFINITY
    : Math.min(order.endedAt, world.scheduler.now())
  world.trace.line(`gateway ${order.orderId} ${status}`)
  announce(world, order)
}
