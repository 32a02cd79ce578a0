/** Refunds that go to a person: Philippine wallets, which name one, and payouts, which take days. */
import { randomUUID } from 'node:crypto'
import type { Operation } from '@paykka-checkout/shared-types'
import { describe, expect, it } from 'vitest'
import type { World } from '../support/world.ts'
import { SHOP_ORIGIN, shop, shopper, startWorld } from '../support/world.ts'

const DAY = 86_400_000
const REFUND = '/v3/payment/acq/refund'
const ENV = {
  HOSTED_METHODS: 'gcash:PHP,paymaya:PHP,grabpay:PHP,shopeepay:PHP,qris:IDR,ideal:EUR,card',
  SHOP_EVENTS_URL: 'https://shop.example/events',
  SHOP_EVENTS_SECRET: `whsec_${Buffer.alloc(24).toString('base64')}`,
}
const ANA = {
  firstName: 'Ana',
  lastName: 'Cruz',
  email: 'ana@example.com',
  phoneAreaCode: '63',
  phoneNumber: '9171234567',
}
const SENT = {
  first_name: 'Ana',
  last_name: 'Cruz',
  email: 'ana@example.com',
  area_code: '63',
  phone_number: '9171234567',
}

const start = () => startWorld({ env: ENV, pause: () => new Promise<void>(() => {}) })

/** Pays on PayKKa's own page and comes back. @returns how to refund it */
async function paidWith(world: World, method: string, currency: string, order: object = {}) {
  const checkout = await shop(world).create({ amount: { value: 5000, currency }, ...order })
  const headers = { authorization: `Bearer ${checkout.clientSecret}`, origin: SHOP_ORIGIN }
  const opened = await world.app.inject({
    method: 'POST',
    url: '/client/v1/checkout/hosted',
    headers: { ...headers, 'idempotency-key': randomUUID() },
    payload: {},
  })
  const body = new URLSearchParams({ decision: 'pay', method })
  const answer = await fetch(opened.json().url, { method: 'POST', body, redirect: 'manual' })
  await world.app.inject({ url: new URL(answer.headers.get('location') ?? '').pathname })
  return refunds(world, checkout.id)
}

async function refunds(world: World, checkoutId: string) {
  const [payment] = (await shop(world).read(checkoutId)).payments
  const url = `/v1/payments/${payment?.id}/refunds`
  return {
    refund: (given: object = {}, key: string = randomUUID()) =>
      shop(world).send('POST', url, given, { 'idempotency-key': key }),
    list: async (): Promise<Operation[]> => (await shop(world).send('GET', url)).json().data,
  }
}

const customersSent = (world: World) =>
  world.emulator.requests({ path: REFUND }).map(({ body }) => (body as { customer?: object }).customer)

describe('a refund to a Philippine wallet', () => {
  it.each(['G_CASH', 'PAYMAYA', 'GRABPAY', 'SHOPEE_PAY'])(
    'names the shopper of the checkout: %s',
    async (method) => {
      const world = await start()
      const { refund } = await paidWith(world, method, 'PHP', { shopper: ANA })
      expect((await refund()).json().operation.status).toBe('succeeded')
      expect(customersSent(world)).toEqual([SENT])
    },
  )

  it('takes what the shopper leaves out from the bill, and what the shop says before both', async () => {
    const world = await start()
    const { email, phoneAreaCode, ...named } = ANA
    const order = {
      shopper: { ...named, email: 'old@example.com' },
      billing: { phoneAreaCode, city: 'Cebu' },
    }
    const { refund } = await paidWith(world, 'G_CASH', 'PHP', order)
    expect((await refund({ customer: { email } })).json().operation.status).toBe('succeeded')
    expect(customersSent(world)).toEqual([SENT])
  })

  it('says which fields are missing, and can be sent again with them', async () => {
    const world = await start()
    const { refund, list } = await paidWith(world, 'G_CASH', 'PHP', { shopper: { email: ANA.email } })
    const refused = await refund()
    expect([refused.statusCode, refused.json()]).toMatchObject([
      422,
      {
        code: 'refund_customer_required',
        detail: expect.stringContaining('210069'),
        errors: ['firstName', 'lastName', 'phoneAreaCode', 'phoneNumber'].map((name) => ({
          field: `/customer/${name}`,
        })),
      },
    ])
    expect(refused.json().errors).toHaveLength(4)
    expect((await refund({ customer: ANA })).json().operation.status).toBe('succeeded')
    expect((await list()).map(({ status }) => status)).toEqual(['failed', 'succeeded'])
    expect(world.emulator.ledger().orders[0]?.refunds).toHaveLength(1)
  })

  it('is another request with another customer under the same key', async () => {
    const world = await start()
    const { refund } = await paidWith(world, 'G_CASH', 'PHP', { shopper: ANA })
    const key = randomUUID()
    const send = (customer: object) => refund({ customer }, key)
    expect((await send(ANA)).statusCode).toBe(200)
    expect((await send(ANA)).headers['idempotency-replayed']).toBe('true')
    expect((await send({ ...ANA, firstName: 'Eva' })).json().code).toBe('idempotency_key_reused')
  })
})

