/** An unpaid PayKKa page: when the shopper may pay another way, and what happens to late payments. */
import { describe, expect, it } from 'vitest'
import { PAGE_MARGIN_MS } from '../../src/checkouts/hosted-page.ts'
import { processNotifications } from '../../src/payments/notifications/notification.ts'
import { reconcile } from '../../src/payments/recovery/reconcile.ts'
import { atBank, decide, follow, hostedWorld, kept, MINUTE, visit } from '../support/hosted.ts'
import type { World } from '../support/world.ts'
import { shop } from '../support/world.ts'

const PAGE_MS = 15 * MINUTE

async function urlOf(
  visitor: Awaited<ReturnType<typeof visit>>,
  payload: object = { methods: ['ideal'] },
): Promise<string> {
  return (await visitor.open(payload)).json().url
}

const events = async (world: World) =>
  (await world.database.db.selectFrom('shop_events').selectAll().orderBy('created_at').execute()).map(
    ({ payload }) => JSON.parse(payload),
  )

const findings = async (world: World) => (await reconcile(world.parts, 0)).findings

/** The page opened, left by its cancel link, the order paid by card, and the old page paid after all. */
async function payTwice(options: Parameters<typeof hostedWorld>[0] = {}, changes = {}) {
  const world = await hostedWorld(options)
  const visitor = await visit(world, changes)
  const url = await urlOf(visitor)
  await follow(world, await decide(url, 'cancel'))
  const paid = await visitor.pay()
  const back = await decide(url, 'pay')
  return { ...visitor, url, back, paid }
}

