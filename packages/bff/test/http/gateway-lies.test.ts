/** A gateway that lies, breaks or vanishes: no lie becomes a result, and the truth comes by query. */

import type { Fault } from '@paykka-checkout/emulator'
import { describe, expect, it } from 'vitest'
import { charges, expectProblem } from '../support/refusals.ts'
import { shareWorld } from '../support/shared-world.ts'
import type { World } from '../support/world.ts'
import { shop, shopper, startWorld } from '../support/world.ts'

const PURCHASE = '/v3/payment/acq'
const QUERY = '/v3/payment/acq/query'

const shared = shareWorld({ env: { PAYKKA_TIMEOUT_MS: '10000' } })

/** Only where nothing ever comes may a test wait for the deadline; elsewhere a busy machine must not meet it. */
function worldFor(fault: Fault): World | Promise<World> {
  const silent = fault.type === 'hang' || fault.type === 'trickle'
  return silent ? startWorld({ env: { PAYKKA_TIMEOUT_MS: '500' } }) : shared()
}

/** A new checkout, with its own account of what is sent and charged from now on. */
async function open(given: World | Promise<World> = shared()) {
  const world = await given
  await world.emulator.setFaults()
  const checkout = await shop(world).create()
  const before = { sent: sent(world, PURCHASE), charges: charges(world) }
  const account = () => ({
    sent: sent(world, PURCHASE) - before.sent,
    charges: charges(world) - before.charges,
  })
  return { world, checkout, buyer: shopper(world, checkout), account }
}

const sent = (world: World, path: string) => world.emulator.ledger().requests[path] ?? 0

type Lie = [string, Fault, number]

/** The last column: how often the card was really charged when the answer was lost or wrong. */
const LIES: Lie[] = [
  ['a bad signature', { type: 'signature', kind: 'bad' }, 1],
  ['no signature', { type: 'signature', kind: 'missing' }, 1],
  ['the signature of a stranger', { type: 'signature', kind: 'other-key' }, 1],
  ['an answer of ten minutes ago', { type: 'signature', kind: 'stale' }, 1],
  ['another amount', { type: 'answer', amount: 1 }, 1],
  ['another currency', { type: 'answer', currency: 'USD' }, 1],
  ['another trans_id', { type: 'answer', transId: 'X' }, 1],
  ['another merchant', { type: 'answer', merchantId: '1' }, 1],
  ['an unknown status', { type: 'answer', status: 'DONE' }, 1],
  ['an unknown ret_code', { type: 'answer', retCode: '123456' }, 1],
  ['999999', { type: 'answer', retCode: '999999' }, 1],
  ['half an answer', { type: 'garbage', kind: 'truncated' }, 1],
  ['an empty answer', { type: 'garbage', kind: 'empty' }, 1],
  ['a page', { type: 'garbage', kind: 'html' }, 1],
  ['a byte order mark', { type: 'garbage', kind: 'bom' }, 1],
  ['a megabyte', { type: 'garbage', kind: 'oversized' }, 1],
  ['a compressed bomb', { type: 'garbage', kind: 'gzip-bomb' }, 1],
  ['500 before the charge', { type: 'status', status: 500, when: 'before' }, 0],
  ['500 after the charge', { type: 'status', status: 500, when: 'after' }, 1],
  ['502 after the charge', { type: 'status', status: 502, body: 'Bad gateway', when: 'after' }, 1],
  ['503 before the charge', { type: 'status', status: 503, when: 'before' }, 0],
  ['a reset before the charge', { type: 'reset', when: 'before' }, 0],
  ['a reset after the charge', { type: 'reset', when: 'after' }, 1],
  ['a reset within the answer', { type: 'reset', when: 'mid-body' }, 1],
  ['silence before the charge', { type: 'hang', when: 'before' }, 0],
  ['silence after the charge', { type: 'hang', when: 'after' }, 1],
  ['a byte a second', { type: 'trickle', ms: 1000 }, 1],
  [
    'a redirect before the charge',
    { type: 'redirect', location: 'http://127.0.0.1:9/steal', when: 'before' },
    0,
  ],
  [
    'a redirect after the charge',
    { type: 'redirect', location: 'http://127.0.0.1:9/steal', when: 'after' },
    1,
  ],
]

describe('a purchase answered with', () => {
  it.each(LIES)('%s is unknown until a query shows the result', async (_name, fault, charged) => {
    const { world, checkout, buyer, account } = await open(worldFor(fault))
    await world.emulator.setFaults({ match: { path: PURCHASE }, fault })
    const response = await buyer.pay()
    expect([response.statusCode, response.json().payment.status]).toEqual([202, 'unknown'])
    expect((await buyer.read()).status).toBe('unknown')
    expectProblem(await buyer.pay(), 409, 'payment_in_progress')
    expect(account()).toEqual({ sent: 1, charges: charged })

    await world.emulator.setFaults()
    world.clock.advance(11 * 60_000)
    await world.resolve()
    const { payments, status } = await shop(world).read(checkout.id)
    const truth = charged === 1 ? ['succeeded', 'succeeded'] : ['failed', 'open']
    expect([payments[0]?.status, status]).toEqual(truth)
    expect(account()).toEqual({ sent: 1, charges: charged })
  })

  it('the answer of an earlier payment is unknown', async () => {
    const { world } = await open()
    await shopper(world, await shop(world).create()).pay()
    await world.emulator.setFaults({ match: { path: PURCHASE }, fault: { type: 'replay' } })
    const checkout = await shop(world).create()
    const response = await shopper(world, checkout).pay()
    expect(response.json().payment.status).toBe('unknown')
    await world.resolve()
    expect((await shop(world).read(checkout.id)).status).toBe('succeeded')
  })

  it('a lie about a declined card does not sell anything', async () => {
    const { world, checkout, buyer, account } = await open()
    await world.emulator.setFaults({
      match: { path: PURCHASE },
      fault: { type: 'signature', kind: 'bad' },
    })
    await buyer.pay({ card: { number: '4000000000000002' } })
    await world.resolve()
    expect((await shop(world).read(checkout.id)).payments[0]?.status).toBe('declined')
    expect(account().charges).toBe(0)
  })
})

