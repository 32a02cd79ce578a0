/** A day of support: a mail, a last four, a dispute with a due date, a refund in a person's name, the month's file. */
import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { processNotifications } from '../../src/payments/notifications/notification.ts'
import type { World } from '../support/world.ts'
import { SECRET_KEY, shop, shopper, startWorld } from '../support/world.ts'

const ANA = { 'paykka-operator': 'ana' }

function deskOf(world: World) {
  const send = shop(world).send
  const read = async (path: string, query: Record<string, string> = {}) =>
    (await send('GET', `${path}?${new URLSearchParams(query)}`)).json()
  return {
    find: async (q: string, more: Record<string, string> = {}) =>
      (await read('/v1/payments', { q, ...more })).data,
    read,
    file: async (name: string, query: Record<string, string>) =>
      (await send('GET', `/v1/exports/${name}?${new URLSearchParams(query)}`)).body,
    act: (path: string, body: object) =>
      send('POST', path, body, { ...ANA, 'idempotency-key': randomUUID() }),
  }
}

/** What was sold before the day begins. */
async function sell(world: World) {
  const order = async (orderReference: string, value: number, number: string, who: object) => {
    world.clock.advance(3_600_000)
    const amount = { value, currency: 'EUR' }
    const checkout = await shop(world).create({ orderReference, amount, shopper: who })
    return (await shopper(world, checkout).pay({ card: { number } })).json().payment
  }
  const ada = { reference: 'ada', email: 'ada@shop.example', firstName: 'Ada', lastName: 'Byron' }
  const lamp = await order('order-1001', 4900, '4242424242424242', ada)
  const book = await order('order-1002', 1900, '4111111111111111', { reference: 'grace' })
  const refused = await order('order-1003', 9900, '4000000000000002', { reference: 'joan' })
  return { lamp, book, refused }
}