describe('a page left by its cancel link, a card, and the page paid after all', () => {
  it('ends in one charge that is kept and one that is given back, once', async () => {
    const { world, back, paid, truth } = await payTwice()
    expect(paid.json()).toMatchObject({ payment: { status: 'succeeded', attempt: 2, method: 'card' } })
    expect(kept(world)).toEqual([1099, 1099])

    await follow(world, back)
    for (let turn = 0; turn < 3; turn++) await world.giveBack()
    world.clock.advance(60 * MINUTE)
    await world.giveBack()
    expect(kept(world)).toEqual([1099, 0])
    expect(world.emulator.ledger().orders[1]?.refunds).toMatchObject([
      { status: 'SUCCESS', reason: 'DUPLICATE' },
    ])

    const { status, payments } = await truth()
    expect(status).toBe('succeeded')
    expect(payments).toMatchObject([
      { method: 'hosted', status: 'refunded', duplicateOf: payments[1]?.id },
      { method: 'card', status: 'succeeded' },
    ])
    expect(payments[0]?.history.map(({ to, cause }) => `${to}: ${cause}`)).toEqual([
      'sending: shopper',
      'action_required: gateway',
      'canceled: left by the shopper',
      'succeeded: gateway',
      'succeeded: paid beside another payment',
      'succeeded: refund_sending',
      'succeeded: refund_succeeded',
      'refunded: gateway',
    ])
  })

  it('notifies the shop of each step, and the order stays paid', async () => {
    const { world, back } = await payTwice()
    await follow(world, back)
    await world.giveBack()
    const reported = (await events(world)).map(({ type, data }) => [
      type,
      data.payment.method,
      data.late ?? false,
      data.duplicate ?? false,
    ])
    expect(reported).toEqual([
      ['payment.canceled', 'hosted', false, false],
      ['payment.succeeded', 'card', false, false],
      ['payment.succeeded', 'hosted', true, true],
      ['refund.succeeded', 'hosted', false, true],
      ['payment.refunded', 'hosted', false, true],
    ])
  })

  it('is left to a person with HOSTED_DUPLICATE=report: both charges stay, named in the comparison', async () => {
    const { world, back, truth } = await payTwice({ env: { HOSTED_DUPLICATE: 'report' } })
    await follow(world, back)
    await world.giveBack()
    expect(kept(world)).toEqual([1099, 1099])
    const { payments } = await truth()
    expect(payments[0]).toMatchObject({ status: 'succeeded', duplicateOf: payments[1]?.id })
    expect(await findings(world)).toMatchObject([{ kind: 'paid_twice', paymentId: payments[0]?.id }])
    expect(world.logs.join('')).toContain('paid twice: refund or void this payment')
  })

  it('names what is being given back in the comparison, and nothing once it is', async () => {
    const { world, back, truth } = await payTwice()
    await follow(world, back)
    const { payments } = await truth()
    expect(await findings(world)).toMatchObject([{ kind: 'surplus' }])
    await world.giveBack()
    expect(await findings(world)).toEqual([])
    expect(payments).toHaveLength(2)
  })

  it('releases held funds instead of refunding them', async () => {
    const { world, back, truth } = await payTwice({}, { capture: 'manual' })
    await follow(world, back)
    await world.giveBack()
    expect(kept(world)).toEqual([1099, 0])
    expect(await truth()).toMatchObject({
      status: 'authorized',
      payments: [{ status: 'canceled' }, { status: 'authorized' }],
    })
  })

  it('refunds what the shop captured before it heard of the second payment', async () => {
    const { world, back, truth } = await payTwice({}, { capture: 'manual' })
    await follow(world, back)
    const [hosted] = (await truth()).payments
    const captured = await shop(world).send(
      'POST',
      `/v1/payments/${hosted?.id}/captures`,
      {},
      {
        'idempotency-key': 'capture-of-the-late-payment',
      },
    )
    expect(captured.statusCode).toBe(200)
    for (let turn = 0; turn < 3; turn++) await world.giveBack()
    expect(kept(world)).toEqual([1099, 0])
  })

  it('learns of the late payment only by a notification', async () => {
    const { world, truth } = await payTwice({ listen: true })
    world.clock.advance(0)
    await world.emulator.idle()
    await processNotifications(world.parts, MINUTE)
    await world.giveBack()
    expect((await truth()).payments[0]?.status).toBe('refunded')
    expect(kept(world)).toEqual([1099, 0])
  })

  it('queries PayKKa about an abandoned page until it can no longer be paid, so that a lost notification costs nothing', async () => {
    const world = await hostedWorld()
    const visitor = await visit(world)
    const url = await urlOf(visitor)
    await follow(world, await decide(url, 'cancel'))
    await visitor.pay()
    world.clock.advance(PAGE_MS - 1)
    await world.resolve()
    await decide(url, 'pay')
    world.clock.advance(PAGE_MARGIN_MS + 1)
    await world.resolve()
    await world.giveBack()
    expect(kept(world)).toEqual([1099, 0])
  })

  it('goes on after PayKKa refused the refund for a while, and never refunds twice', async () => {
    const { world, back } = await payTwice()
    await follow(world, back)
    const refund = { path: '/v3/payment/acq/refund' }
    await world.emulator.setFaults({ match: refund, times: 2, fault: { type: 'answer', retCode: '1006' } })
    for (let turn = 0; turn < 8; turn++) {
      await world.giveBack()
      await world.resolveModifications()
      world.clock.advance(10 * MINUTE)
    }
    expect(kept(world)).toEqual([1099, 0])
    expect(
      world.emulator.ledger().orders[1]?.refunds.filter(({ status }) => status === 'SUCCESS'),
    ).toHaveLength(1)
  })

  it('calls a person when PayKKa refuses it again and again', async () => {
    const { world, back } = await payTwice()
    await follow(world, back)
    await world.emulator.setFaults({
      match: { path: '/v3/payment/acq/refund' },
      times: 0,
      fault: { type: 'decline', errorCode: '1006' },
    })
    for (let turn = 0; turn < 20; turn++) {
      await world.giveBack()
      world.clock.advance(12 * 60 * MINUTE)
    }
    expect(world.logs.join('')).toContain('refund or void it by hand')
    expect(await findings(world)).toMatchObject([{ kind: 'paid_twice' }])
  })
})

