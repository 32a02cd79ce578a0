/** Saved cards and recurring payments through the real routes, counted on the emulator's books. */
import { createHash, randomUUID } from 'node:crypto'
import type { Payment } from '@paykka-checkout/shared-types'
import { CompactEncrypt, importJWK } from 'jose'
import { describe, expect, it } from 'vitest'
import type { Gateway, GatewayAnswer } from '../../src/payments/gateway.ts'
import type { World } from '../support/world.ts'
import { SECRET_KEY, SHOP_ORIGIN, shop, shopper, startWorld } from '../support/world.ts'

const CONSENT = {
  text: 'Save this card for my next purchases here. I can remove it at any time.',
  locale: 'en',
}
const ANNA = { shopper: { reference: 'anna' } }

const remove = (world: World, url: string, bearer: string) =>
  world.app.inject({
    method: 'DELETE',
    url,
    headers: { authorization: `Bearer ${bearer}`, origin: SHOP_ORIGIN },
  })

async function paid(world: World, order: Record<string, unknown>, body: Record<string, unknown> = {}) {
  const checkout = await shop(world).create({ ...ANNA, ...order })
  const answer = await shopper(world, checkout).pay({ body })
  const [payment] = (await shop(world).read(checkout.id)).payments
  return { checkout, answer, payment: payment as Payment }
}

const saved = (world: World) => paid(world, { saveCard: 'ask' }, { saveCard: true, consent: CONSENT })

async function cvcFor(world: World, checkout: { id: string; clientSecret: string }, cvc = '123') {
  const { cardKey } = await shopper(world, checkout).read()
  const text = JSON.stringify({ cvc, checkout: checkout.id, iat: Math.floor(world.clock.now() / 1000) })
  return new CompactEncrypt(new TextEncoder().encode(text))
    .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', kid: cardKey.kid })
    .encrypt(await importJWK(cardKey, 'ECDH-ES'))
}

/** PayKKa may tell the token late: so many answers are without it. */
function withholdToken(real: Gateway, left: { answers: number }): Gateway {
  const without = (answer: GatewayAnswer): GatewayAnswer => {
    if (answer.kind !== 'state' || left.answers-- <= 0) return answer
    const { token: _token, agreementId: _agreement, ...facts } = answer.facts
    return { ...answer, facts }
  }
  return {
    purchase: async (purchase) => without(await real.purchase(purchase)),
    query: async (reference) => without(await real.query(reference)),
    close: () => real.close(),
  }
}

const secretsOf = (world: World) => {
  const { tokens, agreements } = world.emulator.ledger()
  return [...tokens.map(({ token }) => token), ...agreements.map(({ id }) => id)]
}

