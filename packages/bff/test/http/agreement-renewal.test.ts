/** Another card for an agreement, cards that soon expire, and banks that want the shopper or no charge at all. */
import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import type { GatewayAnswer } from '../../src/payments/gateway.ts'
import { cancelReplaced } from '../../src/payments/recurring/cancel-replaced.ts'
import { reportExpiring } from '../../src/payments/recurring/report-expiring.ts'
import { atBank, follow } from '../support/hosted.ts'
import { expectProblem } from '../support/refusals.ts'
import type { World } from '../support/world.ts'
import { SHOP_ORIGIN, shop, shopper, startWorld } from '../support/world.ts'

const AMOUNT = { value: 500, currency: 'EUR' }
const DAY = 86_400_000
/** The world begins on 2026-06-01 at noon. */
const JULY = { expMonth: '07', expYear: '2026' }

let world: World
let agreementId: string
/** In place of PayKKa's own answer to the next purchase. */
let instead: (() => Promise<GatewayAnswer>) | null

beforeEach(async () => {
  instead = null
  world = await startWorld({
    // A return waits for PayKKa's answer, however long that takes.
    pause: () => new Promise<void>(() => {}),
    env: {
      PAYKKA_CHALLENGE_INDICATOR_REQUIRED: 'FORCE',
      PAYKKA_DECLINE_CODES: '3901=stop_payment',
      HOSTED_METHODS: 'card',
    },
    gateway: (real) => ({
      ...real,
      purchase: (purchase) => {
        const answer = instead
        instead = null
        return answer ? answer() : real.purchase(purchase)
      },
    }),
  })
  agreementId = await subscribe('anna', JULY)
})

async function subscribe(reference: string, card: object): Promise<string> {
  const order = { shopper: { reference }, recurring: { type: 'subscription' } }
  const checkout = await shop(world).create(order)
  await shopper(world, checkout).pay({ card })
  return (await shop(world).read(checkout.id)).payments[0]?.agreementId ?? ''
}

const charge = (orderReference = 'month-2') =>
  shop(world).send(
    'POST',
    '/v1/recurring/charges',
    { agreementId, orderReference, amount: AMOUNT },
    { 'idempotency-key': randomUUID() },
  )
const renew = (changes: object = {}, headers: Record<string, string> = {}) =>
  shop(world).send(
    'POST',
    `/v1/recurring/agreements/${agreementId}/checkouts`,
    { orderReference: 'month-2', amount: AMOUNT, returnUrl: `${SHOP_ORIGIN}/orders/2`, ...changes },
    headers,
  )
const agreementOf = async (reference = 'anna') =>
  (await shop(world).send('GET', `/v1/shoppers/${reference}/agreements`)).json().data[0]
const declineNext = (errorCode: string) => world.emulator.setFaults({ fault: { type: 'decline', errorCode } })
const events = async (type: string) =>
  (await world.database.db.selectFrom('shop_events').selectAll().where('type', '=', type).execute()).map(
    ({ payload }) => JSON.parse(payload),
  )
const paykkas = () => world.emulator.ledger().agreements.map(({ active }) => active)

