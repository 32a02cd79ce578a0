/** Every route that changes something, from the OpenAPI document: one entry in the transaction of the change, or a reason why none. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { sealAll } from '../../src/audit/seal.ts'
import { REFUSABLE } from '../../src/http/refused-actions.ts'
import { postgresOfFile } from '../database/postgres-of-file.ts'
import { disputeRow } from '../database/rows.ts'
import { decide, hostedWorld, visit } from '../support/hosted.ts'
import { sealCard } from '../support/seal.ts'
import type { World } from '../support/world.ts'
import { BROWSER, SECRET_KEY, SHOP_ORIGIN, shop, shopper, startWorld } from '../support/world.ts'

const postgres = postgresOfFile()

type Request = { url: string; body?: object; bearer?: string }
type Audited = {
  action: string
  prepare(world: World): Promise<Request>
  /** The shopper is led back to the shop, whatever happens. */
  isQuiet?: boolean
}

const ANNA = { shopper: { reference: 'anna' } }
const CONSENT = { consent: { text: 'I agree', locale: 'en' } }
const AMOUNT = { value: 99, currency: 'EUR' }

async function paid(world: World, order: object = {}, body: object = {}): Promise<string> {
  const checkout = await shop(world).create({ ...ANNA, ...order })
  return (await shopper(world, checkout).pay({ body: { ...body } })).json().payment.id
}

/** @returns the path of a saved card of Anna's */
async function savedCard(world: World): Promise<string> {
  await paid(world, { saveCard: 'ask' }, { saveCard: true, ...CONSENT })
  return (await shop(world).send('GET', '/v1/shoppers/anna/cards')).json().data[0].id
}

async function agreement(world: World): Promise<string> {
  await paid(world, { recurring: { type: 'subscription' } }, CONSENT)
  return (await shop(world).send('GET', '/v1/shoppers/anna/agreements')).json().data[0].id
}

async function dispute(world: World): Promise<string> {
  const row = disputeRow('dsp_AAAAAAAAAAAAAAAAAAAAAA', await paid(world))
  await world.database.db.insertInto('disputes').values(row).execute()
  return row.id
}

const account = async (world: World): Promise<string> =>
  (await shop(world).send('POST', '/v1/shoppers/anna/secrets', {})).json().clientSecret

const ORDER = { orderReference: 'order-9', amount: AMOUNT, returnUrl: `${SHOP_ORIGIN}/orders/9` }

/** @returns a new payment on PayKKa's page */
async function onPage(world: World) {
  const visitor = await visit(world)
  const { url } = (await visitor.open({ methods: ['ideal'] })).json() as { url: string }
  const { lastPayment } = await visitor.buyer.read()
  return { ...visitor, url, id: lastPayment?.id }
}