describe('a query answered with', () => {
  const lies = LIES.filter(([, fault]) => ['signature', 'answer', 'status', 'reset'].includes(fault.type))
  it.each(lies)('%s changes nothing', async (_name, fault) => {
    const { world, checkout, buyer, account } = await open()
    await world.emulator.setFaults({ match: { path: PURCHASE }, fault: { type: 'reset', when: 'after' } })
    await buyer.pay()
    await world.emulator.setFaults({ match: { path: QUERY }, times: 0, fault })
    await world.resolve()
    expect((await shop(world).read(checkout.id)).payments[0]?.status).toBe('unknown')
    await world.emulator.setFaults()
    world.clock.advance(60 * 60_000)
    await world.resolve()
    expect((await shop(world).read(checkout.id)).status).toBe('succeeded')
    expect(account().charges).toBe(1)
  })

  it('another signature mode takes an unsigned answer, as configured', async () => {
    const { world, buyer } = await open(startWorld({ env: { PAYKKA_RESPONSE_SIGNATURE: 'log' } }))
    await world.emulator.setFaults({ fault: { type: 'signature', kind: 'missing' } })
    expect((await buyer.pay()).json().payment.status).toBe('succeeded')
    expect(world.logs.join('')).toContain('has no valid signature')
  })
})

describe('a refusal', () => {
  type Refusal = [string, Fault, number, string]
  const body = (ret_code: string) => ({ ret_code, ret_msg: 'no' })
  const status = (code: number, ret?: string, retryAfter?: string): Fault => ({
    type: 'status',
    status: code,
    when: 'before',
    ...(ret === undefined ? {} : { body: body(ret) }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
  })
  const refusals: Refusal[] = [
    ['429', status(429, '429'), 503, 'busy'],
    ['429 for a second', status(429, '429', '1'), 503, 'busy'],
    ['429 for a day', status(429, '429', '86400'), 503, 'busy'],
    ['429 until a date', status(429, '429', 'Wed, 21 Oct 2026 07:28:00 GMT'), 503, 'busy'],
    ['401', status(401, '206003'), 502, 'gateway_refused'],
    ['403', status(403, '206003'), 502, 'gateway_refused'],
    ['404', status(404, '404'), 502, 'gateway_refused'],
    ['400 with 206004', status(400, '206004'), 502, 'gateway_refused'],
    ['206020', status(200, '206020'), 422, 'card_unreadable'],
    ['206021', status(400, '206021'), 422, 'card_unreadable'],
    ['2005 in the data', { type: 'decline', errorCode: '2005' }, 422, 'card_unreadable'],
    ['1008 in the data', { type: 'decline', errorCode: '1008' }, 502, 'gateway_refused'],
  ]
  it.each(refusals)(
    '%s: nothing was charged, and the shopper may try again',
    async (_name, fault, http, code) => {
      const { world, checkout, buyer, account } = await open()
      await world.emulator.setFaults({ match: { path: PURCHASE }, fault })
      expectProblem(await buyer.pay(), http, code)
      expect(account().charges).toBe(0)
      const { payments, status: now } = await shop(world).read(checkout.id)
      expect([payments[0]?.status, now]).toEqual(['failed', 'open'])
      expect((await buyer.pay()).json().payment.status).toBe('succeeded')
      expect(account().charges).toBe(1)
    },
  )

  it.each(['javascript:alert(1)', 'http://acs.bank.example/'])(
    'sends nobody to %s',
    async (authenticationUrl) => {
      const { world, buyer } = await open()
      const fault: Fault = { type: 'answer', status: 'PROCESSING', authenticationUrl }
      await world.emulator.setFaults({ match: { path: PURCHASE }, fault })
      const response = await buyer.pay({ card: { number: '5555555555554444' } })
      expectProblem(response, 502, 'gateway_refused')
      expect(response.body + JSON.stringify(await buyer.read())).not.toContain(authenticationUrl)
    },
  )
})

describe('a clock that is wrong', () => {
  it.each([-4, 4])('by %i minutes still pays', async (minutes) => {
    const { world, buyer } = await open()
    await world.emulator.setFaults({ fault: { type: 'clock-skew', ms: minutes * 60_000 } })
    expect((await buyer.pay()).json().payment.status).toBe('succeeded')
  })

  it.each([-6, 6])('by %i minutes charges nothing', async (minutes) => {
    const { world, buyer, account } = await open()
    await world.emulator.setFaults({ fault: { type: 'clock-skew', ms: minutes * 60_000 } })
    expect((await buyer.pay()).statusCode).not.toBe(200)
    expect(account().charges).toBe(0)
  })
})