describe('a saved card', () => {
  it('is kept with what the shopper agreed to, and pays again with its code', async () => {
    const world = await startWorld()
    const { payment } = await saved(world)
    expect(payment.consent).toMatchObject({
      purpose: 'saved_card',
      ...CONSENT,
      textHash: createHash('sha256').update(CONSENT.text).digest('hex'),
    })
    const next = await shop(world).create(ANNA)
    const [card] = (await shopper(world, next).read()).cards
    expect(payment.savedCardId).toBe(card?.id)
    expect(card).toMatchObject({ brand: 'visa', last4: '4242', expMonth: expect.any(String) })
    const method = { type: 'saved_card', cardId: card?.id, cvc: await cvcFor(world, next) }
    const answer = await shopper(world, next).pay({ body: { method } })
    expect(answer.json().payment).toMatchObject({
      status: 'succeeded',
      method: 'saved_card',
      card: { last4: '4242' },
    })
    expect(world.emulator.ledger().orders.map(({ status }) => status)).toEqual(['SUCCESS', 'SUCCESS'])
  })

  it.each([
    ['card', { saveCard: 'ask' }, { saveCard: true, consent: CONSENT }, 'savedCardId', /^card_/],
    ['agreement', { recurring: { type: 'subscription' } }, {}, 'agreementId', /^agr_/],
  ] as const)('is kept as %s when PayKKa returns its token only in a later query', async (...row) => {
    const [, order, body, name, id] = row
    const withheld = { answers: 2 }
    const world = await startWorld({ gateway: (real) => withholdToken(real, withheld) })
    const { checkout, payment } = await paid(world, order, body)
    const known = async () => (await shop(world).read(checkout.id)).payments[0]?.[name]
    expect([payment.status, payment[name]]).toEqual(['succeeded', undefined])
    for (const learned of [undefined, expect.stringMatching(id)]) {
      world.clock.advance(60_000)
      expect(await world.resolve()).toBe(1)
      expect(await known()).toEqual(learned)
    }
    world.clock.advance(60 * 60_000)
    expect(await world.resolve()).toBe(0)
  })

  it('is not stored when PayKKa names another shopper, and that is logged', async () => {
    const asBen = (answer: GatewayAnswer): GatewayAnswer =>
      answer.kind === 'state' ? { ...answer, facts: { ...answer.facts, shopperReference: 'ben' } } : answer
    const world = await startWorld({
      gateway: (real) => ({
        purchase: async (purchase) => asBen(await real.purchase(purchase)),
        query: async (reference) => asBen(await real.query(reference)),
        close: () => real.close(),
      }),
    })
    const { payment } = await saved(world)
    expect([payment.status, payment.savedCardId]).toEqual(['succeeded', undefined])
    for (const reference of ['anna', 'ben'])
      expect((await shop(world).send('GET', `/v1/shoppers/${reference}/cards`)).json().data).toEqual([])
    expect(world.logs.join('')).toContain('PayKKa names another shopper')
  })

  it('asks for its code unless that is turned off', async () => {
    const world = await startWorld()
    await saved(world)
    const next = await shop(world).create(ANNA)
    const [card] = (await shopper(world, next).read()).cards
    const answer = await shopper(world, next).pay({
      body: { method: { type: 'saved_card', cardId: card?.id } },
    })
    expect(answer.json()).toMatchObject({ code: 'validation_failed', errors: [{ field: '/method/cvc' }] })
    const other = await startWorld({ env: { SAVED_CARD_CODE: 'false' } })
    await saved(other)
    const again = await shop(other).create(ANNA)
    const view = await shopper(other, again).read()
    expect(view.savedCardCode).toBe(false)
    const method = { type: 'saved_card', cardId: view.cards[0]?.id }
    expect((await shopper(other, again).pay({ body: { method } })).json().payment.status).toBe('succeeded')
  })

  it("is nobody else's", async () => {
    const world = await startWorld({ env: { SAVED_CARD_CODE: 'false' } })
    await saved(world)
    const own = await shop(world).create(ANNA)
    const [card] = (await shopper(world, own).read()).cards
    for (const other of [{ shopper: { reference: 'ben' } }, {}]) {
      const checkout = await shop(world).create(other)
      expect((await shopper(world, checkout).read()).cards).toEqual([])
      const answer = await shopper(world, checkout).pay({
        body: { method: { type: 'saved_card', cardId: card?.id } },
      })
      expect(answer.statusCode).toBe(404)
      const url = `/client/v1/checkout/cards/${card?.id}`
      expect((await remove(world, url, checkout.clientSecret)).statusCode).toBe(404)
    }
    expect((await remove(world, `/v1/shoppers/ben/cards/${card?.id}`, SECRET_KEY)).statusCode).toBe(404)
    expect((await remove(world, `/v1/shoppers/anna/cards/${card?.id}`, own.clientSecret)).statusCode).toBe(
      401,
    )
  })

  it('is removed at PayKKa too, twice is fine, by the shop and by the shopper', async () => {
    const world = await startWorld()
    await saved(world)
    const another = await shop(world).create({ ...ANNA, saveCard: 'always' })
    await shopper(world, another).pay({ card: { expMonth: '11' } })
    const list = await shop(world).send('GET', '/v1/shoppers/anna/cards')
    const [first, second] = list.json().data
    const next = await shop(world).create(ANNA)
    for (const _ of [1, 2])
      expect((await remove(world, `/v1/shoppers/anna/cards/${first.id}`, SECRET_KEY)).statusCode).toBe(204)
    const url = `/client/v1/checkout/cards/${second.id}`
    expect((await remove(world, url, next.clientSecret)).statusCode).toBe(200)
    expect(world.emulator.ledger().tokens).toEqual([])
    expect((await shopper(world, next).read()).cards).toEqual([])
  })

  it('stays in the list while PayKKa does not answer, and is not said to be removed', async () => {
    const world = await startWorld()
    await saved(world)
    await world.emulator.setFaults({ times: 0, fault: { type: 'reset', when: 'before' } })
    const [card] = (await shop(world).send('GET', '/v1/shoppers/anna/cards')).json().data
    expect((await remove(world, `/v1/shoppers/anna/cards/${card.id}`, SECRET_KEY)).json().code).toBe(
      'gateway_unreachable',
    )
  })

  it.each([
    ['a checkout that saves none', {}, { saveCard: true }, '/saveCard'],
    ['a wallet-less shopper without a name', { shopper: {}, saveCard: 'ask' }, {}, '/shopper/reference'],
  ])('is refused for %s', async (_name, order, body, field) => {
    const world = await startWorld()
    const created = await shop(world).send('POST', '/v1/checkouts', {
      orderReference: 'o',
      amount: { value: 100, currency: 'EUR' },
      returnUrl: `${SHOP_ORIGIN}/o`,
      ...ANNA,
      ...order,
    })
    const answer = created.statusCode === 201 ? await shopper(world, created.json()).pay({ body }) : created
    expect(answer.json()).toMatchObject({ code: 'validation_failed', errors: [{ field }] })
  })
})

