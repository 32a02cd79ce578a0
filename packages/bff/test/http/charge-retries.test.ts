/** What a scheduler reads of a charge that did not pay, and an agreement that PayKKa has ended. */
import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import type { GatewayAnswer, GatewayState } from '../../src/payments/gateway.ts'
import type { World } from '../support/world.ts'
import { shop, shopper, startWorld } from '../support/world.ts'

let world: World
let agreementId: string
/** In place of PayKKa's own answer to the next purchase. */
let next: GatewayAnswer | null

beforeEach(async () => {
  next = null
  world = await startWorld({
    gateway: (real) => ({
      purchase: async (purchase) => next ?? (await real.purchase(purchase)),
      query: (reference) => real.query(reference),
      close: () => real.close(),
    }),
  })
  const order = { shopper: { reference: 'anna' }, recurring: { type: 'subscription' } }
  const checkout = await shop(world).create(order)
  await shopper(world, checkout).pay()
  agreementId = (await shop(world).read(checkout.id)).payments[0]?.agreementId ?? ''
})

const charge = (orderReference = 'month-2') =>
  shop(world).send(
    'POST',
    '/v1/recurring/charges',
    { agreementId, orderReference, amount: { value: 500, currency: 'EUR' } },
    { 'idempotency-key': randomUUID() },
  )
const stateOf = (state: GatewayState): GatewayAnswer => ({ kind: 'state', state, facts: {} })
const declined = (code: string, retry: 'never' | 'other-card' = 'other-card') =>
  stateOf({ status: 'declined', code, retry })
const endedEvents = async () =>
  (await world.database.db.selectFrom('shop_events').select(['type', 'payload']).execute()).filter(
    ({ type }) => type === 'agreement.ended',
  )
const statusOf = async () =>
  (await shop(world).send('GET', '/v1/shoppers/anna/agreements')).json().data[0]?.status ?? 'ended'

describe('a charge that did not pay', () => {
  const plans: [string, GatewayAnswer, object, number][] = [
    ['insufficient funds', declined('insufficient_funds'), { advice: 'later' }, 3],
    ['do not honor', declined('do_not_honor'), { advice: 'later' }, 2],
    ['a bank that is down', declined('try_again_later'), { advice: 'later' }, 2],
    ['a code nobody listed', declined('declined'), { advice: 'later' }, 2],
    ['an expired card', declined('expired_card'), { advice: 'new-card' }, 0],
    ['a stolen card', declined('lost_or_stolen'), { advice: 'new-card' }, 0],
    ['a missing confirmation', declined('authentication_failed'), { advice: 'shopper' }, 0],
    ['a wish for a confirmation', declined('authentication_required'), { advice: 'shopper' }, 0],
    ['a code that stops it', declined('stop_payment', 'never'), { advice: 'never' }, 0],
  ]
  it.each(plans)('says what a scheduler may do after %s', async (_name, answer, plan, days) => {
    next = answer
    const { payment } = (await charge()).json()
    expect(payment.retry).toMatchObject(plan)
    const wait =
      payment.retry.notBefore && Date.parse(payment.retry.notBefore) - Date.parse(payment.updatedAt)
    expect(wait).toBe(days === 0 ? undefined : days * 86_400_000)
  })

  it('leads to the bank where it wants the shopper', async () => {
    next = stateOf({ status: 'action_required', url: 'https://bank.example/3ds' })
    const { payment } = (await charge()).json()
    expect(payment).toMatchObject({
      status: 'action_required',
      action: { type: 'redirect', url: 'https://bank.example/3ds' },
      retry: { advice: 'shopper' },
    })
  })

  it('is not advised about when it paid, or when the shopper was there', async () => {
    expect((await charge()).json().payment).not.toHaveProperty('retry')
    next = declined('insufficient_funds')
    const checkout = await shop(world).create({ orderReference: 'another' })
    await shopper(world, checkout).pay()
    const [payment] = (await shop(world).read(checkout.id)).payments
    expect(payment?.status).toBe('declined')
    expect(payment).not.toHaveProperty('retry')
  })
})

describe('a trial', () => {
  it('holds one unit, is voided, and is charged when it is over', async () => {
    const order = { shopper: { reference: 'ben' }, recurring: { type: 'subscription' } }
    const first = {
      ...order,
      orderReference: 'trial',
      capture: 'manual',
      amount: { value: 1, currency: 'EUR' },
    }
    const checkout = await shop(world).create(first)
    await shopper(world, checkout).pay()
    const [held] = (await shop(world).read(checkout.id)).payments
    expect(held?.status).toBe('authorized')
    const key = { 'idempotency-key': randomUUID() }
    const voided = await shop(world).send('POST', `/v1/payments/${held?.id}/voids`, {}, key)
    expect(voided.json().payment.status).toBe('canceled')
    agreementId = held?.agreementId ?? ''
    expect((await charge('after-trial')).json().payment).toMatchObject({
      status: 'succeeded',
      amount: { value: 500, currency: 'EUR' },
    })
  })
})

describe('an agreement', () => {
  const refused = (gatewayCode: string): GatewayAnswer => ({
    kind: 'refused',
    reason: 'configuration',
    gatewayCode,
  })

  it('is ended with one event when PayKKa says that it is not active, and charged no more', async () => {
    next = refused('2016')
    expect((await charge()).json().code).toBe('agreement_inactive')
    expect(await statusOf()).toBe('ended')
    next = null
    expect((await charge('month-3')).json().code).toBe('agreement_inactive')
    const events = await endedEvents()
    expect(events).toHaveLength(1)
    expect(JSON.parse(events[0]?.payload ?? '{}').data).toMatchObject({
      agreementId,
      payment: { status: 'failed', retry: { advice: 'never' } },
    })
    const audit = await world.database.db.selectFrom('audit').select('action').execute()
    expect(audit.map(({ action }) => action)).toContain('agreement.end')
  })

  it.each(['2015', '2017', '2013'])('stays active after %s, which does not prove its end', async (code) => {
    next = refused(code)
    await charge()
    expect(await statusOf()).toBe('active')
    expect(await endedEvents()).toEqual([])
  })
})
