/** docs/guides/idempotency.md: every row of its tables happens as it says. */
import { randomUUID } from 'node:crypto'
import type { CreatedCheckout } from '@paykka-checkout/shared-types'
import type { LightMyRequestResponse } from 'fastify'
import { beforeEach, describe, expect, it } from 'vitest'
import type { GatewayAnswer } from '../../src/payments/gateway.ts'
import { TWIN_MS } from '../../src/payments/modifications/twins.ts'
import { settlePayment } from '../../src/payments/purchases/settle-payment.ts'
import { docTables } from '../support/doc-tables.ts'
import { shareWorld } from '../support/shared-world.ts'
import { order, shop, shopper } from '../support/world.ts'

const world = shareWorld({ emulator: { settleDelayMs: 86_400_000 } })
const tables = new Map(docTables('guides/idempotency.md').map(({ heading, rows }) => [heading, rows]))
/** What a person does about unknown outcomes: no request and no answer. */
const ADVICE = 'Treat unknown as unknown'

beforeEach(() => world().emulator.setFaults())

type Answer = LightMyRequestResponse
/** Brings about what the first cell says, then sends what the table is about. */
type Scenario = (body?: Record<string, unknown>) => Promise<Answer>
type Scenarios = Record<string, Scenario>

const LOST = '4000000000000341'
const DECLINED = '4000000000000002'
const BANK = '5555555555554444'
const SLOW = '4000000000000119'
const MINUTES = 60_000
const NO_ANSWER = { match: { path: '/v3/payment/acq' }, fault: { type: 'hang', when: 'before' } } as const
const SAYS_NO: GatewayAnswer = {
  kind: 'state',
  state: { status: 'declined', code: 'declined', retry: 'later' },
  facts: {},
}

const euro = (value: number) => ({ amount: { value, currency: 'EUR' } })
const newKey = () => randomUUID()
const post = (url: string, body: object, key: string | undefined = newKey()) =>
  shop(world()).send('POST', url, body, key === undefined ? {} : { 'idempotency-key': key })

type Pay = { number?: string; key?: string }
const pay = (checkout: CreatedCheckout, { number, key }: Pay = {}) =>
  shopper(world(), checkout).pay({ ...(number ? { card: { number } } : {}), ...(key ? { key } : {}) })
const charge = (body: object, key = newKey()) => post('/v1/recurring/charges', body, key)
const giveUp = async () => {
  world().clock.advance(11 * MINUTES)
  await world().resolve()
}

/** A checkout whose last payment came to that end. */
async function checkoutWith(number?: string, changes = {}): Promise<CreatedCheckout> {
  const checkout = await shop(world()).create({ orderReference: newKey(), expiresIn: 86_400, ...changes })
  if (number) await pay(checkout, { number })
  return checkout
}
const GOOD = '4242424242424242'

/** The row's second cell, and the others, as answers. */
async function expectAnswer(answer: Answer, cell: string): Promise<void> {
  const [, status, code] = /^(\d{3}) ?(\w+)?$/.exec(cell) ?? []
  if (status !== undefined)
    return expect([answer.statusCode, answer.json().code]).toEqual([Number(status), code])
  const said = SAID[cell]
  if (!said) throw new Error(`no test knows what “${cell}” means`)
  expect(answer.json().code).toBeUndefined()
  await said(answer)
}

/** The other checkout of the row under test. */
const other: { id: string } = { id: '' }
const expectClosed = async () => {
  const { status, cancellationReason } = await shop(world()).read(other.id)
  expect([status, cancellationReason]).toEqual(['canceled', 'superseded'])
}

const SAID: Record<string, (answer: Answer) => void | Promise<void>> = {
  'the first answer, with Idempotency-Replayed: true': ({ headers }) =>
    expect(headers['idempotency-replayed']).toBe('true'),
  'as if it were the first': ({ statusCode, headers }) =>
    expect([statusCode, headers['idempotency-replayed']]).toEqual([201, undefined]),
  '201, the other is closed and named in superseded': async (answer) => {
    expect([answer.statusCode, answer.json().superseded]).toEqual([201, [other.id]])
    await expectClosed()
  },
  'is made': ({ statusCode, headers }) =>
    expect([[200, 201].includes(statusCode), headers['idempotency-replayed']]).toEqual([true, undefined]),
  'is made, and closes the checkout': async ({ statusCode }) => {
    expect(statusCode).toBe(201)
    await expectClosed()
  },
}

