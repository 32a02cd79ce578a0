/** docs/decisions/0016-one-engine.md: two faults of the first engine, step by step. */
import { randomUUID } from 'node:crypto'
import type { CreatedCheckout } from '@paykka-checkout/shared-types'
import type { LightMyRequestResponse } from 'fastify'
import { expect, it } from 'vitest'
import { reconcile } from '../../src/payments/recovery/reconcile.ts'
import { docTables } from '../support/doc-tables.ts'
import type { World } from '../support/world.ts'
import { shop, shopper, startWorld } from '../support/world.ts'

/** What each step of a table does. @returns what happened, in the words of the table's last column */
type Step = () => Promise<string>

const LATER_MS = 11 * 60_000

function tableOf(heading: string): { step: string; now: string }[] {
  const table = docTables('decisions/0016-one-engine.md').find((each) => each.heading === heading)
  return (table?.rows ?? []).map(([step = '', , now = '']) => ({ step, now }))
}

async function play(heading: string, steps: Record<string, Step>): Promise<void> {
  const table = tableOf(heading)
  expect(table.map(({ step }) => step)).toEqual(Object.keys(steps))
  for (const { step, now } of table) expect(`${step}: ${await steps[step]?.()}`).toBe(`${step}: ${now}`)
}

const post = (world: World, url: string, body: object) =>
  shop(world).send('POST', url, body, { 'idempotency-key': randomUUID() })

async function findings(world: World): Promise<string> {
  const found = (await reconcile(world.parts, 0)).findings.map(({ kind }) => kind)
  return found.join(', ') || 'no finding'
}

it('captures the rest after a part was captured and given back', async () => {
  const world = await startWorld()
  const amount = { value: 2294, currency: 'EUR' }
  const checkout = await shop(world).create({ amount, capture: 'manual' })
  const { payment } = (await shopper(world, checkout).pay()).json()
  const move = (verb: 'captures' | 'refunds', value: number) => async () => {
    world.clock.advance(LATER_MS)
    const answer = await post(world, `/v1/payments/${payment.id}/${verb}`, { amount: { ...amount, value } })
    const { operation, payment: after } = answer.json()
    const { captured, refunded } = after.balances
    return `${answer.statusCode} ${operation.status}, captured ${captured}, refunded ${refunded}`
  }
  await play('A part is captured and given back, then the rest is captured', {
    'capture 1000': move('captures', 1000),
    'refund 1000': move('refunds', 1000),
    'capture 1294': move('captures', 1294),
    'refund 1294': move('refunds', 1294),
    reconcile: () => findings(world),
  })
})

it('pays an order once, whatever checkouts it has', async () => {
  const world = await startWorld()
  const made: CreatedCheckout[] = []
  const create: Step = async () => {
    const answer = await post(world, '/v1/checkouts', ORDER)
    if (answer.statusCode >= 400) return reported(answer)
    made.push(answer.json())
    const names = answer.json().superseded?.[0] === made[0]?.id
    return names ? '201, the first is superseded' : String(answer.statusCode)
  }
  const pay = (index: number) => async () => {
    const checkout = made[index]
    return checkout ? reported(await shopper(world, checkout).pay()) : 'no checkout'
  }
  await play('A second checkout of one order', {
    'make a checkout': create,
    'make another': create,
    'pay the first': pay(0),
    'pay the second': pay(1),
    'make a third': create,
    "PayKKa's books": async () => `${world.emulator.ledger().attempts.length} payment`,
    reconcile: () => findings(world),
  })
})

const ORDER = {
  orderReference: 'order-1',
  amount: { value: 1099, currency: 'EUR' },
  returnUrl: 'https://shop.example/orders/1',
}

function reported(answer: LightMyRequestResponse): string {
  const { code, payment } = answer.json()
  return `${answer.statusCode} ${code ?? payment.status}`
}