describe('POST /v1/recurring/agreements/:id/checkouts', () => {
  it('gives the agreement another card under its old id, and PayKKa keeps one that can be charged', async () => {
    const checkout = (await renew()).json()
    expect(checkout).toMatchObject({
      shopper: { reference: 'anna' },
      recurring: { type: 'subscription' },
      renewsAgreement: agreementId,
      saveCard: 'off',
    })
    await shopper(world, checkout).pay({ card: { number: '2223003122003222' } })
    const { payments, renewsAgreement } = await shop(world).read(checkout.id)
    expect(payments[0]).toMatchObject({ status: 'succeeded', agreementId })
    expect(payments[0]).not.toHaveProperty('savedCardId')
    expect(renewsAgreement).toBe(agreementId)
    expect(await agreementOf()).toMatchObject({
      id: agreementId,
      card: { brand: 'mastercard', last4: '3222', expMonth: '12', expYear: '2031' },
    })
    expect(paykkas()).toEqual([true, true])
    expect(await cancelReplaced(world.parts)).toBe(1)
    expect(paykkas()).toEqual([false, true])
    expect(await cancelReplaced(world.parts)).toBe(0)

    const { payment } = (await charge('month-3')).json()
    expect(payment.status).toBe('succeeded')
    const charged = world.emulator.ledger().orders.at(-1)
    expect(charged?.card?.last4).toBe('3222')
    const ended = await shop(world).send('GET', '/v1/shoppers/anna/agreements')
    expect(ended.json().data).toHaveLength(1)
  })

  it('is made once per key, and not confused with another agreement under the same key', async () => {
    const key = { 'idempotency-key': 'renewal-1' }
    const first = await renew({}, key)
    const again = await renew({}, key)
    expect([again.json().id, again.headers['idempotency-replayed']]).toEqual([first.json().id, 'true'])
    agreementId = await subscribe('ben', {})
    expectProblem(await renew({}, key), 422, 'idempotency_key_reused')
  })

  const wrong: [string, () => Promise<unknown>, object, number, string][] = [
    ['another shopper', async () => {}, { shopper: { reference: 'ben' } }, 422, 'validation_failed'],
    ['a member that the agreement says', async () => {}, { saveCard: 'ask' }, 422, 'validation_failed'],
    [
      'an agreement that nobody made',
      async () => (agreementId = `agr_${'a'.repeat(22)}`),
      {},
      404,
      'not_found',
    ],
    [
      'an agreement that has ended',
      () =>
        world.app.inject({
          method: 'DELETE',
          url: `/v1/recurring/agreements/${agreementId}`,
          headers: { authorization: `Bearer ${world.config.secretKeys[0]}` },
        }),
      {},
      409,
      'agreement_inactive',
    ],
  ]
  it.each(wrong)('is refused for %s', async (_name, before, changes, status, code) => {
    await before()
    expectProblem(await renew(changes), status, code)
  })

  it('leaves an agreement ended that was ended meanwhile, and cancels the new one at PayKKa', async () => {
    const checkout = (await renew()).json()
    await world.app.inject({
      method: 'DELETE',
      url: `/v1/recurring/agreements/${agreementId}`,
      headers: { authorization: `Bearer ${world.config.secretKeys[0]}` },
    })
    await shopper(world, checkout).pay()
    expect(paykkas()).toEqual([false, true])
    await cancelReplaced(world.parts)
    expect(paykkas()).toEqual([false, false])
    expectProblem(await charge('month-3'), 409, 'agreement_inactive')
  })

  it("takes a card that was given on PayKKa's own page, whose expiry nobody here knows", async () => {
    const checkout = (await renew()).json()
    const { url } = (
      await world.app.inject({
        method: 'POST',
        url: '/client/v1/checkout/hosted',
        headers: {
          authorization: `Bearer ${checkout.clientSecret}`,
          origin: SHOP_ORIGIN,
          'idempotency-key': randomUUID(),
        },
        payload: {},
      })
    ).json()
    const body = new URLSearchParams({ decision: 'pay', method: 'BANKCARD', store: 'on' })
    const back = await fetch(url, { method: 'POST', body, redirect: 'manual' })
    await follow(world, back.headers.get('location') ?? '')
    const { card, ...agreement } = await agreementOf()
    expect([agreement.id, agreement.status]).toEqual([agreementId, 'active'])
    expect(card).toEqual({ brand: 'visa', last4: '4242' })
    await cancelReplaced(world.parts)
    expect(paykkas()).toEqual([false, true])
    expect((await charge('month-3')).json().payment.status).toBe('succeeded')
  })

  it("stays active when a charge of its earlier card hears that PayKKa's older agreement is over", async () => {
    instead = async () => {
      await shopper(world, (await renew({ orderReference: 'card' })).json()).pay()
      return { kind: 'refused', reason: 'configuration', gatewayCode: '2016' }
    }
    const charged = await charge()
    expectProblem(charged, 409, 'agreement_inactive')
    expect((await agreementOf()).status).toBe('active')
    expect(await events('agreement.ended')).toEqual([])
    expect((await charge()).json().payment.status).toBe('succeeded')
  })

  it('tries again where PayKKa does not answer, and charges the new card meanwhile', async () => {
    await shopper(world, (await renew()).json()).pay()
    const path = '/v3/payment/acq/recurring/cancel'
    await world.emulator.setFaults({ match: { path }, times: 0, fault: { type: 'reset' } })
    expect(await cancelReplaced(world.parts)).toBe(0)
    expect((await charge('month-3')).json().payment.status).toBe('succeeded')
    await world.emulator.setFaults()
    expect(await cancelReplaced(world.parts)).toBe(1)
    expect(paykkas()).toEqual([false, true])
  })
})