const KEYS: Scenarios = {
  'the same key and body, the first one is answered': async () => {
    const [key, body] = [newKey(), order({ orderReference: newKey() })]
    await post('/v1/checkouts', body, key)
    return post('/v1/checkouts', body, key)
  },
  'the same key and body, the first one is running': async () => {
    const { payment } = (await pay(await checkoutWith())).json()
    const [url, key] = [`/v1/payments/${payment.id}/refunds`, newKey()]
    await world().emulator.setFaults({
      match: { path: '/v3/payment/acq/refund' },
      fault: { type: 'hang', when: 'before' },
    })
    const first = post(url, euro(1), key)
    await untilSending()
    const second = await post(url, euro(1), key)
    await first
    return second
  },
  'the same key and body, the first payment is running': async () => {
    const [checkout, key] = [await checkoutWith(), newKey()]
    await world().emulator.setFaults(NO_ANSWER)
    const first = pay(checkout, { key })
    await untilLive(checkout)
    const second = await pay(checkout, { key })
    await first
    return second
  },
  'the same key, another body': async () => {
    const [key, orderReference] = [newKey(), newKey()]
    await post('/v1/checkouts', order({ orderReference }), key)
    return post('/v1/checkouts', order({ orderReference, ...euro(1) }), key)
  },
  'the same key, the first one was refused with 409 or 422': async () => {
    const [key, busy] = [newKey(), await checkoutWith(LOST)]
    const body = order({ orderReference: busy.orderReference })
    expect((await post('/v1/checkouts', body, key)).statusCode).toBe(409)
    await giveUp()
    return post('/v1/checkouts', body, key)
  },
  'no key where money moves': async () => {
    const { payment } = (await pay(await checkoutWith())).json()
    return shop(world()).send('POST', `/v1/payments/${payment.id}/refunds`, euro(1))
  },
}

const ATTEMPTS: Scenarios = {
  declined: async () => pay(await checkoutWith(DECLINED)),
  failed: async () => {
    const checkout = await checkoutWith(LOST)
    await giveUp()
    return pay(checkout)
  },
  action_required: async () => pay(await checkoutWith(BANK)),
  processing: async () => pay(await checkoutWith(SLOW)),
  unknown: async () => pay(await checkoutWith(LOST)),
  succeeded: async () => pay(await checkoutWith(GOOD)),
  authorized: async () => pay(await checkoutWith(GOOD, { capture: 'manual' })),
}

/** Creates another checkout for the order of this one. */
async function another(first: CreatedCheckout, changes = {}): Promise<Answer> {
  other.id = first.id
  return post('/v1/checkouts', order({ orderReference: first.orderReference, ...changes }))
}
async function afterwards(verb: string, capture: string, body = {}): Promise<Answer> {
  const checkout = await checkoutWith(undefined, { capture })
  const { payment } = (await pay(checkout)).json()
  expect((await post(`/v1/payments/${payment.id}/${verb}`, body)).statusCode).toBe(200)
  return another(checkout)
}

const ORDERS: Scenarios = {
  'is open': async () => another(await checkoutWith()),
  'is open after a decline': async () => another(await checkoutWith(DECLINED)),
  'was canceled': async () => {
    const checkout = await checkoutWith()
    await shop(world()).send('POST', `/v1/checkouts/${checkout.id}/cancel`)
    return another(checkout)
  },
  'has expired': async () => {
    const checkout = await checkoutWith(undefined, { expiresIn: 60 })
    world().clock.advance(60_000)
    return another(checkout)
  },
  'is being paid': async () => another(await checkoutWith(BANK)),
  'has an unknown outcome': async () => another(await checkoutWith(LOST)),
  'is paid': async () => another(await checkoutWith(GOOD)),
  'has held funds': async () => another(await checkoutWith(GOOD, { capture: 'manual' })),
  'was refunded in part': () => afterwards('refunds', 'automatic', euro(1)),
  'was refunded whole': () => afterwards('refunds', 'automatic'),
  'was voided': () => afterwards('voids', 'manual'),
  'is paid, and the body says allowRepeat: true': async () =>
    another(await checkoutWith(GOOD), { allowRepeat: true }),
  'is open, and the body says allowRepeat: true': async () =>
    another(await checkoutWith(), { allowRepeat: true }),
}