describe('what PayKKa says about saved cards', () => {
  const QUERY = '/v3/payment/acq/token/query'
  const REMOVE = '/v3/payment/acq/token/remove'
  const CARDS = '/v1/shoppers/anna/cards'
  const rows = (world: World) => world.database.db.selectFrom('saved_cards').selectAll().execute()
  const shown = async (world: World) => (await shop(world).send('GET', CARDS)).json().data.length
  /** Every answer of that path is this one; an object is signed. */
  const always = (path: string, status: number, body: unknown) => ({
    match: { path },
    times: 0,
    fault: { type: 'status' as const, status, body },
  })
  const entry = (world: World, changes: object) => [
    { token: secretsOf(world)[0], token_usage: 'CARD_ON_FILE', payment_method: 'BANKCARD', ...changes },
  ]
  const listed = (data: unknown) => ({ ret_code: '000000', ret_msg: 'Success', data })

  const lists: [string, number, (world: World) => unknown, number][] = [
    ['the token with ACTIVATE', 200, (world) => listed(entry(world, { status: 'ACTIVATE' })), 1],
    ['the token with ACTIVE', 200, (world) => listed(entry(world, { status: 'ACTIVE' })), 1],
    ['the token with activate', 200, (world) => listed(entry(world, { status: 'activate' })), 1],
    ['the token without a status', 200, (world) => listed(entry(world, {})), 1],
    ['the token with a status nobody knows', 200, (world) => listed(entry(world, { status: 'FROZEN' })), 0],
    ['another token', 200, () => listed([{ token: 'TK0', status: 'ACTIVATE' }]), 0],
    ['an empty list', 200, () => listed([]), 0],
    ['no list', 200, () => listed({}), 1],
    ['no data', 200, () => listed(undefined), 1],
    ['a refusal', 400, () => ({ ret_code: '010000', ret_msg: 'no' }), 1],
    ['"no such order"', 400, () => ({ ret_code: '206024', ret_msg: 'no' }), 1],
    ['a system exception', 200, () => ({ ret_code: '999999', ret_msg: 'no' }), 1],
    ["a firewall's page", 403, () => '<html>', 1],
    ['an error inside', 500, () => 'x', 1],
  ]
  it.each(lists)('(%s) hides cards at most, and changes none', async (_name, status, body, left) => {
    const world = await startWorld()
    await saved(world)
    const before = await rows(world)
    await world.emulator.setFaults(always(QUERY, status, body(world)))
    expect(await shown(world)).toBe(left)
    const { clientSecret } = (await shop(world).send('POST', '/v1/shoppers/anna/secrets', {})).json()
    const headers = { authorization: `Bearer ${clientSecret}`, origin: SHOP_ORIGIN }
    const account = await world.app.inject({ url: '/client/v1/shopper', headers })
    expect(account.json().cards).toHaveLength(left)
    expect(await rows(world)).toEqual(before)
    await world.emulator.setFaults()
    expect(await shown(world)).toBe(1)
  })

  const removals: [string, number, (world: World) => unknown, number, number][] = [
    ['no content, which nobody signed', 204, () => undefined, 502, 2],
    ['a bare yes', 200, () => ({ ret_code: '000000', ret_msg: 'Success' }), 204, 1],
    ['a yes with data', 200, () => listed({}), 204, 1],
    ['"no such token", and a list without it', 400, () => ({ ret_code: '010000', ret_msg: 'no' }), 204, 1],
    ['a refusal of another kind', 400, () => ({ ret_code: '1002', ret_msg: 'no' }), 502, 1],
    ['a system exception', 200, () => ({ ret_code: '999999', ret_msg: 'no' }), 502, 2],
    ["a firewall's page", 403, () => '<html>', 502, 2],
    ['an error inside', 500, () => 'x', 502, 2],
  ]
  it.each(removals)('a removal of a hidden card answered with %s', async (...row) => {
    const [, status, body, answered, sent] = row
    const world = await startWorld()
    await saved(world)
    const [card] = (await shop(world).send('GET', CARDS)).json().data
    const hidden = always(QUERY, 200, listed([]))
    await world.emulator.setFaults(hidden, always(REMOVE, status, body(world)))
    expect(await shown(world)).toBe(0)
    const answer = await remove(world, `${CARDS}/${card.id}`, SECRET_KEY)
    expect(answer.statusCode).toBe(answered)
    expect(world.emulator.ledger().requests[REMOVE]).toBe(sent)
    expect((await rows(world))[0]?.status).toBe(answered === 204 ? 'ended' : 'active')
  })
})

