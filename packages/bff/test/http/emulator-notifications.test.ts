/** The emulator's own notifications, delivered over HTTP to a listening BFF: genuine, stored, and worked off. */
import { expect, it } from 'vitest'
import { listNotificationRows } from '../../src/database/notification-rows.ts'
import { processNotifications } from '../../src/payments/notifications/notification.ts'
import { shop, shopper, startWorld } from '../support/world.ts'

const NOTICES = '/paykka/notifications'

it('are taken and end a payment that stayed in process', async () => {
  const world = await startWorld({ listen: true })
  const checkout = await shop(world).create()
  const buyer = shopper(world, checkout)
  await buyer.pay({ card: { number: '4000000000000119' } })
  world.clock.advance(6000)
  await world.emulator.idle()
  const [notice] = await listNotificationRows(world.database.db, undefined, 10)
  expect(notice).toMatchObject({ type: 'PAYMENT.SUCCESS', verified: 1, state: 'pending' })
  await processNotifications(world.parts, 60_000)
  expect((await buyer.read()).status).toBe('succeeded')
  expect(world.emulator.ledger().notices).toMatchObject([{ delivered: true }])
})

it.each(['bad-signature', 'other-key', 'unsigned'] as const)('are refused when %s', async (kind) => {
  const world = await startWorld({ listen: true })
  await world.emulator.setFaults({ match: { path: NOTICES }, times: 0, fault: { type: 'notice', kind } })
  await shopper(world, await shop(world).create()).pay()
  await world.emulator.idle()
  expect(await listNotificationRows(world.database.db, undefined, 10)).toEqual([])
})
