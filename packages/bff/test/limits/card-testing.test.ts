/** Trying out stolen cards: what stops it, what it must not stop, and a whole attack. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createCaptcha } from '../../src/limits/captcha.ts'
import { createLimiter } from '../../src/limits/limiter.ts'
import { DEFAULT_LIMITS, parseLimits } from '../../src/limits/limits.ts'
import { expectProblem } from '../support/refusals.ts'
import type { World } from '../support/world.ts'
import { shop, shopper, startWorld } from '../support/world.ts'
import type { Attack } from './carding.ts'
import { playAttack } from './carding.ts'

const DECLINED = '4000000000000002'
const OFTEN = [DECLINED, '4000000000009995', '4000000000000069', '4000000000000127']
/** Nobody is exempt, unlike in the other tests. */
const strict = (env: Record<string, string> = {}) => startWorld({ env: { RATE_LIMIT_EXEMPT: '', ...env } })
const charges = (world: World) => world.emulator.ledger().orders.length

async function pay(world: World, number?: string, headers: Record<string, string> = {}) {
  const checkout = await shop(world).create()
  return shopper(world, checkout).pay({ ...(number ? { card: { number } } : {}), headers })
}

describe('one checkout', () => {
  it('takes three declines of one card, and then no card any more', async () => {
    const world = await startWorld()
    const buyer = shopper(world, await shop(world).create())
    expect((await buyer.read()).triesLeft).toBe(5)
    for (let count = 0; count < 3; count++) {
      const response = await buyer.pay({ card: { number: DECLINED } })
      expect(response.json().payment.status).toBe('declined')
      expect((await buyer.read()).triesLeft).toBe([4, 3, 0][count])
    }
    expectProblem(await buyer.pay(), 409, 'too_many_attempts')
    expect(charges(world)).toBe(3)
    expect((await pay(world)).json().payment.status).toBe('succeeded')
  })

  it('takes five declines of different cards, and a good card before the fifth', async () => {
    const world = await startWorld()
    const numbers = [DECLINED, '4000000000009995', '4000000000000069', '4000000000000127']
    const decline = async (buyer: ReturnType<typeof shopper>, number = DECLINED) =>
      expect((await buyer.pay({ card: { number } })).json().payment.status).toBe('declined')
    const late = shopper(world, await shop(world).create())
    for (const number of numbers) await decline(late, number)
    expect((await late.pay()).json().payment.status).toBe('succeeded')
    const out = shopper(world, await shop(world).create())
    for (const number of [...numbers, DECLINED]) await decline(out, number)
    expectProblem(await out.pay(), 409, 'too_many_attempts')
  })

  it('sends a card no second time that the bank reported lost', async () => {
    const world = await startWorld({ env: { PAYKKA_DECLINE_CODES: '3005=lost_or_stolen' } })
    const buyer = shopper(world, await shop(world).create())
    expect((await buyer.pay({ card: { number: DECLINED } })).json().payment.status).toBe('declined')
    expectProblem(await buyer.pay({ card: { number: DECLINED } }), 409, 'too_many_attempts')
    expect(charges(world)).toBe(1)
  })
})