/** Who did it, and that it was done, must never get lost. */
const AUDITED: Record<string, Audited> = {
  'POST /v1/checkouts': {
    action: 'checkout.create',
    prepare: async () => ({ url: '/v1/checkouts', body: ORDER }),
  },
  'POST /v1/recurring/agreements/{id}/checkouts': {
    action: 'checkout.create',
    prepare: async (world) => ({
      url: `/v1/recurring/agreements/${await agreement(world)}/checkouts`,
      body: ORDER,
    }),
  },
  'POST /v1/checkouts/{id}/hosted': {
    action: 'payment.create',
    prepare: async (world) => ({ url: `/v1/checkouts/${(await shop(world).create()).id}/hosted`, body: {} }),
  },
  'POST /client/v1/checkout/payments': {
    action: 'payment.create',
    prepare: async (world) => {
      const checkout = await shop(world).create()
      const { cardKey, version } = await shopper(world, checkout).read()
      const card = { checkout: checkout.id, iat: Math.floor(world.clock.now() / 1000) }
      const method = { type: 'card', card: await sealCard(cardKey, card) }
      const body = { version, method, browser: BROWSER }
      return { url: '/client/v1/checkout/payments', body, bearer: checkout.clientSecret }
    },
  },
  'POST /client/v1/checkout/hosted': {
    action: 'payment.create',
    prepare: async (world) => {
      const { clientSecret: bearer } = await shop(world).create()
      return { url: '/client/v1/checkout/hosted', body: {}, bearer }
    },
  },
  'POST /client/v1/checkout/payments/{id}/abandon': {
    action: 'payment.abandon',
    prepare: async (world) => {
      const { id, checkout } = await onPage(world)
      const url = `/client/v1/checkout/payments/${id}/abandon`
      return { url, body: {}, bearer: checkout.clientSecret }
    },
  },
  'POST /paykka/cancel/{reference}': {
    action: 'payment.abandon',
    isQuiet: true,
    prepare: async (world) => {
      const { url, checkout } = await onPage(world)
      const address = await decide(url, 'cancel')
      return { url: new URL(address).pathname, bearer: checkout.clientSecret }
    },
  },
  'PATCH /v1/checkouts/{id}': {
    action: 'checkout.change',
    prepare: async (world) => ({
      url: `/v1/checkouts/${(await shop(world).create()).id}`,
      body: { amount: AMOUNT },
    }),
  },
  'POST /v1/checkouts/{id}/cancel': {
    action: 'checkout.cancel',
    prepare: async (world) => ({ url: `/v1/checkouts/${(await shop(world).create()).id}/cancel`, body: {} }),
  },
  'POST /v1/payments/{id}/captures': {
    action: 'payment.capture',
    prepare: async (world) => ({
      url: `/v1/payments/${await paid(world, { capture: 'manual' })}/captures`,
      body: {},
    }),
  },
  'POST /v1/payments/{id}/voids': {
    action: 'payment.void',
    prepare: async (world) => ({
      url: `/v1/payments/${await paid(world, { capture: 'manual' })}/voids`,
      body: {},
    }),
  },
  'POST /v1/payments/{id}/refunds': {
    action: 'payment.refund',
    prepare: async (world) => ({
      url: `/v1/payments/${await paid(world)}/refunds`,
      body: { amount: AMOUNT },
    }),
  },
  'POST /v1/disputes/{id}/notes': {
    action: 'dispute.note',
    prepare: async (world) => ({
      url: `/v1/disputes/${await dispute(world)}/notes`,
      body: { text: 'asked the bank' },
    }),
  },
  'POST /v1/disputes/{id}/outcome': {
    action: 'dispute.outcome',
    prepare: async (world) => ({
      url: `/v1/disputes/${await dispute(world)}/outcome`,
      body: { outcome: 'won' },
    }),
  },
  'DELETE /v1/shoppers/{reference}/cards/{cardId}': {
    action: 'card.remove',
    prepare: async (world) => ({ url: `/v1/shoppers/anna/cards/${await savedCard(world)}` }),
  },
  'POST /v1/shoppers/{reference}/secrets': {
    action: 'shopper.open_account',
    prepare: async () => ({ url: '/v1/shoppers/anna/secrets', body: {} }),
  },
  'POST /v1/shoppers/{reference}/erasures': {
    action: 'shopper.erase',
    prepare: async (world) => {
      await savedCard(world)
      return { url: '/v1/shoppers/anna/erasures', body: {} }
    },
  },
  'POST /v1/recurring/charges': {
    action: 'agreement.charge',
    prepare: async (world) => ({
      url: '/v1/recurring/charges',
      body: { agreementId: await agreement(world), orderReference: 'month-2', amount: AMOUNT },
    }),
  },
  'DELETE /v1/recurring/agreements/{id}': {
    action: 'agreement.end',
    prepare: async (world) => ({ url: `/v1/recurring/agreements/${await agreement(world)}` }),
  },
  'DELETE /client/v1/checkout/cards/{cardId}': {
    action: 'card.remove',
    prepare: async (world) => {
      const card = await savedCard(world)
      const { clientSecret: bearer } = await shop(world).create(ANNA)
      return { url: `/client/v1/checkout/cards/${card}`, bearer }
    },
  },
  'DELETE /client/v1/shopper/cards/{cardId}': {
    action: 'card.remove',
    prepare: async (world) => {
      const card = await savedCard(world)
      return { url: `/client/v1/shopper/cards/${card}`, bearer: await account(world) }
    },
  },
  'DELETE /client/v1/shopper/agreements/{id}': {
    action: 'agreement.end',
    prepare: async (world) => {
      const id = await agreement(world)
      return { url: `/client/v1/shopper/agreements/${id}`, bearer: await account(world) }
    },
  },
}

/** What has its own record that is never changed, one row at least for each of these. */
const RECORDED_ELSEWHERE: Record<string, string> = {
  'POST /client/v1/checkout/apple-pay-session': 'a counter of the checkout',
  'POST /paykka/return/{reference}':
    "the payment's history: the return ends the purchase, which has its entry",
  'POST /paykka/notifications': 'the notification itself',
  'POST /csp-reports': 'the log; the database does not change',
}

const open = async (database: string) =>
  hostedWorld(database === 'SQLite' ? {} : { env: { DATABASE_URL: await postgres().createDatabase() } })

function send(world: World, route: string, { url, body, bearer = SECRET_KEY }: Request) {
  const method = route.split(' ')[0] as 'POST'
  const origin = bearer === SECRET_KEY ? {} : { origin: SHOP_ORIGIN }
  const headers = { authorization: `Bearer ${bearer}`, 'idempotency-key': randomUUID(), ...origin }
  return world.app.inject({ method, url, headers, ...(body === undefined ? {} : { payload: body }) })
}

