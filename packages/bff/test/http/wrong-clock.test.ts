/** A clock that says next year ends nothing until PayKKa has confirmed it; the control is the same year, confirmed. */
import { describe, expect, it } from 'vitest'
import { transIdKey } from '../../src/config/derived-keys.ts'
import { listShopEvents } from '../../src/database/event-rows.ts'
import { receiveNotification } from '../../src/database/notification-rows.ts'
import { runDaily } from '../../src/jobs/daily.ts'
import { deliverEvents } from '../../src/jobs/deliver-events.ts'
import type { Gateway } from '../../src/payments/gateway.ts'
import { watchHeldFunds } from '../../src/payments/modifications/held-funds.ts'
import { notificationRow, processNotifications } from '../../src/payments/notifications/notification.ts'
import { resolve } from '../../src/payments/payments.ts'
import type { World } from '../support/world.ts'
import { shop, shopper, startWorld } from '../support/world.ts'

const YEAR = 365 * 24 * 60 * 60_000

type Bench = { world: World; checkout: { id: string; clientSecret: string } }

const LOST = { purchase: async () => ({ kind: 'unknown', reason: 'timeout' }) } satisfies Partial<Gateway>
const SILENT = {
  ...LOST,
  query: async () => ({ kind: 'unknown', reason: 'timeout' }),
} satisfies Partial<Gateway>

async function payUntilNextYear(gateway: Partial<Gateway>, proven: boolean, changes = {}): Promise<Bench> {
  const late: { world?: World } = {}
  const world = await startWorld({
    gateway: (real) => ({ ...real, ...gateway }),
    provenNow: () => (proven ? (late.world?.clock.now() ?? 0) : 0),
  })
  late.world = world
  const checkout = await shop(world).create(changes)
  await shopper(world, checkout).pay()
  world.clock.advance(YEAR)
  return { world, checkout }
}

async function statusAfterAsking({ world, checkout }: Bench) {
  await resolve(world.parts, 'test', 60_000)
  return (await shop(world).read(checkout.id)).payments[0]?.status
}

async function eventAfterTrying({ world }: Bench) {
  const targets = [{ name: 'shop', takes: () => true, send: async () => 'http_500' }]
  await deliverEvents({ ...world.parts, targets })
  return (await listShopEvents(world.database.db, {}, 9))[0]?.state
}

async function notificationAfterTrying({ world }: Bench) {
  const notice = { id: 'n1', kind: 'payment', type: 'PAYMENT.SUCCESS', verified: true, ours: true } as const
  await receiveNotification(
    world.database,
    notificationRow({ ...notice, transId: 'elsewhere' }, world.clock.now() - YEAR),
  )
  await processNotifications(world.parts, 60_000)
  return (await world.database.db.selectFrom('notices').select('state').executeTakeFirst())?.state
}

async function heldFundsReported({ world }: Bench) {
  return watchHeldFunds(world.parts, { withinMs: 3_600_000, action: 'void' })
}

async function findingsOfTheDay({ world }: Bench) {
  return (await runDaily({ ...world.parts, transIdKey: transIdKey(world.config) }))?.length
}

async function payAgain({ world, checkout }: Bench) {
  return (await shopper(world, checkout).pay()).json().code
}

const MANUAL = { capture: 'manual' }

describe('a clock in next year', () => {
  it.each<[string, Partial<Gateway>, object, (bench: Bench) => Promise<unknown>, unknown, unknown]>([
    ['a payment that PayKKa does not know', LOST, {}, statusAfterAsking, 'unknown', 'failed'],
    ['a payment that gets no answer', SILENT, {}, statusAfterAsking, 'unknown', 'needs_review'],
    ['an event that the shop does not take', {}, {}, eventAfterTrying, 'pending', 'failed'],
    ['a notification without its payment', {}, {}, notificationAfterTrying, 'pending', 'expired'],
    ['held funds', {}, MANUAL, heldFundsReported, 0, 1],
    ['the daily comparison', {}, {}, findingsOfTheDay, undefined, 0],
  ])('does not end %s before PayKKa has confirmed it', async (_name, gateway, changes, look, kept, ended) => {
    expect(await look(await payUntilNextYear(gateway, false, changes))).toBe(kept)
    expect(await look(await payUntilNextYear(gateway, true, changes))).toBe(ended)
  })

  it('does not let a checkout expire before PayKKa has confirmed it', async () => {
    const seen = async (proven: boolean) => {
      const late: { world?: World } = {}
      const provenNow = () => (proven ? (late.world?.clock.now() ?? 0) : 0)
      const world = await startWorld({ provenNow })
      late.world = world
      const checkout = await shop(world).create()
      world.clock.advance(YEAR)
      const { status } = await shop(world).read(checkout.id)
      return [status, (await shopper(world, checkout).read()).status, await payAgain({ world, checkout })]
    }
    expect(await seen(false)).toEqual(['open', 'open', undefined])
    expect(await seen(true)).toEqual(['expired', 'expired', 'checkout_expired'])
  })
})

describe('an order under a clock in next year', () => {
  it.each([
    ['closes its older checkout, which can be paid yet', false, 1],
    ['leaves it alone once it has surely expired', true, 0],
  ])('%s', async (_name, proven, closed) => {
    const late: { world?: World } = {}
    const world = await startWorld({ provenNow: () => (proven ? (late.world?.clock.now() ?? 0) : 0) })
    late.world = world
    await shop(world).create({ orderReference: 'order-1' })
    world.clock.advance(YEAR)
    const next = await shop(world).create({ orderReference: 'order-1' })
    expect(next.superseded?.length ?? 0).toBe(closed)
  })
})

describe('a question from before PayKKa confirmed the time', () => {
  it('does not end a payment, and is asked again at once when it now could', async () => {
    const state = { proven: false }
    const late: { world?: World } = {}
    const world = await startWorld({
      gateway: (real) => ({
        ...real,
        ...LOST,
        query: async (reference) => {
          const answer = await real.query(reference)
          state.proven = true
          return answer
        },
      }),
      provenNow: () => (state.proven ? (late.world?.clock.now() ?? 0) : 0),
    })
    late.world = world
    const checkout = await shop(world).create()
    await shopper(world, checkout).pay()
    world.clock.advance(YEAR)
    expect(await statusAfterAsking({ world, checkout })).toBe('unknown')
    expect(await statusAfterAsking({ world, checkout })).toBe('failed')
  })
})
