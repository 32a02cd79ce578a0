/** Shoppers: they click, click twice, open second tabs, reload, give up, and come back from their bank or not. */
import { AppError } from '../../packages/bff/src/domain/errors.ts'
import type { Post, Seen } from './bff-calls.ts'
import { comeBack, postPayment, readCheckout } from './bff-calls.ts'
import { answerChallenge } from './gateway-model.ts'
import { HOUR, MINUTE, SECOND } from './options.ts'
import type { Outcome } from './request.ts'
import { request } from './request.ts'
import type { World } from './world.ts'

const ROUNDS = 30
const CLICKS = 4
const ENDED = new Set(['succeeded', 'authorized', 'canceled', 'expired'])

/** One tab, from opening to closing. */
export async function useTab(world: World, checkoutId: string): Promise<void> {
  const { random, scheduler } = world
  let clicks = 0
  for (let round = 0; round < ROUNDS; round++) {
    const seen = await look(world, checkoutId)
    if (seen && ENDED.has(seen.status)) return
    if (seen?.status === 'action_required') {
      if (!(await visitBank(world, seen))) return
    } else if (seen?.status === 'open') {
      const failedBefore = clicks > 0
      if (clicks++ === CLICKS || (failedBefore && random.chance(0.2))) return
      await scheduler.sleep(random.int(200, 20 * SECOND))
      await click(world, checkoutId, seen)
    }
    await scheduler.sleep(
      random.chance(0.8) ? random.int(SECOND, 10 * SECOND) : random.int(10 * SECOND, 3 * MINUTE),
    )
  }
}

async function look(world: World, checkoutId: string): Promise<Seen | null> {
  const outcome = await request(world, 'look', 15 * SECOND, (instance) => readCheckout(instance, checkoutId))
  return outcome.kind === 'done' ? outcome.value : null
}

/** One press of the button: one key, however often the request is sent. */
async function click(world: World, checkoutId: string, seen: Seen): Promise<void> {
  const { random, scheduler, clicks, options } = world
  const key = `key-${clicks.size + 1}-0123456789`
  clicks.set(key, { checkoutId, shown: seen.amount, sent: false })
  world.trace.line(`click ${key} ${seen.amount}`)
  const post = { checkoutId, key, version: seen.version, retried: false }
  const sends = [send(world, post)]
  if (options.profile !== 'calm' && random.chance(0.2)) {
    await scheduler.sleep(random.int(0, 400))
    sends.push(send(world, post))
  }
  await Promise.all(sends)
}

const RELOADS = 3

/** Chromium sends a POST again when the connection breaks; a page that learned nothing asks again with its key. */
async function send(world: World, post: Post): Promise<void> {
  const { random, scheduler } = world
  for (let tries = 0; tries < RELOADS; tries++) {
    const timeout = random.chance(0.1) ? 5 * SECOND : 60 * SECOND
    const outcome = await request(world, 'pay', timeout, (instance) =>
      postPayment(world, instance, { ...post, retried: tries > 0 && random.chance(0.7) }),
    )
    world.trace.line(`answer ${post.key} ${report(outcome)}`)
    if (outcome.kind === 'done' || (outcome.kind === 'error' && outcome.error instanceof AppError)) return
    await scheduler.sleep(outcome.kind === 'broken' ? random.int(1, 300) : random.int(SECOND, 20 * SECOND))
  }
}

function report(outcome: Outcome<{ status: number }>): string {
  if (outcome.kind === 'done') return String(outcome.value.status)
  if (outcome.kind !== 'error') return outcome.kind
  return outcome.error instanceof AppError ? outcome.error.code : `error ${String(outcome.error)}`
}

/** @returns whether the tab goes on */
async function visitBank(world: World, seen: Seen): Promise<boolean> {
  const { random, scheduler, gateway } = world
  const orderId = seen.last?.action?.url.split('/').at(-1)
  const order = [...gateway.orders.values()].find((each) => each.orderId === orderId)
  if (!order) return true
  const how = random.weighted({ approve: 60, fail: 15, cancel: 10, never: 15 })
  await scheduler.sleep(
    random.chance(0.95) ? random.int(3 * SECOND, 2 * MINUTE) : random.int(2 * MINUTE, HOUR),
  )
  world.trace.line(`shopper ${how} ${order.orderId}`)
  if (how === 'never') return false
  answerChallenge(world, order, how)
  if (random.chance(0.15)) return false
  await scheduler.sleep(random.int(100, 4 * SECOND))
  const reference = order.returnUrl.split('/').at(-1) ?? ''
  await request(world, 'return', 15 * SECOND, (instance) => comeBack(instance, reference))
  return true
}