describe('a refund to a card', () => {
  it.each([
    ['typed here', false],
    ["on PayKKa's own page", true],
  ])("sends nobody's name: %s", async (_name, hosted) => {
    const world = await start()
    const order = { shopper: ANA }
    if (hosted) {
      const { refund } = await paidWith(world, 'BANKCARD', 'EUR', order)
      await refund()
    } else {
      const checkout = await shop(world).create(order)
      await shopper(world, checkout).pay()
      await (await refunds(world, checkout.id)).refund()
    }
    expect(customersSent(world)).toEqual([undefined])
  })

  it('sends the one that the shop names', async () => {
    const world = await start()
    const checkout = await shop(world).create()
    await shopper(world, checkout).pay()
    await (await refunds(world, checkout.id)).refund({ customer: ANA })
    expect(customersSent(world)).toEqual([SENT])
  })
})

describe('a refund by payout', () => {
  it('is reviewed for days without an alarm, and the shop hears of each step', async () => {
    const world = await start()
    const { refund, list } = await paidWith(world, 'QRIS', 'IDR', { shopper: ANA })
    const answer = await refund()
    expect([answer.statusCode, answer.json().operation]).toMatchObject([
      202,
      { status: 'reviewing', gatewayStatus: 'REVIEWING', gatewayRefundId: expect.stringMatching(/^RG/) },
    ])
    for (let days = 1; days < 3; days++) {
      world.clock.advance(DAY)
      await world.resolveModifications()
      expect((await list())[0]?.status).toBe('reviewing')
    }
    world.clock.advance(2 * DAY)
    await world.resolveModifications()
    expect((await list())[0]?.status).toBe('succeeded')
    const types = await world.database.db
      .selectFrom('shop_events')
      .select('type')
      .orderBy('created_at')
      .execute()
    const reported = types.map(({ type }) => type).filter((type) => type.startsWith('refund.'))
    expect(reported).toEqual(['refund.reviewing', 'refund.succeeded'])
    expect(world.logs.join('\n')).not.toContain('needs a person')
  })

  it('that PayKKa declines is reported as failed, and can be repeated', async () => {
    const world = await start()
    const { refund, list } = await paidWith(world, 'QRIS', 'IDR', { shopper: ANA })
    await world.emulator.setFaults(
      { match: { path: REFUND }, fault: { type: 'payout', ms: DAY } },
      { match: { path: REFUND }, fault: { type: 'decline', errorCode: '3005' } },
    )
    await refund()
    world.clock.advance(2 * DAY)
    await world.resolveModifications()
    expect((await list())[0]).toMatchObject({
      status: 'failed',
      failure: { code: 'refused_by_gateway', gatewayMessage: 'Declined' },
    })
    const types = await world.database.db.selectFrom('shop_events').select('type').execute()
    expect(types.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['refund.reviewing', 'refund.failed']),
    )
    expect((await refund()).json().operation.status).toBe('reviewing')
  })
})
