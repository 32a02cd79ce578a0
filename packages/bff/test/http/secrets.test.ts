/** After every kind of payment: no card, code, key or bearer in any log line or in the database's files. */
import { randomUUID } from 'node:crypto'
import type { Fault } from '@paykka-checkout/emulator'
import { describe, expect, it } from 'vitest'
import type { Gateway } from '../../src/payments/gateway.ts'
import { CVC_IN_CONTEXT, leaks } from '../support/leaks.ts'
import { sealCard } from '../support/seal.ts'
import type { World } from '../support/world.ts'
import { PRIVATE_KEY_BODY, SECRET_KEY, shop, shopper, startWorld } from '../support/world.ts'

describe('the scanner', () => {
  const secret = '4242424242424242'
  const planted: [string, Buffer][] = [
    ['in clear', Buffer.from(`x${secret}y`)],
    ['spaced', Buffer.from('4242 4242 4242 4242')],
    ['dashed', Buffer.from('4242-4242-4242-4242')],
    ['in Base64', Buffer.from(Buffer.from(secret).toString('base64'))],
    ['in Base64, within other text', Buffer.from(Buffer.from(`a${secret}bc`).toString('base64'))],
    ['in Base64, within more text', Buffer.from(Buffer.from(`ab${secret}c`).toString('base64'))],
    ['in hex', Buffer.from(Buffer.from(secret).toString('hex'))],
    ['in UTF-16', Buffer.from(secret, 'utf16le')],
  ]
  it.each(planted)('finds what is %s', (_name, bytes) => {
    expect(leaks(bytes, { secret })).toEqual(['secret'])
  })

  it('finds nothing where nothing is, and what is planted in log and database', async () => {
    const world = await startWorld()
    const canary = 'canary-0123456789-canary'
    expect(leaks(all(world), { canary })).toEqual([])
    await shop(world).create({ orderReference: canary })
    expect(leaks(world.databaseBytes(), { canary })).toEqual(['canary'])
    world.app.log.trace({ canary }, 'planted')
    expect(leaks(Buffer.from(world.logs.join('')), { canary })).toEqual(['canary'])
  })
})

const all = (world: World) => Buffer.concat([Buffer.from(world.logs.join('')), world.databaseBytes()])

type Case = {
  name: string
  number: string
  fault?: Fault
  gateway?: (real: Gateway) => Gateway
  seal?: object
}

const PAN = '4242424242424242'
const thrower =
  (what: 'before' | 'after') =>
  (real: Gateway): Gateway => ({
    ...real,
    purchase: async (purchase) => {
      if (what === 'after') await real.purchase(purchase)
      throw new Error(`broken while sending ${PAN} cvv 917 to https://paykka.example`, { cause: PAN })
    },
  })

const CASES: Case[] = [
  { name: 'a success', number: PAN },
  { name: 'a challenge', number: '5555555555554444' },
  { name: 'a decline', number: '4000000000000002' },
  { name: 'a lost answer', number: '4000000000000259' },
  { name: 'a pending payment', number: '4000000000000119' },
  { name: 'a wrong check digit', number: '4242424242424241' },
  { name: 'an expired seal', number: PAN, seal: { iat: 1 } },
  { name: 'another checkout', number: PAN, seal: { checkout: `chk_${'a'.repeat(22)}` } },
  { name: 'an echo in ret_msg', number: PAN, fault: { type: 'answer', retMsg: `card ${PAN} cvv 917` } },
  { name: 'an echo in ret_code', number: PAN, fault: { type: 'answer', retCode: PAN } },
  { name: 'an echo in order_id', number: PAN, fault: { type: 'answer', orderId: PAN } },
  { name: 'an echo in status', number: PAN, fault: { type: 'answer', status: PAN } },
  { name: 'an echo in trans_id', number: PAN, fault: { type: 'answer', transId: PAN } },
  {
    name: 'an echo in error_description',
    number: PAN,
    fault: { type: 'decline', errorCode: '3005', errorDescription: `card ${PAN} cvv 917` },
  },
  {
    name: 'an echo in a 500',
    number: PAN,
    fault: { type: 'status', status: 500, body: `{"card":"${PAN}"}` },
  },
  {
    name: 'an echo in a 401',
    number: PAN,
    fault: { type: 'status', status: 401, body: { ret_code: PAN, ret_msg: PAN } },
  },
  {
    name: 'an echo in a 400',
    number: PAN,
    fault: { type: 'status', status: 400, body: { ret_code: PAN, ret_msg: PAN } },
  },
  { name: 'a bad signature', number: PAN, fault: { type: 'signature', kind: 'bad' } },
  { name: 'a reset', number: PAN, fault: { type: 'reset', when: 'after' } },
  { name: 'an error before sending', number: PAN, gateway: thrower('before') },
  { name: 'an error after sending', number: PAN, gateway: thrower('after') },
]