describe('a late payment of a page left behind', () => {
  it('counts when nothing else paid, and the shop sees that it was late', async () => {
    const world = await hostedWorld()
    const visitor = await visit(world)
    const url = await urlOf(visitor)
    await follow(world, await decide(url, 'cancel'))
    expect((await visitor.buyer.read()).status).toBe('open')
    await follow(world, await decide(url, 'pay'))
    expect(await visitor.truth()).toMatchObject({ status: 'succeeded', payments: [{ status: 'succeeded' }] })
    expect((await events(world)).at(-1)).toMatchObject({ type: 'payment.succeeded', data: { late: true } })
    expect((await visitor.pay()).json()).toMatchObject({ status: 409, code: 'already_paid' })
    await world.giveBack()
    expect(kept(world)).toEqual([1099])
  })

  it('counts for a checkout that expired meanwhile, and for one the shop closed', async () => {
    const world = await hostedWorld()
    const late = await visit(world, { expiresIn: 900 })
    const closed = await visit(world)
    for (const visitor of [late, closed]) {
      const url = await urlOf(visitor)
      await follow(world, await decide(url, 'cancel'))
      if (visitor === closed) await shop(world).send('POST', `/v1/checkouts/${closed.checkout.id}/cancel`, {})
      const back = await decide(url, 'pay')
      world.clock.advance(901_000)
      await follow(world, back)
      expect((await visitor.truth()).status).toBe('succeeded')
    }
  })

  it('waits for the end of another attempt before it is given back', async () => {
    const world = await hostedWorld()
    const visitor = await visit(world)
    const url = await urlOf(visitor)
    await follow(world, await decide(url, 'cancel'))
    const { payment } = (await visitor.pay({ card: { number: '5555555555554444' } })).json()
    await follow(world, await decide(url, 'pay'))
    expect((await visitor.truth()).status).toBe('succeeded')
    expect(await world.giveBack()).toBe(0)
    expect(kept(world)).toEqual([0, 1099])

    await atBank(payment.action.url, 'approve')
    world.clock.advance(10 * MINUTE)
    await world.resolve()
    await world.giveBack()
    expect(kept(world)).toEqual([1099, 0])
    const { status, payments } = await visitor.truth()
    expect([status, payments[0]?.duplicateOf, payments[1]?.status]).toEqual([
      'succeeded',
      payments[1]?.id,
      'succeeded',
    ])
  })

  it('is kept when the other attempt fails', async () => {
    const world = await hostedWorld()
    const visitor = await visit(world)
    const url = await urlOf(visitor)
    await follow(world, await decide(url, 'cancel'))
    const { payment } = (await visitor.pay({ card: { number: '5555555555554444' } })).json()
    await follow(world, await decide(url, 'pay'))
    await atBank(payment.action.url, 'fail')
    world.clock.advance(10 * MINUTE)
    await world.resolve()
    await world.giveBack()
    expect(kept(world)).toEqual([0, 1099])
    expect((await visitor.truth()).status).toBe('succeeded')
  })

  it('is one of many: of three pages that are all paid one is kept', async () => {
    const world = await hostedWorld()
    const visitor = await visit(world)
    const urls: string[] = []
    for (let page = 0; page < 3; page++) {
      urls.push(await urlOf(visitor))
      await visitor.leave()
    }
    for (const url of urls) await follow(world, await decide(url, 'pay'))
    for (let turn = 0; turn < 4; turn++) await world.giveBack()
    expect(kept(world).toSorted()).toEqual([0, 0, 1099])
    expect((await visitor.truth()).status).toBe('succeeded')
  })
})

describe('a page left behind whose order has a newer checkout', () => {
  const SAME = { orderReference: 'order-of-two-checkouts' }

  async function supersede(world: World, changes: object = {}) {
    const older = await visit(world, { ...SAME, ...changes })
    const url = await urlOf(older)
    await older.leave()
    return { older, url, newer: await visit(world, { ...SAME, ...changes }) }
  }

  it('is given back when the newer one was paid', async () => {
    const world = await hostedWorld()
    const { older, url, newer } = await supersede(world)
    await newer.pay()
    await follow(world, await decide(url, 'pay'))
    expect(await findings(world)).toMatchObject([{ kind: 'surplus' }])
    for (let turn = 0; turn < 3; turn++) await world.giveBack()
    expect(kept(world)).toEqual([1099, 0])
    const [card] = (await newer.truth()).payments
    expect((await older.truth()).payments).toMatchObject([{ status: 'refunded', duplicateOf: card?.id }])
    expect((await newer.truth()).status).toBe('succeeded')
    expect(await findings(world)).toEqual([])
  })

  it('is given back when the newer one is paid in the same moment', async () => {
    const world = await hostedWorld()
    const { url, newer } = await supersede(world)
    const { payment } = (await newer.pay({ card: { number: '5555555555554444' } })).json()
    await follow(world, await decide(url, 'pay'))
    await atBank(payment.action.url, 'approve')
    world.clock.advance(10 * MINUTE)
    await world.resolve()
    expect(await findings(world)).toMatchObject([{ kind: 'surplus' }])
    for (let turn = 0; turn < 3; turn++) await world.giveBack()
    expect(kept(world)).toEqual([1099, 0])
    expect(await newer.truth()).toMatchObject({ status: 'succeeded', payments: [{ status: 'succeeded' }] })
    expect(await findings(world)).toEqual([])
  })

  it('stays beside it where the order may be paid in parts', async () => {
    const world = await hostedWorld()
    const { url, newer } = await supersede(world, { allowRepeat: true })
    await newer.pay()
    await follow(world, await decide(url, 'pay'))
    for (let turn = 0; turn < 3; turn++) await world.giveBack()
    expect(kept(world)).toEqual([1099, 1099])
  })

  it('counts when the newer one was paid and refunded, and two pages of it are paid: one is kept', async () => {
    const world = await hostedWorld()
    const first = await visit(world, SAME)
    await first.pay()
    const [card] = (await first.truth()).payments
    await shop(world).send(
      'POST',
      `/v1/payments/${card?.id}/refunds`,
      {},
      { 'idempotency-key': 'order-given-back-1' },
    )
    const again = await visit(world, SAME)
    const urls = [await urlOf(again)]
    await again.leave()
    urls.push(await urlOf(again))
    await again.leave()
    for (const url of urls) await follow(world, await decide(url, 'pay'))
    for (let turn = 0; turn < 3; turn++) await world.giveBack()
    expect(kept(world).toSorted()).toEqual([0, 0, 1099])
    expect((await again.truth()).status).toBe('succeeded')
  })
})

