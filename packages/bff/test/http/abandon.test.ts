/** "Pay another way": when the checkout is free again, when not yet, and when it is paid. */
import { describe, expect, it } from 'vitest'
import { atBank, decide, hostedWorld, kept, MINUTE, visit } from '../support/hosted.ts'
import { charges, expectProblem } from '../support/refusals.ts'
import type { WorldOptions } from '../support/world.ts'
import { SHOP_ORIGIN } from '../support/world.ts'

const CHALLENGED = { card: { number: '5555555555554444' } }
const VOID = '/v3/payment/acq/void'

async function onPage(options: WorldOptions = {}, changes = {}) {
  const world = await hostedWorld(options)
  const visitor = await visit(world, changes)
  const { url } = (await visitor.open({ methods: ['ideal'] })).json()
  return { ...visitor, url }
}

async function onChallenge(options: WorldOptions = {}, changes = {}) {
  const world = await hostedWorld(options)
  const visitor = await visit(world, changes)
  const { payment } = (await visitor.pay(CHALLENGED)).json()
  return { ...visitor, id: payment.id as string, bank: payment.action.url as string }
}

describe("a page of PayKKa's", () => {
  it('that nobody paid is left: the checkout is free, however often that is asked', async () => {
    const { leave, pay, truth } = await onPage()
    for (let turn = 0; turn < 2; turn++) {
      const answer = await leave()
      expect([answer.statusCode, answer.json()]).toMatchObject([200, { payment: { status: 'canceled' } }])
      expect(answer.json()).not.toHaveProperty('reason')
    }
    expect((await truth()).payments).toMatchObject([
      { status: 'canceled', leftAt: expect.any(String), payableUntil: expect.any(String) },
    ])
    expect((await pay()).json()).toMatchObject({ payment: { status: 'succeeded', attempt: 2 } })
  })

  it('that was paid is not left', async () => {
    const { world, url, leave, truth } = await onPage()
    await decide(url, 'pay')
    expectProblem(await leave(), 409, 'already_paid')
    expectProblem(await leave(), 409, 'already_paid')
    expect((await truth()).status).toBe('succeeded')
    expect(kept(world)).toEqual([1099])
  })

  it('whose funds are held is paid, too', async () => {
    const { url, leave, truth } = await onPage({}, { capture: 'manual' })
    await decide(url, 'pay')
    expectProblem(await leave(), 409, 'already_paid')
    expect((await truth()).status).toBe('authorized')
  })

  it('that PayKKa declined is over', async () => {
    const { world, url, leave } = await onPage()
    await world.emulator.setFaults({ fault: { type: 'decline', errorCode: '2099' } })
    await decide(url, 'pay')
    expect((await leave()).json()).toMatchObject({ payment: { status: 'declined' } })
  })

  it('stays while PayKKa gives no answer, and is left with the next one', async () => {
    const { world, leave, buyer, pay } = await onPage()
    await world.emulator.setFaults({ times: 0, fault: { type: 'status', status: 500 } })
    const answer = await leave()
    expect([answer.statusCode, answer.json()]).toMatchObject([
      202,
      { reason: 'no_answer', payment: { status: 'action_required' } },
    ])
    expectProblem(await pay(), 409, 'payment_in_progress')
    await world.emulator.setFaults()
    world.clock.advance(2 * MINUTE)
    await world.resolve()
    expect((await buyer.read()).status).toBe('open')
  })

  it('stays while PayKKa processes a payment of it', async () => {
    const { world, url, leave, buyer } = await onPage()
    await decide(url, 'pay')
    await world.emulator.setFaults({ times: 0, fault: { type: 'answer', status: 'PROCESSING' } })
    expect((await leave()).json()).toMatchObject({ reason: 'being_paid' })
    await world.emulator.setFaults({ times: 0, fault: { type: 'not-found' } })
    // Once PayKKa knew the order, "not found" does not prove that nobody pays.
    expect((await leave()).statusCode).toBe(202)
    await world.emulator.setFaults()
    expectProblem(await leave(), 409, 'already_paid')
    expect((await buyer.read()).status).toBe('succeeded')
  })

  it('whose address was lost can be left as well', async () => {
    const world = await hostedWorld()
    const visitor = await visit(world)
    await world.emulator.setFaults({
      match: { path: '/v3/payment/acq/session' },
      times: 0,
      fault: { type: 'status', status: 500 },
    })
    expect((await visitor.open()).json().code).toBe('payment_in_progress')
    expect((await visitor.leave()).statusCode).toBe(200)
    expect((await visitor.pay()).json()).toMatchObject({ payment: { status: 'succeeded' } })
  })

  it('answers in time when PayKKa hangs, and keeps querying', async () => {
    const ends: (() => void)[] = []
    const timeout = () => new Promise<void>((resolve) => void ends.push(resolve))
    const { world, leave, buyer } = await onPage({ timeout })
    const id = (await buyer.read()).lastPayment?.id
    expect(id).toBeDefined()
    await world.emulator.setFaults({ times: 0, fault: { type: 'hang' } })
    const waiting = leave()
    await expect.poll(() => world.emulator.ledger().requests['/v3/payment/acq/query'] ?? 0).toBeGreaterThan(0)
    for (const end of ends) end()
    expect((await waiting).json()).toMatchObject({ reason: 'no_answer' })
  })
})

