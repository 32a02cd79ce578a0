/** The samples of events are what the schema says, and their data is what the type promises. */
import { SHOP_EVENT_TYPES, ShopEvent } from '@paykka-checkout/shared-types'
import { Value } from 'typebox/value'
import { expect, it } from 'vitest'
import { sampleEvent } from '../../src/payments/events/sample-event.ts'

const ID = `evt_${'a'.repeat(22)}`

it.each(SHOP_EVENT_TYPES)('%s', (type) => {
  const event = sampleEvent(type, ID, Date.UTC(2026, 10, 30))
  expect([...Value.Errors(ShopEvent, event)]).toEqual([])
  expect(event).toMatchObject({ id: ID, type, test: true, version: 1 })
  const part = { capture: 'operation', void: 'operation', refund: 'operation', dispute: 'dispute' }
  const [subject = ''] = type.split('.')
  const promised = Object.entries(part).find(([name]) => name === subject)?.[1]
  if (promised) expect(event.data).toHaveProperty(promised)
  if (subject === 'agreement') expect(event.data.agreementId).toMatch(/^agr_/)
})