async function entries({ database }: World) {
  await sealAll(database)
  return database.db.selectFrom('audit').selectAll().orderBy('sequence').execute()
}

/** Refuses every entry, as a full disk would at that moment. @returns what ends it */
async function plantFault({ database: { db, kind } }: World): Promise<() => Promise<unknown>> {
  const run = (text: string) => sql.raw(text).execute(db)
  const isSqlite = kind === 'sqlite'
  if (!isSqlite)
    await run("create function no_audit() returns trigger as 'begin raise ''planted''; end' language plpgsql")
  const refusal = isSqlite
    ? "begin select raise(abort, 'planted'); end"
    : 'for each row execute function no_audit()'
  for (const table of RECORDS) await run(`create trigger no_${table} before insert on ${table} ${refusal}`)
  return async () => {
    for (const table of RECORDS) await run(`drop trigger no_${table}${isSqlite ? '' : ` on ${table}`}`)
  }
}

const RECORDS = ['audit', 'audit_waiting']

/** What a change would show in; what PayKKa said when it was asked before is no change of the request's. */
async function state({ database: { db } }: World): Promise<unknown> {
  const tables = [
    'operations',
    'saved_cards',
    'shopper_secrets',
    'erasures',
    'consents',
    'idempotency_keys',
  ] as const
  const rows: unknown[] = []
  rows.push(await db.selectFrom('disputes').selectAll().execute())
  rows.push(await db.selectFrom('dispute_notes').selectAll().execute())
  for (const table of tables) rows.push(await db.selectFrom(table).selectAll().execute())
  const checkouts = await db
    .selectFrom('checkouts')
    .select(['id', 'status', 'amount', 'version', 'details', 'shopper_reference'])
    .orderBy('id')
    .execute()
  const payments = await db
    .selectFrom('payments')
    .select(['id', 'status', 'card_last4'])
    .orderBy('id')
    .execute()
  return [...rows, checkouts, payments, await db.selectFrom('audit_head').selectAll().execute()]
}

it('every changing route of the API is in one of the two lists', async () => {
  const world = await startWorld()
  const { paths } = (await world.app.inject('/openapi.json')).json() as { paths: Record<string, object> }
  const changing = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods)
      .filter((method) => ['post', 'put', 'patch', 'delete'].includes(method))
      .map((method) => `${method.toUpperCase()} ${path}`),
  )
  expect(changing.toSorted()).toEqual(
    [...Object.keys(AUDITED), ...Object.keys(RECORDED_ELSEWHERE)].toSorted(),
  )
})

it('every audited route of the shop records refusals too', () => {
  const routes = Object.keys({ ...AUDITED, ...READING })
    .filter((route) => / \/v1\//.test(route))
    .map((route) => route.replaceAll(/\{(\w+)\}/g, ':$1'))
  expect(Object.keys(REFUSABLE).toSorted()).toEqual(routes.toSorted())
  for (const [route, { action }] of Object.entries(AUDITED))
    if (/ \/v1\//.test(route))
      expect(REFUSABLE[route.replaceAll(/\{(\w+)\}/g, ':$1')]?.action, route).toBe(action)
})

/** They change nothing, but personal data leaves the BFF. */
const READING = {
  'GET /v1/disputes/{id}/evidence': '',
  'GET /v1/shoppers/{reference}/data': '',
  'GET /v1/exports/payments.csv': '',
  'GET /v1/exports/movements.csv': '',
  'GET /v1/exports/audit.csv': '',
}

describe.each(['SQLite', 'PostgreSQL'])('on %s', (database) => {
  it.each(Object.entries(AUDITED))('%s leaves one entry, or changes nothing', async (route, audited) => {
    const { action, prepare } = audited
    const world = await open(database)
    const request = await prepare(world)
    const known = (await entries(world)).length
    const mend = await plantFault(world)
    const before = await state(world)
    const { statusCode } = await send(world, route, request)
    if (!audited.isQuiet) expect(statusCode).toBeGreaterThanOrEqual(500)
    expect(await state(world)).toEqual(before)
    await mend()
    expect((await send(world, route, request)).statusCode).toBeLessThan(400)
    const added = (await entries(world)).slice(known)
    expect(added.map((entry) => entry.action)).toEqual([action])
    expect(added[0]).toMatchObject({
      actor_type: request.bearer === undefined ? 'key' : 'shopper',
      request_id: expect.stringMatching(/^req_/),
    })
    expect(JSON.stringify(added)).not.toContain('anna')
  })
})