describe("a bank's confirmation", () => {
  it('can still be given: PayKKa is asked for a void, and its answer is not believed', async () => {
    const { world, leave, pay, truth } = await onChallenge()
    for (let turn = 0; turn < 4; turn++) {
      const answer = await leave()
      expect([answer.statusCode, answer.json()]).toMatchObject([
        202,
        { reason: 'at_bank', payment: { status: 'action_required' } },
      ])
    }
    expect(world.emulator.ledger().requests[VOID]).toBe(3)
    expectProblem(await pay(), 409, 'payment_in_progress')
    const causes = (await truth()).payments[0]?.history.map(({ cause }) => cause) ?? []
    expect(causes.filter((cause) => cause === 'void sent for the shopper')).toHaveLength(3)
  })

  it('is left once a query proves that the void ended it', async () => {
    const banks: string[] = []
    const { leave, pay, bank } = await onChallenge({
      modifications: (real) => ({
        ...real,
        // A PayKKa that voids an order which waits for the bank: undocumented, so only the query after it counts.
        void: async () => {
          await atBank(banks[0] ?? '', 'cancel')
          return { kind: 'unknown', reason: 'timeout' }
        },
      }),
    })
    banks.push(bank)
    expect((await leave()).json()).toMatchObject({ payment: { status: 'canceled' } })
    expect((await pay()).json()).toMatchObject({ payment: { status: 'succeeded', attempt: 2 } })
  })

  const decisions = [
    ['approve', 409],
    ['fail', 200],
    ['cancel', 200],
  ] as const
  it.each(decisions)('that ended by %s is answered with %i', async (decision, status) => {
    const { world, bank, leave } = await onChallenge()
    await atBank(bank, decision)
    expect((await leave()).statusCode).toBe(status)
    expect(world.emulator.ledger().requests[VOID] ?? 0).toBe(0)
    expect(charges(world)).toBe(decision === 'approve' ? 1 : 0)
  })

  it('that the bank approves in the same moment is paid, not lost', async () => {
    const banks: string[] = []
    const { world, leave, bank, truth } = await onChallenge({
      modifications: (real) => ({
        ...real,
        void: async (order) => {
          await atBank(banks[0] ?? '', 'approve')
          return real.void(order)
        },
      }),
    })
    banks.push(bank)
    expectProblem(await leave(), 409, 'already_paid')
    expect([(await truth()).status, charges(world)]).toEqual(['succeeded', 1])
  })
})

describe('any payment', () => {
  it('that is unknown stays so', async () => {
    const world = await hostedWorld()
    const visitor = await visit(world)
    await visitor.pay({ card: { number: '4000000000000341' } })
    expect((await visitor.leave()).json()).toMatchObject({
      reason: 'no_answer',
      payment: { status: 'unknown' },
    })
  })

  it('of another checkout, or none, is not found; and the secret is needed', async () => {
    const { world, checkout } = await onPage()
    const other = await visit(world)
    const { lastPayment } = await (await visit(world)).buyer.read()
    expect(lastPayment).toBeNull()
    await other.open()
    const foreign = (await other.buyer.read()).lastPayment?.id ?? ''
    const url = `/client/v1/checkout/payments/${foreign}/abandon`
    const send = (secret: string, origin = SHOP_ORIGIN) =>
      world.app.inject({
        method: 'POST',
        url,
        headers: { authorization: `Bearer ${secret}`, origin },
        payload: {},
      })
    expectProblem(await send(checkout.clientSecret), 404, 'not_found')
    expectProblem(await send('x'.repeat(48)), 401, 'unauthorized')
    expectProblem(await send(other.checkout.clientSecret, 'https://evil.example'), 403, 'forbidden')
    expect((await other.buyer.read()).status).toBe('action_required')
  })

  it('of a checkout that was closed or has expired says so', async () => {
    const { world, leave } = await onPage({}, { expiresIn: 300 })
    world.clock.advance(301_000)
    expectProblem(await leave(), 410, 'checkout_expired')
  })

  it('takes no body, an empty one, and no other', async () => {
    const { world, checkout, buyer } = await onPage()
    const id = (await buyer.read()).lastPayment?.id
    const send = (payload?: object) =>
      world.app.inject({
        method: 'POST',
        url: `/client/v1/checkout/payments/${id}/abandon`,
        headers: { authorization: `Bearer ${checkout.clientSecret}`, origin: SHOP_ORIGIN },
        ...(payload ? { payload } : {}),
      })
    expectProblem(await send({ amount: 1 }), 422, 'validation_failed')
    expect([(await send()).statusCode, (await send({})).statusCode]).toEqual([200, 200])
  })
})
