/** The whole life of a payment, chapter by chapter, through the real routes. Each chapter ends in one known state. */
import { randomUUID } from 'node:crypto'
import type { CreatedCheckout, Payment } from '@paykka-checkout/shared-types'
import { processNotifications } from '../../src/payments/notifications/notification.ts'
import { appleToken, googleToken, payWith } from '../support/wallets.ts'
import type { World } from '../support/world.ts'
import { SECRET_KEY, SHOP_ORIGIN, shop, shopper } from '../support/world.ts'

const TOTAL = 1099
const MINUTE = 60_000

export const ENV = { HOSTED_METHODS: 'ideal:EUR', SAVED_CARD_CODE: 'false' }

/** A chapter throws when PayKKa's side or ours is not where it should be. */
type Chapter = (world: World) => Promise<void>

export const CHAPTERS: Record<string, Chapter> = {
  'a card': async (world) => {
    const { id } = await paidByCard(world, {})
    await expectPayment(world, id, 'succeeded', { captured: TOTAL })
    await move(world, id, 'refunds', 99)
    await expectPayment(world, id, 'partially_refunded', { captured: TOTAL, refunded: 99 })
    await move(world, id, 'refunds')
    await expectPayment(world, id, 'refunded', { captured: TOTAL, refunded: TOTAL })
  },
  'a card that is declined': async (world) => {
    const { id } = await paidByCard(world, {}, '4000000000009995')
    await expectPayment(world, id, 'declined')
  },
  'a card with 3-D Secure': async (world) => {
    const checkout = await create(world)
    const answer = (await shopper(world, checkout).pay({ card: { number: '5555555555554444' } })).json()
    must(answer.payment?.action?.url, `no challenge: ${JSON.stringify(answer)}`)
    await comeBack(world, await press(answer.payment.action.url, { decision: 'approve' }))
    await expectPayment(world, answer.payment.id, 'succeeded', { captured: TOTAL })
  },
  'a payment that succeeds by notification': async (world) => {
    const { id } = await paidByCard(world, {}, '4000000000000119')
    await expectPayment(world, id, 'processing')
    world.clock.advance(6000)
    await hear(world)
    await expectPayment(world, id, 'succeeded', { captured: TOTAL })
  },
  'a manual capture in parts, with a refund between': async (world) => {
    const { id } = await paidByCard(world, { capture: 'manual' })
    await expectPayment(world, id, 'authorized', { authorized: TOTAL })
    await move(world, id, 'captures', 400)
    await expectPayment(world, id, 'authorized', { captured: 400 })
    await move(world, id, 'refunds', 400)
    await expectPayment(world, id, 'partially_refunded', { captured: 400, refunded: 400 })
    await move(world, id, 'captures', TOTAL - 400)
    await expectPayment(world, id, 'partially_refunded', { captured: TOTAL, refunded: 400 })
  },
  'a manual capture of a part, the rest voided': async (world) => {
    const { id } = await paidByCard(world, { capture: 'manual' })
    await move(world, id, 'captures', 400)
    await move(world, id, 'voids')
    await expectPayment(world, id, 'partially_reversed', { captured: 400, voided: TOTAL - 400 })
  },
  'a void': async (world) => {
    const { id } = await paidByCard(world, { capture: 'manual' })
    await move(world, id, 'voids')
    await expectPayment(world, id, 'canceled', { voided: TOTAL })
  },
  'a saved card': async (world) => {
    const shopperReference = randomUUID()
    const order = { shopper: { reference: shopperReference }, saveCard: 'always' }
    const first = await paidByCard(world, order)
    // PayKKa may list a new token only after a while.
    world.clock.advance(2 * MINUTE)
    await world.resolve()
    const checkout = await create(world, { shopper: { reference: shopperReference } })
    const [card] = (await shopper(world, checkout).read()).cards
    must(card, `no saved card after ${first.status}`)
    const answer = await payWith(world, checkout, { type: 'saved_card', cardId: card.id })
    must(answer.statusCode < 300, `not paid: ${answer.statusCode} ${answer.body}`)
    await expectPayment(world, answer.json().payment?.id, 'succeeded', { captured: TOTAL })
    const url = `/v1/shoppers/${shopperReference}/cards/${card.id}`
    const removed = await world.app.inject({ method: 'DELETE', url, headers: BEARER })
    must(removed.statusCode === 204, `not removed: ${removed.statusCode} ${removed.body}`)
  },
  'Apple Pay': async (world) => {
    const checkout = await create(world)
    const answer = await payWith(world, checkout, {
      type: 'apple_pay',
      token: await appleToken(world, checkout),
    })
    await expectPayment(world, answer.json().payment?.id, 'succeeded', { captured: TOTAL })
  },
  'Google Pay': async (world) => {
    const checkout = await create(world)
    const answer = await payWith(world, checkout, { type: 'google_pay', token: await googleToken(world) })
    await expectPayment(world, answer.json().payment?.id, 'succeeded', { captured: TOTAL })
  },
  "PayKKa's own page": async (world) => {
    const checkout = await create(world)
    const opened = await world.app.inject({
      method: 'POST',
      url: '/client/v1/checkout/hosted',
      headers: { ...bearer(checkout.clientSecret), origin: SHOP_ORIGIN, 'idempotency-key': randomUUID() },
      payload: {},
    })
    must(opened.statusCode === 200, `not opened: ${opened.body}`)
    await comeBack(world, await press(opened.json().url, { decision: 'pay', method: 'IDEAL' }))
    const [payment] = (await shop(world).read(checkout.id)).payments
    await expectPayment(world, payment?.id, 'succeeded', { captured: TOTAL })
  },
  'a subscription': async (world) => {
    const order = { shopper: { reference: randomUUID() }, recurring: { type: 'subscription' } }
    const first = await paidByCard(world, order)
    await world.resolve()
    const { agreementId } = await readPayment(world, first.id)
    must(agreementId, 'no agreement')
    const body = { agreementId, orderReference: randomUUID(), amount: { value: 500, currency: 'EUR' } }
    const key = { 'idempotency-key': randomUUID() }
    const charged = await shop(world).send('POST', '/v1/recurring/charges', body, key)
    await expectPayment(world, charged.json().payment?.id, 'succeeded', { captured: 500 })
    const url = `/v1/recurring/agreements/${agreementId}`
    const ended = await world.app.inject({ method: 'DELETE', url, headers: BEARER })
    must(ended.statusCode === 200, `not canceled: ${ended.statusCode} ${ended.body}`)
  },
  'a dispute': async (world) => {
    const { id, transId } = await paidByCard(world, {})
    const body = JSON.stringify({ transId })
    const headers = { 'content-type': 'application/json' }
    await fetch(`${world.emulator.url}/emulator/disputes`, { method: 'POST', headers, body })
    await hear(world)
    await expectPayment(world, id, 'succeeded', { captured: TOTAL })
    const events = await world.database.db
      .selectFrom('shop_events')
      .selectAll()
      .where('payment_id', '=', id)
      .execute()
    must(
      events.some(({ type }) => type === 'dispute.reported'),
      'the shop did not hear of the dispute',
    )
  },
}