describe('a bank that asks for the shopper', () => {
  it('leads from the charge to a checkout of the same order, where it asks and the order is paid once', async () => {
    await declineNext('3065')
    const { payment } = (await charge()).json()
    expect(payment).toMatchObject({
      status: 'declined',
      decline: { code: 'authentication_required' },
      retry: { advice: 'shopper' },
    })
    const checkout = (await renew()).json()
    const answer = await shopper(world, checkout).pay({ card: { number: '5555555555554444' } })
    await follow(world, await atBank(answer.json().payment.action.url, 'approve'))
    const { payments } = await shop(world).read(checkout.id)
    expect(payments).toMatchObject([{ status: 'succeeded', orderReference: 'month-2', agreementId }])
    expectProblem(await charge(), 409, 'order_already_paid')
    expect((await charge('month-3')).json().payment.status).toBe('succeeded')
  })

  it("is asked in the shopper's next attempt, and they see it", async () => {
    const checkout = await shop(world).create()
    const visitor = shopper(world, checkout)
    const card = { number: '4000000000003220' }
    expect((await visitor.pay({ card })).json().payment).toMatchObject({
      status: 'declined',
      decline: { retry: 'same-card', reason: 'authentication_required' },
    })
    const second = (await visitor.pay({ card })).json().payment
    expect(second.status).toBe('action_required')
    await follow(world, await atBank(second.action.url, 'approve'))
    const { payments } = await shop(world).read(checkout.id)
    expect(payments.map(({ status }) => status).toSorted()).toEqual(['declined', 'succeeded'])
    const asked = world.emulator.requests({ path: '/v3/payment/acq' }).slice(-2)
    expect(asked.map(({ body }) => (body as Record<string, unknown>).authentication)).toEqual([
      { challenge_indicator: 'AUTO' },
      { challenge_indicator: 'FORCE' },
    ])
  })
})

describe('a bank that forbids further charges', () => {
  it('is obeyed until the shopper gives another card', async () => {
    await declineNext('3901')
    expect((await charge()).json().payment).toMatchObject({ retry: { advice: 'never' } })
    const before = world.emulator.ledger().attempts.length
    const answer = await charge('month-3')
    expectProblem(answer, 409, 'agreement_inactive')
    expect(answer.json().detail).toContain('never')
    expect(world.emulator.ledger().attempts).toHaveLength(before)
    await shopper(world, (await renew()).json()).pay()
    expect((await charge('month-3')).json().payment.status).toBe('succeeded')
  })
})

describe('a card that soon expires', () => {
  const report = () => reportExpiring(world.database, world.clock.now())

  it('is reported 30 days ahead, once, and again for the next card', async () => {
    // Until the end of July 2026 there are more than 30 days on 1 July, and 30 on 2 July.
    world.clock.advance(30 * DAY)
    expect([await report(), (await agreementOf()).cardExpiring]).toEqual([0, undefined])
    world.clock.advance(DAY)
    expect([await report(), (await agreementOf()).cardExpiring]).toEqual([1, true])
    world.clock.advance(DAY)
    expect(await report()).toBe(0)
    const [reported, ...more] = await events('agreement.card_expiring')
    expect(more).toEqual([])
    expect(reported.data).toMatchObject({
      agreementId,
      agreement: { id: agreementId, cardExpiring: true, card: { last4: '4242', ...JULY } },
    })

    const august = { expMonth: '08', expYear: '2026' }
    await shopper(world, (await renew()).json()).pay({ card: august })
    expect([await report(), (await agreementOf()).cardExpiring]).toEqual([0, undefined])
    world.clock.advance(31 * DAY)
    expect([await report(), (await agreementOf()).cardExpiring]).toEqual([1, true])
    expect(await events('agreement.card_expiring')).toHaveLength(2)
  })

  it('is reported for many at once, and never for an agreement that has ended or an expiry nobody knows', async () => {
    for (let number = 0; number < 5; number++) await subscribe(`shopper-${number}`, JULY)
    await subscribe('ella', { expMonth: '12', expYear: '2031' })
    await world.database.db
      .updateTable('saved_cards')
      .set({ status: 'ended' })
      .where('shopper_reference', '=', 'shopper-0')
      .execute()
    await world.database.db
      .updateTable('saved_cards')
      .set({ exp_month: null, exp_year: null })
      .where('shopper_reference', '=', 'shopper-1')
      .execute()
    world.clock.advance(90 * DAY)
    expect(await report()).toBe(4)
    expect(await report()).toBe(0)
  })
})