describe('one address', () => {
  it('accepts ten declines in ten minutes, and says how long to wait', async () => {
    const world = await strict()
    for (let count = 0; count < 10; count++)
      expect((await pay(world, OFTEN[count % 4])).json().payment.status).toBe('declined')
    const response = await pay(world)
    expectProblem(response, 429, 'rate_limited')
    expect(Number(response.headers['retry-after'])).toBeGreaterThan(590)
    expect(response.headers['access-control-expose-headers']).toContain('retry-after')
    expect(response.headers['access-control-allow-origin']).toBe('https://shop.example')
    expect(charges(world)).toBe(10)
  })

  it('takes as many payments as succeed: an office of two hundred pays, one declined card in ten among them', async () => {
    const world = await strict()
    const statuses: string[] = []
    for (let count = 0; count < 200; count++) {
      const buyer = shopper(world, await shop(world).create())
      if (count % 10 === 0) await buyer.pay({ card: { number: OFTEN[(count / 10) % 4] ?? DECLINED } })
      statuses.push((await buyer.pay()).json().payment?.status)
    }
    expect(statuses.filter((status) => status === 'succeeded')).toHaveLength(200)
  })

  it('begins so many attempts that come to no end', async () => {
    const world = await strict({ RATE_LIMITS: 'ip-attempts=2/600' })
    const CHALLENGED = '5555555555554444'
    const statuses = []
    for (let count = 0; count < 3; count++) statuses.push((await pay(world, CHALLENGED)).statusCode)
    expect(statuses).toEqual([200, 200, 429])
  })

  it('is not changed by a header that anyone can write', async () => {
    const world = await strict({ RATE_LIMITS: 'ip=2/600' })
    const from = (ip: string) =>
      pay(world, DECLINED, { 'x-forwarded-for': ip, 'x-real-ip': ip, forwarded: `for=${ip}` })
    const statuses = []
    for (let count = 0; count < 4; count++) statuses.push((await from(`198.51.100.${count}`)).statusCode)
    expect(statuses).toEqual([200, 200, 429, 429])
  })

  it("is the shopper's behind our own proxy", async () => {
    const world = await strict({ RATE_LIMITS: 'ip=1/600', TRUST_PROXY: '127.0.0.1/32' })
    const from = async (ip: string) => (await pay(world, DECLINED, { 'x-forwarded-for': ip })).statusCode
    expect([await from('198.51.100.1'), await from('198.51.100.2')]).toEqual([200, 200])
    // What the client itself wrote in front is not believed.
    expect(await from('203.0.113.9, 198.51.100.1')).toBe(429)
    expect([await from('2001:db8::1'), await from('2001:db8::2'), await from('2001:db8:0:1::1')]).toEqual([
      200, 429, 200,
    ])
  })

  it('may read a checkout only so often', async () => {
    const world = await strict({ RATE_LIMITS: 'requests=5/60' })
    const { clientSecret } = await shop(world).create()
    const read = () =>
      world.app.inject({ url: '/client/v1/checkout', headers: { authorization: `Bearer ${clientSecret}` } })
    for (let count = 0; count < 5; count++) expect((await read()).statusCode).toBe(200)
    expectProblem(await read(), 429, 'rate_limited')
  })
})

describe('declines', () => {
  it('of one card number range stop it for everyone, without a challenge', async () => {
    const world = await strict({ RATE_LIMITS: 'ip=1000/600,ip-day=1000/600,bin=2/600,device=1000/600' })
    for (let count = 0; count < 2; count++) await pay(world, DECLINED)
    expectProblem(await pay(world, '4000000000009995'), 429, 'rate_limited')
    expect((await pay(world)).json().payment.status).toBe('succeeded')
    expect(charges(world)).toBe(3)
  })

  it('of one card stop that card, whatever the checkout', async () => {
    const world = await strict({ RATE_LIMITS: 'ip=1000/600,ip-day=1000/600,card=2/600,bin=1000/600' })
    for (let count = 0; count < 2; count++) await pay(world, DECLINED)
    expectProblem(await pay(world, DECLINED), 429, 'rate_limited')
    expect((await pay(world, '4000000000009995')).json().payment.status).toBe('declined')
  })

  it('tell a browser the same for a wrong code, a wrong date and a wrong number', async () => {
    const world = await startWorld()
    const seen = []
    for (const number of ['4000000000000127', '4000000000000069']) {
      const { payment } = (await pay(world, number)).json()
      seen.push({ status: payment.status, decline: payment.decline })
    }
    expect(seen[0]).toEqual(seen[1])
  })
})