describe('without a word of the shopper', () => {
  it('no second attempt starts before the page has expired and the margin is over; then one does', async () => {
    const world = await hostedWorld()
    const visitor = await visit(world)
    await urlOf(visitor)
    const end = PAGE_MS + PAGE_MARGIN_MS
    for (let at = 0; at < end; at += MINUTE) {
      expect((await visitor.pay()).json()).toMatchObject({ code: 'payment_in_progress' })
      world.clock.advance(Math.min(MINUTE, end - at - 1))
      await world.resolve()
    }
    expect((await visitor.pay()).json()).toMatchObject({ code: 'payment_in_progress' })
    world.clock.advance(1)
    await world.resolve()
    expect((await visitor.truth()).payments).toMatchObject([{ status: 'expired' }])
    expect((await visitor.pay()).json()).toMatchObject({ payment: { status: 'succeeded' } })
  })

  it('is held by the moment in the row: without it ten minutes would do', async () => {
    const world = await hostedWorld()
    const visitor = await visit(world)
    await urlOf(visitor)
    await world.database.db.updateTable('payments').set({ payable_until: null }).execute()
    world.clock.advance(11 * MINUTE)
    await world.resolve()
    expect((await visitor.pay()).json()).toMatchObject({ payment: { status: 'succeeded' } })
  })

  it('a bare return, a prefetch of the cancel link and its HEAD change nothing', async () => {
    const world = await hostedWorld()
    const visitor = await visit(world)
    const cancel = new URL(await decide(await urlOf(visitor), 'cancel')).pathname
    expect((await world.app.inject({ url: cancel.replace('cancel', 'return') })).statusCode).toBe(303)
    await world.app.inject({ url: cancel, headers: { 'sec-purpose': 'prefetch;prerender' } })
    await world.app.inject({ url: cancel, headers: { purpose: 'prefetch' } })
    await world.app.inject({ method: 'HEAD', url: cancel })
    expect((await visitor.buyer.read()).status).toBe('action_required')
    expect((await visitor.pay()).json()).toMatchObject({ code: 'payment_in_progress' })
  })

  it('queries PayKKa soon after a return, and not every second while the shopper is gone', async () => {
    const world = await hostedWorld()
    const visitor = await visit(world)
    const cancel = new URL(await decide(await urlOf(visitor), 'cancel')).pathname
    const asked = () => world.emulator.ledger().requests['/v3/payment/acq/query'] ?? 0
    for (let second = 0; second < 900; second += 5) {
      world.clock.advance(5000)
      await world.resolve()
    }
    expect(asked()).toBeLessThan(20)
    await world.app.inject({ url: cancel.replace('cancel', 'return') })
    const before = asked()
    for (let second = 0; second < 10; second++) {
      world.clock.advance(1000)
      await world.resolve()
    }
    expect(asked() - before).toBeGreaterThan(2)
  })
})

