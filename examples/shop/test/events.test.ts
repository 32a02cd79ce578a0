/** The BFF's events: genuine ones count, and each of them once. */
import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import { DEMO_DELIVERY } from '../src/delivery.ts'
import { createEventInbox } from '../src/event-inbox.ts'
import { createOrders } from '../src/orders.ts'

const SECRET = `whsec_${Buffer.alloc(32, 1).toString('base64')}`
const QUOTE = { lines: [], pieces: 0, total: { value: 1, currency: 'EUR' } } as never

function world() {
  const orders = createOrders()
  const order = orders.open({ visitorId: 'visitor', quote: QUOTE, delivery: DEMO_DELIVERY })
  order.checkout = { id: 'chk_1', clientSecret: 's' }
  const warnings: object[] = []
  let now = 1000
  const inbox = createEventInbox(SECRET, orders, { warn: (facts) => warnings.push(facts) }, () => now++)
  return { inbox, order, warnings }
}

type Changes = { id?: string; type?: string; late?: boolean; checkoutId?: string; value?: number }

function event(reference: string, changes: Changes = {}) {
  const { id = 'evt_1', type = 'payment.succeeded', value = 1, ...data } = changes
  const payment = { supportCode: 'AB', amount: { value, currency: 'EUR' } }
  return JSON.stringify({
    id,
    type,
    data: { checkoutId: 'chk_1', orderReference: reference, payment, ...data },
  })
}

function signed(body: string, secret = SECRET): Record<string, string> {
  const at = new Date()
  return {
    'webhook-id': 'evt_1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign('evt_1', at, body),
  }
}

describe('event inbox', () => {
  it('starts packing once, however often the event comes', () => {
    const { inbox, order } = world()
    const body = event(order.reference)
    expect([inbox.take(body, signed(body)), inbox.take(body, signed(body))]).toEqual(['handled', 'repeated'])
    expect(order.packedAt).toBe(1000)
  })

  it('packs once when two different events tell of the same payment', () => {
    const { inbox, order } = world()
    const first = event(order.reference, { type: 'payment.authorized' })
    const second = event(order.reference, { id: 'evt_2' })
    inbox.take(first, signed(first))
    inbox.take(second, signed(second))
    expect(order.packedAt).toBe(1000)
  })

  it.each([
    ['another key', (body: string) => signed(body, `whsec_${Buffer.alloc(32, 2).toString('base64')}`)],
    ['no signature', () => ({})],
    ['the signature of another body', () => signed('{}')],
  ])('refuses %s', (_name, headers) => {
    const { inbox, order } = world()
    const body = event(order.reference)
    expect(inbox.take(body, headers(body))).toBe('forged')
    expect(order.packedAt).toBeUndefined()
  })

  it.each([{ checkoutId: 'chk_0' }, { value: 2 }])('packs nothing for %j and calls a person', (changes) => {
    const { inbox, order, warnings } = world()
    const body = event(order.reference, changes)
    inbox.take(body, signed(body))
    expect([order.packedAt, warnings.length]).toEqual([undefined, 1])
  })

  it('leaves the order alone for other events, and calls a person for a late success', () => {
    const { inbox, order, warnings } = world()
    const declined = event(order.reference, { type: 'payment.declined' })
    inbox.take(declined, signed(declined))
    expect(order.packedAt).toBeUndefined()
    const late = event(order.reference, { id: 'evt_3', late: true })
    inbox.take(late, signed(late))
    expect([order.packedAt, warnings.length]).toEqual([1000, 1])
  })
})