describe('recurring payments', () => {
  it('begin with a saved card, which stays a saved card', async () => {
    const world = await startWorld()
    await saved(world)
    const checkout = await shop(world).create({ ...ANNA, recurring: { type: 'subscription' } })
    const [card] = (await shopper(world, checkout).read()).cards
    const method = { type: 'saved_card', cardId: card?.id, cvc: await cvcFor(world, checkout) }
    const answer = await shopper(world, checkout).pay({ body: { method, consent: CONSENT } })
    expect(answer.json().payment).toMatchObject({ status: 'succeeded', method: 'saved_card' })
    const [payment] = (await shop(world).read(checkout.id)).payments
    expect(payment?.consent).toMatchObject({ purpose: 'subscription', ...CONSENT })
    const { data } = (await shop(world).send('GET', '/v1/shoppers/anna/agreements')).json()
    expect(data).toMatchObject([{ id: payment?.agreementId, status: 'active', card: { last4: '4242' } }])
    expect(data[0].card.expYear).toBe(card?.expYear)
    const charge = {
      agreementId: data[0].id,
      orderReference: 'month-2',
      amount: { value: 500, currency: 'EUR' },
    }
    const later = await shop(world).send('POST', '/v1/recurring/charges', charge, {
      'idempotency-key': 'm-2',
    })
    expect(later.json().payment).toMatchObject({ status: 'succeeded', method: 'agreement' })
    const cards = (await shop(world).send('GET', '/v1/shoppers/anna/cards')).json()
    expect(cards.data).toMatchObject([{ id: card?.id }])
  })

  it('begin with the shopper, go on without, and end', async () => {
    const world = await startWorld()
    const { answer, payment } = await paid(
      world,
      { recurring: { type: 'subscription' } },
      { consent: CONSENT },
    )
    expect(answer.json().payment.status).toBe('succeeded')
    expect(payment.consent?.purpose).toBe('subscription')
    const { data } = (await shop(world).send('GET', '/v1/shoppers/anna/agreements')).json()
    expect(data).toMatchObject([{ type: 'subscription', status: 'active', card: { last4: '4242' } }])
    expect(payment.agreementId).toBe(data[0].id)
    const body = {
      agreementId: data[0].id,
      orderReference: 'month-2',
      amount: { value: 500, currency: 'EUR' },
    }
    const key = randomUUID()
    const charge = (change = {}) =>
      shop(world).send('POST', '/v1/recurring/charges', { ...body, ...change }, { 'idempotency-key': key })
    const first = await charge()
    expect(first.statusCode).toBe(201)
    expect(first.json().payment).toMatchObject({
      status: 'succeeded',
      method: 'agreement',
      orderReference: 'month-2',
    })
    const again = await charge()
    expect([again.json().payment.id, again.headers['idempotency-replayed']]).toEqual([
      first.json().payment.id,
      'true',
    ])
    expect((await charge({ orderReference: 'month-3' })).json().code).toBe('idempotency_key_reused')
    expect(world.emulator.ledger().orders.map(({ amount, charges }) => [amount, charges])).toEqual([
      [1099, 1],
      [500, 1],
    ])
    for (const _ of [1, 2]) {
      const ended = await remove(world, `/v1/recurring/agreements/${data[0].id}`, SECRET_KEY)
      expect(ended.json().agreement.status).toBe('ended')
    }
    const late = await shop(world).send('POST', '/v1/recurring/charges', body, {
      'idempotency-key': randomUUID(),
    })
    expect(late.json().code).toBe('agreement_inactive')
    expect(world.emulator.ledger().agreements).toMatchObject([{ active: false }])
  })

  it.each([
    ['2015', 'agreement_missing'],
    ['2016', 'agreement_inactive'],
    ['2010', 'recurring_refused'],
    ['2011', 'recurring_refused'],
    ['2012', 'recurring_refused'],
    ['2013', 'recurring_refused'],
    ['2014', 'recurring_refused'],
    ['2017', 'recurring_refused'],
  ])("PayKKa's %s is the problem %s", async (retCode, code) => {
    const world = await startWorld()
    await paid(world, { recurring: { type: 'unscheduled' } })
    const { data } = (await shop(world).send('GET', '/v1/shoppers/anna/agreements')).json()
    await world.emulator.setFaults({
      match: { path: '/v3/payment/acq' },
      fault: { type: 'status', status: 400, body: { ret_code: retCode, ret_msg: 'no' }, when: 'before' },
    })
    const body = { agreementId: data[0].id, orderReference: 'o', amount: { value: 500, currency: 'EUR' } }
    const answer = await shop(world).send('POST', '/v1/recurring/charges', body, {
      'idempotency-key': randomUUID(),
    })
    expect(answer.json()).toMatchObject({ code, detail: expect.stringMatching(`^${retCode}: `) })
  })

  it.each([
    ['2010', 'recurring_refused'],
    ['2017', 'recurring_refused'],
    ['2013', 'gateway_refused'],
  ])("PayKKa's %s to a first payment is the problem %s, and nothing was charged", async (retCode, code) => {
    const world = await startWorld()
    await world.emulator.setFaults({
      match: { path: '/v3/payment/acq' },
      fault: { type: 'status', status: 400, body: { ret_code: retCode, ret_msg: 'no' }, when: 'before' },
    })
    const { answer } = await paid(world, { recurring: { type: 'subscription' } })
    expect(answer.json()).toMatchObject({ code, payment: { status: 'failed' } })
    expect(answer.json().detail?.startsWith(`${retCode}: `) ?? false).toBe(code === 'recurring_refused')
    expect(world.emulator.ledger().orders.every(({ charges }) => charges === 0)).toBe(true)
  })
})