describe('the word of the shopper', () => {
  it('is remembered while PayKKa gives no answer, and counts with the next one', async () => {
    const world = await hostedWorld()
    const visitor = await visit(world)
    const back = await decide(await urlOf(visitor), 'cancel')
    await world.emulator.setFaults({ times: 0, fault: { type: 'reset' } })
    expect((await follow(world, back)).statusCode).toBe(303)
    expect((await visitor.buyer.read()).status).toBe('action_required')
    await world.emulator.setFaults()
    world.clock.advance(MINUTE)
    await world.resolve()
    expect((await visitor.buyer.read()).status).toBe('open')
  })

  it('is taken back by going to the page again', async () => {
    const world = await hostedWorld()
    const visitor = await visit(world)
    const url = await urlOf(visitor)
    const back = await decide(url, 'cancel')
    await world.emulator.setFaults({ times: 0, fault: { type: 'reset' } })
    await follow(world, back)
    expect((await visitor.open({ methods: ['ideal'] })).json()).toEqual({ url })
    await world.emulator.setFaults()
    world.clock.advance(MINUTE)
    await world.resolve()
    expect((await visitor.buyer.read()).status).toBe('action_required')
  })

  it('does not undo a payment: PayKKa is asked first', async () => {
    const world = await hostedWorld()
    const visitor = await visit(world)
    const url = await urlOf(visitor)
    const cancel = await decide(url, 'cancel')
    await decide(url, 'pay')
    await follow(world, cancel)
    expect((await visitor.truth()).status).toBe('succeeded')
    await world.giveBack()
    expect(kept(world)).toEqual([1099])
  })
})

describe('the way back to the shop', () => {
  type Visit = Awaited<ReturnType<typeof visit>>
  const befores: [string, (visitor: Visit, url: string, paths: string[]) => Promise<unknown>][] = [
    ['nothing', async () => {}],
    ['a return', ({ world }, _url, [back]) => world.app.inject({ url: back ?? '' })],
    [
      'a return, and a payment an hour later',
      async ({ world }, url, [back]) => {
        await world.app.inject({ url: back ?? '' })
        world.clock.advance(10 * MINUTE)
        await decide(url, 'pay')
        world.clock.advance(50 * MINUTE)
      },
    ],
    ['a payment', (_visitor, url) => decide(url, 'pay')],
    [
      'a payment and a return years ago',
      async ({ world }, url, [back]) => {
        await decide(url, 'pay')
        await world.app.inject({ url: back ?? '' })
        world.clock.advance(5 * 365 * 24 * 60 * MINUTE)
      },
    ],
    ['the cancel link', ({ world }, _url, [, cancel]) => world.app.inject({ url: cancel ?? '' })],
    [
      'another payment',
      async ({ world, pay }, _url, [, cancel]) => {
        await world.app.inject({ url: cancel ?? '' })
        await pay()
      },
    ],
    [
      'the expiry of page and checkout',
      async ({ world }) => {
        world.clock.advance(24 * 60 * MINUTE)
        await world.resolve()
      },
    ],
    [
      'a refund',
      async ({ world, truth }, url, [back]) => {
        await decide(url, 'pay')
        await world.app.inject({ url: back ?? '' })
        const [payment] = (await truth()).payments
        await shop(world).send(
          'POST',
          `/v1/payments/${payment?.id}/refunds`,
          {},
          { 'idempotency-key': 'refund-it-all-please' },
        )
      },
    ],
  ]
  for (const method of ['GET', 'POST'] as const)
    it.each(befores)(`leads there by ${method} after %s, however often`, async (_name, before) => {
      const world = await hostedWorld()
      const visitor = await visit(world)
      const url = await urlOf(visitor)
      const cancel = new URL(await decide(url, 'cancel')).pathname
      const back = cancel.replace('cancel', 'return')
      await before(visitor, url, [back, cancel])
      for (const path of [back, cancel, back, cancel]) {
        const answer = await world.app.inject({ method, url: path })
        expect([answer.statusCode, answer.headers.location]).toEqual([
          303,
          `https://shop.example/orders/1?checkout=${visitor.checkout.id}`,
        ])
      }
    })

  it.each(['return', 'cancel'])('reveals nothing at an unknown /paykka/%s/…', async (way) => {
    const world = await hostedWorld()
    const answer = await world.app.inject({ url: `/paykka/${way}/ret_${'a'.repeat(43)}` })
    expect([answer.statusCode, answer.body.includes('Nothing to show')]).toEqual([404, true])
  })

  it('shows a payment made long after the first return', async () => {
    const world = await hostedWorld()
    const visitor = await visit(world)
    const url = await urlOf(visitor)
    const back = new URL(await decide(url, 'cancel')).pathname.replace('cancel', 'return')
    await world.app.inject({ url: back })
    world.clock.advance(10 * MINUTE)
    await decide(url, 'pay')
    await world.app.inject({ url: back })
    expect((await visitor.buyer.read()).status).toBe('succeeded')
  })
})
