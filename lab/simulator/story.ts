/** One order: the shop creates it, one or two tabs pay it, the shop changes or cancels it meanwhile, or begins it anew. */
import type { CreateCheckout } from '@paykka-checkout/shared-types'
import { cancelCheckout, changeCheckout } from '../../packages/bff/src/checkouts/create-checkout.ts'
import { createOnce } from '../../packages/bff/src/checkouts/create-once.ts'
import { AppError } from '../../packages/bff/src/domain/errors.ts'
import { MINUTE, SECOND } from './options.ts'
import type { Outcome } from './request.ts'
import { request } from './request.ts'
import { useTab } from './shopper.ts'
import type { Instance, World } from './world.ts'

const ORIGIN = 'https://shop.example'

export async function playStory(world: World, number: number): Promise<void> {
  const { random, scheduler, options } = world
  await scheduler.sleep(random.int(0, 8 * MINUTE))
  const id = await create(world, number, 'create')
  if (!id) return
  world.checkouts.push(id)
  const tabs = [useTab(world, id)]
  if (options.profile !== 'calm' && random.chance(0.35)) tabs.push(secondTab(world, id))
  if (options.profile !== 'calm' && random.chance(0.3)) tabs.push(meddle(world, id))
  if (options.profile !== 'calm' && random.chance(0.25)) tabs.push(orderAgain(world, number))
  await Promise.all(tabs)
}

async function secondTab(world: World, id: string): Promise<void> {
  await world.scheduler.sleep(world.random.int(0, 30 * SECOND))
  await useTab(world, id)
}

/** A reload, a cron job or a second tab: the shop makes another checkout of the same order, and the shopper pays there. */
async function orderAgain(world: World, number: number): Promise<void> {
  const { random, scheduler } = world
  await scheduler.sleep(random.chance(0.5) ? random.int(0, 30 * SECOND) : random.int(0, 15 * MINUTE))
  const id = await create(world, number, 'again')
  if (!id) return
  world.checkouts.push(id)
  await useTab(world, id)
}

/** The shop's server tries again with its key until it knows. */
async function create(world: World, number: number, key: string): Promise<string | null> {
  const { random, scheduler } = world
  const body: CreateCheckout = {
    orderReference: `order-${number}`,
    amount: { value: random.int(100, 99_999), currency: random.pick(['EUR', 'USD', 'JPY']) },
    returnUrl: `${ORIGIN}/done`,
    capture: random.chance(0.3) ? 'manual' : 'automatic',
    expiresIn: random.chance(0.9) ? 3600 : 120,
  }
  for (let tries = 0; tries < 8; tries++) {
    const outcome = await request(world, 'create', 10 * SECOND, ({ parts }) =>
      createOnce(checkoutParts(parts), `${key}-${number}-0123456789`, world.bug.order?.(body) ?? body, BY),
    )
    if (outcome.kind === 'done') return outcome.value.checkout.id
    if (isOrderTaken(outcome)) return null
    await scheduler.sleep(random.int(200, 5 * SECOND))
  }
  return null
}

function isOrderTaken(outcome: Outcome<unknown>): boolean {
  if (outcome.kind !== 'error' || !(outcome.error instanceof AppError)) return false
  return outcome.error.code === 'order_in_progress' || outcome.error.code === 'order_already_paid'
}

function checkoutParts({ database, now, provenNow, transIdKey }: Instance['parts']) {
  return {
    database,
    now,
    provenNow,
    transIdKey,
    allowedOrigins: [ORIGIN],
    clientSecret: (id: string) => `cs_${id}`,
  }
}

const BY = { actor: { type: 'key', id: 'key-1' }, requestId: 'req_shop' } as const

/** A basket that changes while the shopper looks at the old price, or an order that is called off. */
async function meddle(world: World, id: string): Promise<void> {
  const { random, scheduler } = world
  for (let time = random.int(1, 3); time > 0; time--) {
    await scheduler.sleep(random.chance(0.5) ? random.int(0, 25 * SECOND) : random.int(0, 5 * MINUTE))
    const cancels = random.chance(0.1)
    await request(world, cancels ? 'cancel' : 'patch', 10 * SECOND, async ({ parts }) => {
      const shop = checkoutParts(parts)
      if (cancels) return cancelCheckout(shop, id, BY)
      const currency = currencyOf(world, id)
      return changeCheckout(shop, id, { amount: { value: random.int(100, 99_999), currency } }, BY)
    })
  }
}

function currencyOf(world: World, id: string): string {
  const row = world.sharedDatabase.database.prepare('select currency from checkouts where id = ?').all([id])
  return (row as { currency: string }[])[0]?.currency ?? 'EUR'
}
