/** PayKKa's own words: in the log, the history and the shop's answers, without card data, and never in a browser. */
import { randomUUID } from 'node:crypto'
import type { FaultRule } from '@paykka-checkout/emulator'
import { describe, expect, it } from 'vitest'
import type { World } from '../support/world.ts'
import { shop, shopper, startWorld } from '../support/world.ts'

const PURCHASE = '/v3/payment/acq'
const PAN = '4242424242424242'
const SAID = `shipping.postal_code must not be blank (card ${PAN}, cvv 123)`
const KEPT = 'shipping.postal_code must not be blank (card [card], cvv [digits])'

const refusal = (path: string, ret_code: string): FaultRule => ({
  match: { path },
  fault: { type: 'status', status: 400, body: { ret_code, ret_msg: SAID }, when: 'before' },
})

/** Everything a browser can read of the checkout. */
async function browserReads(world: World, checkout: { id: string; clientSecret: string }): Promise<string> {
  return JSON.stringify(await shopper(world, checkout).read())
}

const lineOf = (world: World, message: string) =>
  world.logs.map((line) => JSON.parse(line)).findLast((line) => line.msg === message)

describe('what PayKKa says', () => {
  it('about a refused purchase is for the shop alone', async () => {
    const world = await startWorld()
    const checkout = await shop(world).create()
    await world.emulator.setFaults(refusal(PURCHASE, '010000'))
    const answer = await shopper(world, checkout).pay()
    expect([answer.statusCode, answer.json().code]).toEqual([502, 'gateway_refused'])
    const [payment] = (await shop(world).read(checkout.id)).payments
    expect(payment).toMatchObject({
      status: 'failed',
      failure: { code: 'invalid_request', gatewayCode: '010000', gatewayMessage: KEPT },
    })
    expect(payment?.history.at(-1)).toMatchObject({ to: 'failed', gatewayMessage: KEPT })
    expect(lineOf(world, 'payment moved')).toMatchObject({ to: 'failed', gatewayMessage: KEPT })
    const keys = await world.database.db.selectFrom('idempotency_keys').selectAll().execute()
    for (const reported of [answer.body, await browserReads(world, checkout), JSON.stringify(keys)])
      expect(reported).not.toMatch(/postal_code|010000/)
    for (const text of [...world.logs, world.databaseBytes().toString('latin1')])
      expect(text).not.toContain(PAN)
  })

  it('about a declined card is for the shop alone', async () => {
    const world = await startWorld()
    const checkout = await shop(world).create()
    const decline = { type: 'decline' as const, errorCode: '3051', errorDescription: SAID }
    await world.emulator.setFaults({ fault: decline })
    const answer = await shopper(world, checkout).pay()
    expect(answer.json().payment).toMatchObject({ status: 'declined', decline: { retry: 'other-card' } })
    const [payment] = (await shop(world).read(checkout.id)).payments
    expect(payment?.decline).toEqual({
      code: 'insufficient_funds',
      retry: 'other-card',
      gatewayCode: '3051',
      gatewayMessage: KEPT,
    })
    expect(payment?.history.at(-1)).toMatchObject({ to: 'declined', gatewayMessage: KEPT })
    for (const reported of [answer.body, await browserReads(world, checkout)])
      expect(reported).not.toMatch(/postal_code|3051|gatewayMessage/)
  })

  it('about an outcome nobody knows is in the history', async () => {
    const world = await startWorld()
    const checkout = await shop(world).create()
    const body = { ret_code: '999999', ret_msg: SAID }
    const fault = { type: 'status' as const, status: 200, body, when: 'after' as const }
    await world.emulator.setFaults({ match: { path: PURCHASE }, fault })
    const answer = await shopper(world, checkout).pay()
    expect(answer.json().payment.status).toBe('unknown')
    const [payment] = (await shop(world).read(checkout.id)).payments
    expect(payment?.history.at(-1)).toMatchObject({ to: 'unknown', gatewayMessage: KEPT })
    for (const reported of [answer.body, await browserReads(world, checkout)])
      expect(reported).not.toContain('postal')
  })

  it('is not kept of a payment that succeeds', async () => {
    const world = await startWorld()
    const checkout = await shop(world).create()
    await shopper(world, checkout).pay()
    expect(JSON.stringify(await shop(world).read(checkout.id))).not.toContain('gatewayMessage')
  })

  it.each([
    ['captures', 'capture', { capture: 'manual' }],
    ['voids', 'void', { capture: 'manual' }],
    ['refunds', 'refund', {}],
  ])('about refused %s is in the answer, the operation, the history and the log', async (...row) => {
    const [route, path, order] = row
    const world = await startWorld()
    const checkout = await shop(world).create(order)
    await shopper(world, checkout).pay()
    const [payment] = (await shop(world).read(checkout.id)).payments
    await world.emulator.setFaults(refusal(`${PURCHASE}/${path}`, '1002'))
    const url = `/v1/payments/${payment?.id}/${route}`
    const answer = await shop(world).send('POST', url, {}, { 'idempotency-key': randomUUID() })
    expect(answer.json()).toMatchObject({
      status: 502,
      code: 'gateway_refused',
      detail: `PayKKa answered with code 1002: ${KEPT}`,
    })
    const [after] = (await shop(world).read(checkout.id)).payments
    expect(after?.operations).toMatchObject([
      { status: 'failed', failure: { code: 'configuration', gatewayCode: '1002', gatewayMessage: KEPT } },
    ])
    expect(after?.history.at(-1)).toMatchObject({ cause: `${path}_failed`, gatewayMessage: KEPT })
    expect(lineOf(world, 'operation moved')).toMatchObject({ to: 'failed', gatewayMessage: KEPT })
    expect(await browserReads(world, checkout)).not.toContain('postal')
  })

  it('about a refund that failed later is in the operation', async () => {
    const world = await startWorld()
    const checkout = await shop(world).create()
    await shopper(world, checkout).pay()
    const [payment] = (await shop(world).read(checkout.id)).payments
    const decline = { type: 'decline' as const, errorCode: '3005', errorDescription: SAID }
    await world.emulator.setFaults({ match: { path: `${PURCHASE}/refund` }, fault: decline })
    const url = `/v1/payments/${payment?.id}/refunds`
    const answer = await shop(world).send('POST', url, {}, { 'idempotency-key': randomUUID() })
    expect(answer.json().operation.failure).toEqual({
      code: 'refused_by_gateway',
      gatewayCode: '3005',
      gatewayMessage: KEPT,
    })
  })

  it('about a refused charge of an agreement is in the answer to the shop', async () => {
    const world = await startWorld()
    const checkout = await shop(world).create({
      shopper: { reference: 'anna' },
      recurring: { type: 'subscription' },
    })
    await shopper(world, checkout).pay()
    const [payment] = (await shop(world).read(checkout.id)).payments
    await world.emulator.setFaults(refusal(PURCHASE, '1002'))
    const body = {
      agreementId: payment?.agreementId,
      orderReference: 'month-2',
      amount: { value: 500, currency: 'EUR' },
    }
    const key = { 'idempotency-key': randomUUID() }
    const answer = await shop(world).send('POST', '/v1/recurring/charges', body, key)
    expect(answer.json()).toMatchObject({ detail: `PayKKa answered with code 1002: ${KEPT}` })
  })
})
