/** From the code on a shopper's screen to the payment, the log line and PayKKa's order. */
import { expect, it } from 'vitest'
import { findPaymentsByTransId } from '../../src/database/payment-rows.ts'
import { supportLetters } from '../../src/lists/recognize-query.ts'
import { shop, shopper, startWorld } from '../support/world.ts'

it('leads from the screen to the database, the log and the gateway', async () => {
  const world = await startWorld({ env: { PAYKKA_TIMEOUT_MS: '20000', LOG_LEVEL: 'info' } })
  const checkout = await shop(world).create()
  const answer = await shopper(world, checkout).pay()
  const { supportCode } = answer.json().payment as { supportCode: string }
  expect(supportCode).toMatch(/^[A-Z2-7]{4}-[A-Z2-7]{4}$/)

  const [found, ...others] = await findPaymentsByTransId(
    world.database.db,
    supportLetters(supportCode.toLowerCase()) ?? '',
  )
  expect(others).toEqual([])
  expect(found).toMatchObject({ checkout_id: checkout.id, status: 'succeeded', order_reference: 'order-1' })

  const lines = world.logs.map((line) => JSON.parse(line) as Record<string, unknown>)
  const [order] = world.emulator.ledger().orders
  expect(lines).toContainEqual(
    expect.objectContaining({
      msg: 'payment moved',
      order: 'order-1',
      payment: found?.id,
      supportCode,
      gatewayOrder: found?.gateway_order_id,
    }),
  )
  expect(lines).toContainEqual(
    expect.objectContaining({ req: expect.objectContaining({ id: found?.request_id }) }),
  )
  expect(order).toMatchObject({ transId: found?.trans_id, orderId: found?.gateway_order_id })
})

it('leads from an error on the screen to the log line of its request', async () => {
  const world = await startWorld({ env: { LOG_LEVEL: 'info' } })
  const headers = { authorization: `Bearer cs_${'x'.repeat(43)}` }
  const answer = await world.app.inject({ url: '/client/v1/checkout', headers })
  const { requestId } = answer.json() as { requestId: string }
  expect(requestId).toMatch(/^req_[A-Z2-7]{26}$/)
  // As the element shows it.
  const code = requestId.replace(/^req_(.{4})(.{4}).*$/, '$1-$2')
  const found = world.logs.filter((line) => line.includes(`req_${supportLetters(code)}`))
  expect(found.map((line) => (JSON.parse(line) as { req: { id: string } }).req.id)).toContain(requestId)
})

it.each(['PLZN-5EOH', 'plzn5eoh', ' plzn 5eoh '])('reads %s', (code) => {
  expect(supportLetters(code)).toBe('PLZN5EOH')
})

it.each(['', 'PLZN-5EO', 'PLZN-5EO1', 'PLZN-5E%%', 'pay_7aGvOwkZut4WXdIy_6izAQ'])(
  'finds no code in %j',
  (code) => {
    expect(supportLetters(code)).toBeUndefined()
  },
)