it("support's day", async () => {
  const world = await startWorld({ env: { BFF_SECRET_KEYS: `shop:${SECRET_KEY}` } })
  const { lamp, book } = await sell(world)
  const desk = deskOf(world)

  // 9:00. A mail: "where is my money for order-1001?" The order number is enough, and so would be the sender.
  const [found] = await desk.find('order-1001')
  expect(found).toMatchObject({ id: lamp.id, status: 'succeeded', captured: 4900, refunded: 0 })
  expect(await desk.find('ADA@shop.example')).toEqual([found])

  // 9:30. On the telephone: a card that ends in 1111, paid today. No name is asked for, none is shown.
  const today = { createdFrom: '2026-06-01T00:00:00Z', createdBefore: '2026-06-02T00:00:00Z' }
  const [called] = await desk.find('1111', today)
  expect(called).toMatchObject({
    id: book.id,
    orderReference: 'order-1002',
    card: { brand: 'visa', last4: '1111' },
  })
  // Somebody pastes a whole card number. It is neither looked for nor written down.
  const pasted = await shop(world).send('GET', '/v1/payments?q=4242424242424242')
  expect(pasted.statusCode).toBe(422)
  expect(world.logs.join('')).not.toContain('4242424242424242')

  // 10:00. PayKKa reports a dispute of the book. It must be answered within a week.
  await reportDispute(world, called)
  const [work] = (await desk.read('/v1/payments', { attention: 'dispute_open' })).data
  expect(work).toMatchObject({ id: book.id, attention: ['dispute_open'], disputes: { open: 1 } })
  const [due] = (await desk.read('/v1/disputes', { open: 'true', order: 'due' })).data
  expect(due).toMatchObject({
    paymentId: book.id,
    stage: 'DISPUTE_CREATED',
    reason: '10.4',
    dueAt: '2026-06-08T04:00:00.000Z',
    arn: '74027206152000000000017',
    verified: false,
  })
  const soon = await desk.read('/v1/disputes', { dueBefore: '2026-06-09T00:00:00Z' })
  expect(soon.data.map(({ id }: { id: string }) => id)).toEqual([due.id])

  // 10:15. Ana gathers the evidence, writes down what she did, and later what PayKKa decided.
  const evidence = await desk.read(`/v1/disputes/${due.id}/evidence`)
  expect(evidence).toMatchObject({
    order: { orderReference: 'order-1002', shopper: { reference: 'grace' } },
    payment: { id: book.id, status: 'succeeded' },
    authentication: { challenged: false },
    refunds: [],
  })
  await desk.act(`/v1/disputes/${due.id}/notes`, { text: 'Proof of delivery sent to PayKKa' })
  const { dispute } = (await desk.act(`/v1/disputes/${due.id}/outcome`, { outcome: 'won' })).json()
  expect(dispute).toMatchObject({ open: false, outcome: 'won' })
  expect(dispute.notes.map(({ actor }: { actor: object }) => actor)).toEqual([
    { type: 'key', id: 'shop', claimed: 'ana' },
    { type: 'key', id: 'shop', claimed: 'ana' },
  ])
  expect((await desk.read('/v1/payments', { attention: 'dispute_open' })).data).toEqual([])

  // 11:00. The lamp came broken: Ana gives 20.00 back. Her name is recorded with it.
  const amount = { value: 2000, currency: 'EUR' }
  const refund = await desk.act(`/v1/payments/${lamp.id}/refunds`, {
    amount,
    reason: 'requested_by_customer',
  })
  expect(refund.json().operation).toMatchObject({ status: 'succeeded' })
  const { data: hers } = await desk.read('/v1/operations', { actor: 'ana', type: 'refund' })
  expect(hers).toMatchObject([{ orderReference: 'order-1001', amount, actor: { claimed: 'ana' } }])

  // 17:00. Accounting asks for the month.
  const month = { occurredFrom: '2026-06-01T00:00:00Z', occurredBefore: '2026-07-01T00:00:00Z' }
  const file = await desk.file('movements.csv', month)
  const lines = file
    .trimEnd()
    .split('\r\n')
    .map((line: string) => line.split(','))
  const reported = lines.slice(1).map((line: string[]) => `${line[7]} ${line[2]} ${line[4]}`)
  expect(reported.toSorted()).toEqual([
    'order-1001 capture 49.00',
    'order-1001 refund -20.00',
    'order-1002 capture 19.00',
    'order-1002 dispute_outcome 0.00',
    'order-1002 dispute_reported 0.00',
  ])
  const { data: sums } = await desk.read('/v1/payments/summary', today)
  const total = sums.reduce(
    (all: number, row: { captured: number; refunded: number }) => all + row.captured - row.refunded,
    0,
  )
  const signed = lines.slice(1).reduce((all: number, line: string[]) => all + Number(line[4]) * 100, 0)
  expect(signed).toBe(total)

  // And who looked at what stays on record, beside the shoppers' purchases.
  const { data: record } = await desk.read('/v1/audit')
  const actions = record.map(({ action }: { action: string }) => action)
  expect(actions.filter((action: string) => !action.endsWith('.create'))).toEqual([
    'export.movements',
    'payment.refund',
    'dispute.outcome',
    'dispute.note',
    'dispute.read',
  ])
  expect(actions.filter((action: string) => action === 'payment.create')).toHaveLength(3)
})

/** PayKKa's notification, unsigned as it documents it. */
async function reportDispute(
  world: World,
  payment: { transId: string; gatewayOrderId: string },
): Promise<void> {
  const payload = JSON.stringify({
    event_type: 'DISPUTE',
    merchant_id: world.config.paykka.merchantId,
    trans_id: payment.transId,
    order_id: payment.gatewayOrderId,
    dispute_id: 'DG2026060100000001',
    dispute_stage: 'DISPUTE_CREATED',
    reason_code: '10.4',
    reason_code_description: 'Other fraud, card absent',
    arn: '74027206152000000000017',
    dispute_amount: 1900,
    dispute_currency: 'EUR',
    order_amount: 1900,
    order_currency: 'EUR',
    posting_date: '2026-06-01',
    due_time: '2026-06-08T12:00:00+08:00',
  })
  const headers = { 'content-type': 'application/json' }
  await world.app.inject({ method: 'POST', url: '/paykka/notifications', headers, payload })
  world.clock.advance(6000)
  await processNotifications(world.parts, 60_000)
}