/** An agreement, and an order that it was not charged for yet. */
async function agreed() {
  const reference = newKey()
  await checkoutWith(GOOD, { shopper: { reference }, recurring: { type: 'subscription' } })
  const { data } = (await shop(world()).send('GET', `/v1/shoppers/${reference}/agreements`)).json()
  return { agreementId: data[0].id as string, orderReference: newKey(), ...euro(500) }
}
async function chargedInVain() {
  const body = await agreed()
  await world().emulator.setFaults(NO_ANSWER)
  const { payment } = (await charge(body)).json()
  await world().emulator.setFaults()
  return { body, id: payment.id as string }
}
async function besideCheckout(number?: string): Promise<Answer> {
  const body = await agreed()
  other.id = (await checkoutWith(number, { orderReference: body.orderReference })).id
  return charge(body)
}

const CHARGES: Scenarios = {
  'was charged by this agreement': async () => {
    const body = await agreed()
    await charge(body)
    return charge(body)
  },
  'has a charge of this agreement that is unknown': async () => charge((await chargedInVain()).body),
  'has a charge of this agreement that was declined': async () => {
    const { body, id } = await chargedInVain()
    const at = world().clock.now()
    await settlePayment(world().parts, id, SAYS_NO, { what: 'query', at, provenAt: at })
    return charge(body)
  },
  'has a charge of this agreement that failed': async () => {
    const { body } = await chargedInVain()
    await giveUp()
    return charge(body)
  },
  'is paid with a checkout': () => besideCheckout(GOOD),
  'is being paid with a checkout': () => besideCheckout(BANK),
  'has an open checkout': () => besideCheckout(),
  'was charged, and the body says allowRepeat: true': async () => {
    const body = await agreed()
    await charge(body)
    return charge({ ...body, allowRepeat: true })
  },
}

/** Refunds, brings the refund into that state, and refunds the same once more. */
const after =
  (status: string, ageMs = 0): Scenario =>
  async (body = {}) => {
    const { payment } = (await pay(await checkoutWith())).json()
    const url = `/v1/payments/${payment.id}/refunds`
    const { operation } = (await post(url, euro(300))).json()
    const open = status === 'succeeded' || status === 'failed' ? 0 : 1
    const changes = { status: status as 'unknown', open, next_query_at: null }
    await world().database.db.updateTable('operations').set(changes).where('id', '=', operation.id).execute()
    world().clock.advance(ageMs)
    return post(url, { ...euro(300), ...body })
  }

const OPERATIONS: Scenarios = {
  'is sending': after('sending'),
  'is unknown': after('unknown'),
  'is needs_review': after('needs_review'),
  'is processing at PayKKa': after('processing'),
  'is reviewing at PayKKa': after('reviewing'),
  'succeeded less than ten minutes ago': after('succeeded', TWIN_MS - 1),
  'succeeded ten minutes ago': after('succeeded', TWIN_MS),
  failed: after('failed'),
}

const EXECUTED: Record<string, Scenarios> = {
  'One key per intention': KEYS,
  'One checkout, one payment': ATTEMPTS,
  'One order, one payment': ORDERS,
  'Recurring charges': CHARGES,
  'Captures, voids and refunds': OPERATIONS,
}

it('has a test for each of its tables and rows, and no other', () => {
  expect([...tables.keys()]).toEqual([...Object.keys(EXECUTED), ADVICE])
  for (const [heading, scenarios] of Object.entries(EXECUTED))
    expect(tables.get(heading)?.map(([name]) => name)).toEqual(Object.keys(scenarios))
})

describe.each(Object.entries(EXECUTED))('%s', (heading, scenarios) => {
  it.each(tables.get(heading) ?? [])('%s: %s', async (name, cell = '', allowed) => {
    const scenario = scenarios[name ?? '']
    if (!scenario) throw new Error(`no test does “${name}”`)
    await expectAnswer(await scenario(), cell)
    if (allowed !== undefined) await expectAnswer(await scenario({ allowRepeat: true }), allowed)
  })
})

/** Until the first request of the pair has written that it sends. */
async function untilSending(): Promise<void> {
  const sending = () =>
    world().database.db.selectFrom('operations').select('id').where('status', '=', 'sending').execute()
  while (!(await sending()).some(() => true)) await new Promise((resolve) => setImmediate(resolve))
}

async function untilLive({ id }: CreatedCheckout): Promise<void> {
  while ((await shop(world()).read(id)).payments.length === 0)
    await new Promise((resolve) => setImmediate(resolve))
}