describe('a charge whose answer is lost', () => {
  it.each([
    ['after PayKKa had charged', 'after', 'succeeded', 1],
    ['before PayKKa saw it', 'before', 'failed', 0],
  ] as const)('%s is unknown until a signed query ends it, and is never sent again', async (...row) => {
    const [, when, status, charged] = row
    const world = await startWorld()
    await paid(world, { recurring: { type: 'subscription' } })
    const { data } = (await shop(world).send('GET', '/v1/shoppers/anna/agreements')).json()
    const path = '/v3/payment/acq'
    const sent = () => world.emulator.ledger().requests[path] ?? 0
    const before = sent()
    await world.emulator.setFaults({ match: { path }, fault: { type: 'hang', when } })
    const body = {
      agreementId: data[0].id,
      orderReference: 'month-2',
      amount: { value: 500, currency: 'EUR' },
    }
    const key = randomUUID()
    const charge = () => shop(world).send('POST', '/v1/recurring/charges', body, { 'idempotency-key': key })
    const { payment } = (await charge()).json()
    expect(payment.status).toBe('unknown')
    expect((await charge()).json().payment).toMatchObject({ id: payment.id, status: 'unknown' })
    world.clock.advance(60 * 60_000)
    expect(await world.resolve()).toBe(1)
    const read = await shop(world).send('GET', `/v1/payments/${payment.id}`)
    expect(read.json().payment).toMatchObject({ status, method: 'agreement' })
    expect(sent()).toBe(before + 1)
    const order = world.emulator.ledger().attempts.find(({ transId }) => transId === payment.transId)
    expect(order?.charges ?? 0).toBe(charged)
  })
})