describe('a challenge', () => {
  type Verdict = Record<string, unknown> | null

  /** A verifier that answers what the test says; null never answers. */
  async function verifier(verdict: () => Verdict) {
    const asked: string[] = []
    const server = createServer(async (request, response) => {
      let body = ''
      for await (const chunk of request) body += String(chunk)
      asked.push(body)
      const answer = verdict()
      if (answer) response.end(JSON.stringify(answer))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => {
      server.closeAllConnections()
      server.close()
    })
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/siteverify`, asked }
  }

  const good = () => ({
    success: true,
    action: 'pay',
    hostname: 'shop.example',
    challenge_ts: new Date().toISOString(),
  })
  const create = (url: string, now = Date.now) =>
    createCaptcha(
      { verifyUrl: new URL(url), secret: 's3cret', hostnames: ['shop.example'] },
      createLimiter(DEFAULT_LIMITS),
      now,
    )

  it('once solved lets one attempt through, and only one', async () => {
    const { url, asked } = await verifier(good)
    const verify = create(url)
    expect([await verify('token-1', '192.0.2.1'), await verify('token-1', '192.0.2.1')]).toEqual([
      true,
      false,
    ])
    expect(asked).toEqual(['secret=s3cret&response=token-1&remoteip=192.0.2.1'])
  })

  const bad: [string, Verdict][] = [
    ['failed', { ...good(), success: false }],
    ['for another action', { ...good(), action: 'login' }],
    ['for another shop', { ...good(), hostname: 'evil.example' }],
    ['too old', { ...good(), challenge_ts: new Date(Date.now() - 301_000).toISOString() }],
    ['without a time', { ...good(), challenge_ts: undefined }],
    ['with success as a word', { ...good(), success: 'true' }],
    ['without an answer', null],
    ['with nonsense', { surprise: 1 }],
  ]
  it.each(bad)('is refused %s', async (_name, verdict) => {
    const { url } = await verifier(() => verdict)
    expect(await create(url)('token', '192.0.2.1')).toBe(false)
  })

  it('is refused when the service is down, and for an invalid token', async () => {
    const verify = create('http://127.0.0.1:1/')
    for (const token of [undefined, '', 'x'.repeat(2049), 'token'])
      expect(await verify(token, '::1')).toBe(false)
  })

  it('is asked for when most attempts are declined, and a person pays on', async () => {
    const { url } = await verifier(good)
    const world = await strict({
      RATE_LIMITS: 'global=2/300,ip=1000/600,ip-day=1000/600',
      CAPTCHA_VERIFY_URL: url,
      CAPTCHA_SECRET: 's3cret',
    })
    world.clock.advance(Date.now() - world.clock.now())
    for (let count = 0; count < 2; count++) await pay(world, DECLINED)
    expectProblem(await pay(world), 403, 'challenge_required')
    expect(world.logs.join('')).toContain('someone may be testing cards')
    const solved = await pay(world, undefined, { 'x-challenge-token': 'solved' })
    expect(solved.json().payment.status).toBe('succeeded')
    expectProblem(await pay(world, undefined, { 'x-challenge-token': 'solved' }), 403, 'challenge_required')
  })
})

describe('an attack with 10,000 stolen cards from 500 addresses in ten minutes', () => {
  const attack: Attack = {
    cards: 10_000,
    addresses: 500,
    minutes: 10,
    honest: 0.05,
    limits: DEFAULT_LIMITS,
    captcha: true,
    office: 200,
  }
  const open = Object.keys(DEFAULT_LIMITS).map((name) => `${name}=9999999/600`)

  it('gets at most 1 % to the gateway, and at least 99 % of the shoppers pay', async () => {
    const { sent, refused, honestPaid, honestShoppers, officePaid } = await playAttack(attack)
    expect(officePaid / attack.office).toBeGreaterThanOrEqual(0.99)
    expect(sent + refused).toBe(10_000)
    expect(honestShoppers).toBeGreaterThan(500)
    expect(sent).toBeLessThanOrEqual(100)
    expect(honestPaid / honestShoppers).toBeGreaterThanOrEqual(0.99)
  })

  it('gets everything there without limits', async () => {
    const limits = parseLimits(open.join(','))
    expect((await playAttack({ ...attack, cards: 2000, limits })).sent).toBe(2000)
  })
})