/** @returns what differs between PayKKa's books and ours; every order there must be one here, charged once */
export async function compareBooks(world: World): Promise<string[]> {
  const rows = await world.database.db.selectFrom('payments').selectAll().execute()
  return world.emulator.ledger().orders.flatMap((order) => {
    const row = rows.find(({ trans_id }) => trans_id === order.transId)
    if (!row) return [`${order.transId} is not in the database`]
    if (order.charges > 1) return [`${order.transId} was charged ${order.charges} times`]
    if (order.charges === 0) return []
    const sums = JSON.parse(row.balances ?? '{}') as Record<string, number>
    const { captured_amount: captured, voided_amount: voided, refunded_amount: refunded } = order.balances
    const same = sums.captured === captured && sums.voided === voided && sums.refunded === refunded
    return same ? [] : [`${row.id}: ${row.balances}, PayKKa ${JSON.stringify(order.balances)}`]
  })
}

const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` })
const BEARER = bearer(SECRET_KEY)

function must(condition: unknown, otherwise: string): asserts condition {
  if (!condition) throw new Error(otherwise)
}

function create(world: World, order: Record<string, unknown> = {}): Promise<CreatedCheckout> {
  return shop(world).create({ orderReference: randomUUID(), ...order })
}

async function paidByCard(world: World, order: Record<string, unknown>, number = '4242424242424242') {
  const checkout = await create(world, order)
  await shopper(world, checkout).pay({ card: { number } })
  await ask(world)
  const [payment] = (await shop(world).read(checkout.id)).payments
  must(payment, 'no payment')
  return payment
}

/** PayKKa's first answer may say that the payment is in progress: the next query shows more, as in every process. */
async function ask(world: World): Promise<void> {
  world.clock.advance(1)
  await world.resolve()
}

/** Captures, voids or refunds; all that is left without an amount. */
async function move(world: World, id: string, what: string, value?: number): Promise<void> {
  const body = value === undefined ? {} : { amount: { value, currency: 'EUR' } }
  const key = { 'idempotency-key': randomUUID() }
  const answer = await shop(world).send('POST', `/v1/payments/${id}/${what}`, body, key)
  const { operation } = answer.json()
  must(operation?.status === 'succeeded', `${what} ${value ?? ''}: ${answer.statusCode} ${answer.body}`)
}

/** Notifications are delivered and worked off. */
async function hear(world: World): Promise<void> {
  world.clock.advance(1)
  await world.emulator.idle()
  await processNotifications(world.parts, MINUTE)
}

async function readPayment(world: World, id: string | undefined): Promise<Payment> {
  must(id, 'no payment in the answer')
  const answer = await shop(world).send('GET', `/v1/payments/${id}`)
  return answer.json().payment
}

async function expectPayment(
  world: World,
  id: string | undefined,
  status: Payment['status'],
  sums: Partial<Payment['balances']> = {},
): Promise<void> {
  if ((await readPayment(world, id)).status !== status) await ask(world)
  const payment = await readPayment(world, id)
  must(payment.status === status, `${payment.status} instead of ${status}: ${JSON.stringify(payment)}`)
  for (const [name, value] of Object.entries(sums)) {
    const reported = payment.balances?.[name as keyof typeof payment.balances]
    must(reported === value, `${name} is ${reported} instead of ${value}`)
  }
}

type WayBack = { url: string; form?: URLSearchParams }

/** Presses a button on a page of the bank or of PayKKa. */
async function press(url: string, fields: Record<string, string>): Promise<WayBack> {
  const answer = await fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })
  const location = answer.headers.get('location')
  if (location) return { url: location }
  // The way back by POST is a form that sends itself.
  const page = await answer.text()
  const action = /<form[^>]* action="([^"]+)"/.exec(page)?.[1]
  must(action, `no way back: ${answer.status} ${page.slice(0, 200)}`)
  return { url: action, form: new URLSearchParams({ trans_id: 'x' }) }
}

async function comeBack(world: World, { url, form }: WayBack): Promise<void> {
  const { pathname, search } = new URL(url)
  const method = form ? 'POST' : 'GET'
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const answer = await world.app.inject({
    method,
    url: `${pathname}${search}`,
    ...(form ? { headers, payload: form.toString() } : {}),
  })
  must(answer.statusCode === 303, `the return answered ${answer.statusCode}`)
}