describe('neither log (at trace) nor database shows anything', () => {
  it.each(CASES)('after $name', async ({ number, fault, gateway, seal }) => {
    const returns: string[] = []
    const spy = (real: Gateway): Gateway => {
      const inner = gateway?.(real) ?? real
      return {
        ...inner,
        purchase: (purchase) => {
          returns.push(purchase.returnUrl.split('/').at(-1) ?? '')
          return inner.purchase(purchase)
        },
      }
    }
    const world = await startWorld({ gateway: spy, env: { PAYKKA_TIMEOUT_MS: '2000' } })
    expect(world.config.logLevel).toBe('trace')
    const checkout = await shop(world).create()
    const buyer = shopper(world, checkout)
    const { cardKey } = await buyer.read()
    const card = { number, cvc: '917', holderName: 'Ada Canary Lovelace', checkout: checkout.id }
    const iat = Math.floor(world.clock.now() / 1000)
    const sealed = await sealCard(cardKey, { ...card, iat, ...seal })
    if (fault) await world.emulator.setFaults({ times: 0, fault })

    const key = randomUUID()
    const answers = [await buyer.pay({ sealed, key }), await buyer.pay({ sealed, key })]
    await world.emulator.setFaults()
    world.clock.advance(60_000)
    await world.resolve()
    for (const reference of returns) await world.app.inject({ url: `/paykka/return/${reference}` })

    const secrets = {
      PAN: number,
      holder: card.holderName,
      clientSecret: checkout.clientSecret,
      secretKey: SECRET_KEY,
      privateKey: PRIVATE_KEY_BODY,
      JWE: sealed,
      ciphertext: sealed.split('.')[3] ?? sealed,
      ...Object.fromEntries(returns.map((reference, index) => [`return ${index}`, reference])),
    }
    const everything = all(world)
    expect(leaks(everything, secrets)).toEqual([])
    expect(CVC_IN_CONTEXT.exec(everything.toString('latin1'))?.[0]).toBeUndefined()
    expect(everything.includes(checkout.id)).toBe(true)
    const reported = Buffer.from(answers.map((answer) => answer.body).join(''))
    expect(leaks(reported, { ...secrets, clientSecret: 'not shown here', holder: 'not shown here' })).toEqual(
      [],
    )
    expect(world.logs.length).toBeGreaterThan(1)
  })

  it('shows no return reference of a return, and no bearer of a refused request', async () => {
    const world = await startWorld()
    const secret = `cs_${'s3cr3t-'.repeat(6)}x`
    await world.app.inject({ url: `/paykka/return/ret_${'r3f3r3nc3-'.repeat(4)}` })
    for (const url of ['/client/v1/checkout', '/v1/checkouts', `/v1/payments/${PAN}`])
      await world.app.inject({ url, headers: { authorization: `Bearer ${secret}` } })
    const text = world.logs.join('')
    for (const hidden of ['r3f3r3nc3', 's3cr3t', PAN]) expect(text).not.toContain(hidden)
    expect(world.logs.length).toBeGreaterThanOrEqual(4)
  })
})