describe('an account page', () => {
  it('opens with a secret of that shopper alone, for half an hour', async () => {
    const world = await startWorld()
    const { checkout } = await saved(world)
    await paid(world, { recurring: { type: 'subscription' } })
    const made = await shop(world).send('POST', '/v1/shoppers/anna/secrets', {})
    expect(made.statusCode).toBe(201)
    const open = (bearer: string) =>
      world.app.inject({
        url: '/client/v1/shopper',
        headers: { authorization: `Bearer ${bearer}`, origin: SHOP_ORIGIN },
      })
    const { clientSecret } = made.json()
    const account = (await open(clientSecret)).json()
    expect([account.cards.length, account.agreements.length]).toEqual([1, 1])
    expect((await open(checkout.clientSecret)).statusCode).toBe(401)
    const ben = (await shop(world).send('POST', '/v1/shoppers/ben/secrets', {})).json().clientSecret
    for (const path of [`cards/${account.cards[0].id}`, `agreements/${account.agreements[0].id}`]) {
      expect((await remove(world, `/client/v1/shopper/${path}`, ben)).statusCode).toBe(404)
      expect((await remove(world, `/client/v1/shopper/${path}`, clientSecret)).statusCode).toBe(200)
    }
    world.clock.advance(31 * 60_000)
    expect((await open(clientSecret)).statusCode).toBe(401)
  })
})

it("no token and no agreement id of PayKKa's is in an answer, an event, a log or the database", async () => {
  const world = await startWorld()
  const { checkout, answer } = await saved(world)
  await paid(world, { recurring: { type: 'subscription' } }, { consent: CONSENT })
  const next = await shop(world).create(ANNA)
  const { clientSecret } = (await shop(world).send('POST', '/v1/shoppers/anna/secrets', {})).json()
  const account = await world.app.inject({
    url: '/client/v1/shopper',
    headers: { authorization: `Bearer ${clientSecret}` },
  })
  const events = await world.database.db.selectFrom('shop_events').select('payload').execute()
  const reported = [answer.body, account.body, JSON.stringify(await shopper(world, next).read())]
  const shopReported = JSON.stringify(await shop(world).read(checkout.id))
  const everything = [
    ...reported,
    shopReported,
    JSON.stringify(events),
    ...world.logs,
    world.databaseBytes().toString('latin1'),
  ]
  const secrets = secretsOf(world)
  expect(secrets).toHaveLength(3)
  for (const secret of secrets) expect(everything.filter((text) => text.includes(secret))).toEqual([])
})
