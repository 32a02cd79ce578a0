/** PayKKa's own page: opened as an attempt, paid there, and known here only by a query. */
import { constants, createPublicKey, publicEncrypt, randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { hostedCode } from '../../src/paykka/hosted-methods.ts'
import type { World, WorldOptions } from '../support/world.ts'
import { MERCHANT_ID, SHOP_ORIGIN, shop, shopper, startWorld } from '../support/world.ts'

const ENV = { HOSTED_METHODS: 'ideal:EUR,grabpay:PHP,alipay_plus', HOSTED_MERCHANT_NAME: 'Morning Ware' }
const SESSION = '/v3/payment/acq/session'

async function open(options: WorldOptions = {}, changes: Record<string, unknown> = {}) {
  // Without an end of timeout the return waits for PayKKa's answer.
  const pause = () => new Promise<void>(() => {})
  const world = await startWorld({ pause, ...options, env: { ...ENV, ...options.env } })
  const checkout = await shop(world).create(changes)
  const headers = { authorization: `Bearer ${checkout.clientSecret}`, origin: SHOP_ORIGIN }
  const go = (payload: object = {}, key: string = randomUUID()) =>
    world.app.inject({
      method: 'POST',
      url: '/client/v1/checkout/hosted',
      headers: { ...headers, 'idempotency-key': key },
      payload,
    })
  return { world, checkout, buyer: shopper(world, checkout), go }
}

/** Presses a button of PayKKa's page, as the shopper does. */
async function decide(url: string, decision: 'pay' | 'cancel', method = 'IDEAL'): Promise<string> {
  const answer = await fetch(url, {
    method: 'POST',
    body: new URLSearchParams({ decision, method }),
    redirect: 'manual',
  })
  return answer.headers.get('location') ?? ''
}

/** The browser follows PayKKa back to the BFF. */
const comeBack = (world: World, address: string) =>
  world.app.inject({ method: 'GET', url: new URL(address).pathname })

/** The ways that PayKKa's page shows, in its order. */
async function sentWays(url: string): Promise<string[]> {
  const html = await (await fetch(url)).text()
  return [...html.matchAll(/name="method" value="([A-Z_]+)"/g)].map(([, way]) => way ?? '')
}

const sessions = (world: World) => world.emulator.ledger().requests[SESSION] ?? 0

describe('POST /client/v1/checkout/hosted', () => {
  it("opens PayKKa's page, and shows the true result after it", async () => {
    const { world, checkout, buyer, go } = await open()
    const opened = await go({ methods: ['ideal'], version: 1 })
    expect([opened.statusCode, opened.json()]).toEqual([
      200,
      { url: expect.stringMatching(/^http:.*hosted/) },
    ])
    expect(await buyer.read()).toMatchObject({ status: 'action_required', lastPayment: { method: 'hosted' } })

    const back = await comeBack(world, await decide(opened.json().url, 'pay'))
    expect([back.statusCode, back.headers.location]).toEqual([303, expect.stringContaining(checkout.id)])
    expect(await buyer.read()).toMatchObject({ status: 'succeeded' })
    expect(world.emulator.ledger().orders).toMatchObject([
      { status: 'SUCCESS', amount: 1099, charges: 1, method: 'IDEAL' },
    ])
  })

  it('offers every way on one page, the chosen one first, and leads back to another choice on it', async () => {
    const { world, buyer, go } = await open()
    const page = await go({ methods: ['alipay_plus'] })
    const chosen = async () => (await buyer.read()).lastPayment?.way
    expect(await chosen()).toEqual({ code: 'alipay_plus', name: 'Alipay+' })
    expect((await go({ methods: ['ideal'] })).json()).toEqual(page.json())
    expect(await chosen()).toEqual({ code: 'ideal', name: 'iDEAL' })
    expect((await go({})).json()).toEqual(page.json())
    expect(await chosen()).toBeUndefined()
    expect((await go({ methods: ['grabpay'] })).statusCode).toBe(422)
    expect(await sentWays(page.json().url)).toEqual(['ALIPAY_PLUS', 'IDEAL'])
    expect(sessions(world)).toBe(1)
  })

  it('opens a new page when the present one lacks the way that is asked for now', async () => {
    const { world, buyer, go } = await open()
    const first = (await go({ methods: ['ideal'] })).json().url
    // As an earlier configuration, or an earlier version, opened it.
    const page = JSON.stringify({ ways: ['ideal'], chosen: 'ideal' })
    await world.database.db.updateTable('payments').set({ hosted_page: page }).execute()
    expect((await go({ methods: ['ideal'] })).json()).toEqual({ url: first })
    const second = (await go({ methods: ['alipay_plus'] })).json().url
    expect(second).not.toBe(first)
    expect(await buyer.read()).toMatchObject({
      status: 'action_required',
      lastPayment: { attempt: 2, way: { code: 'alipay_plus' } },
    })
    // The page that was left can still be paid: one of two payments is given back.
    for (const url of [second, first]) await comeBack(world, await decide(url, 'pay'))
    await world.giveBack()
    expect(world.emulator.ledger().orders.map(({ status }) => status)).toEqual(['SUCCESS', 'REFUNDED'])
  })

  it('opens no new page while PayKKa does not tell whether the present one is being paid', async () => {
    const { world, go } = await open()
    await go({ methods: ['ideal'] })
    await world.database.db.updateTable('payments').set({ hosted_page: null }).execute()
    await world.emulator.setFaults({ times: 0, fault: { type: 'status', status: 500 } })
    expect((await go({ methods: ['alipay_plus'] })).json().code).toBe('payment_in_progress')
    expect(sessions(world)).toBe(1)
  })

  it('gives the same page again, for the same key and for a new one, and refuses a card meanwhile', async () => {
    const { world, buyer, go } = await open()
    const key = randomUUID()
    const [first, replayed, again] = [await go({}, key), await go({}, key), await go()]
    expect([replayed.json(), again.json()]).toEqual([first.json(), first.json()])
    expect(sessions(world)).toBe(1)
    expect((await buyer.pay()).json()).toMatchObject({ status: 409, code: 'payment_in_progress' })
  })

  it('keeps the way to the page while PayKKa knows no order, since nobody has paid there', async () => {
    const { world, buyer, go } = await open()
    const { url } = (await go()).json()
    world.clock.advance(60_000)
    expect(await world.resolve()).toBe(1)
    expect(await buyer.read()).toMatchObject({
      lastPayment: { status: 'action_required', action: { url } },
    })
  })

  it('asks again for a page whose address was lost: it is the same one', async () => {
    const { world, go } = await open()
    world.emulator.setFaults({
      match: { path: SESSION },
      times: 1,
      fault: { type: 'reset', when: 'after' },
    })
    const opened = await go()
    expect(opened.statusCode).toBe(200)
    expect([sessions(world), world.emulator.ledger().sessions.length]).toEqual([2, 1])
  })

  it('says that it does not know when PayKKa never answers, and ends it by a query', async () => {
    const { world, buyer, go } = await open()
    world.emulator.setFaults({
      match: { path: SESSION },
      times: 0,
      fault: { type: 'status', status: 500 },
    })
    expect((await go()).json()).toMatchObject({ status: 409, code: 'payment_in_progress' })
    expect(await buyer.read()).toMatchObject({ status: 'unknown' })
  })

  it.each([
    ['a way the deployment does not have', { methods: ['pix'] }, 422, 'validation_failed'],
    ['a way for another currency', { methods: ['grabpay'] }, 422, 'validation_failed'],
    ['no way that exists', { methods: ['barter'] }, 422, 'validation_failed'],
    ['an amount', { amount: { value: 1, currency: 'EUR' } }, 422, 'validation_failed'],
    ['a version that never was', { version: 7 }, 422, 'validation_failed'],
  ])('refuses %s', async (_, payload, status, code) => {
    const { world, go } = await open()
    const answer = await go(payload)
    expect([answer.statusCode, answer.json().code]).toEqual([status, code])
    expect(sessions(world)).toBe(0)
  })

  it('is not offered where nothing is configured, and says why', async () => {
    const { buyer, go } = await open({ env: { HOSTED_METHODS: '' } })
    expect((await buyer.read()).methods).toContainEqual({
      type: 'hosted',
      available: false,
      reason: 'merchant-disabled',
    })
    expect((await go()).json().code).toBe('method_unavailable')
  })

  it('offers only what takes the currency, by name', async () => {
    const { buyer } = await open()
    expect((await buyer.read()).hosted).toEqual([
      { code: 'ideal', name: 'iDEAL' },
      { code: 'alipay_plus', name: 'Alipay+' },
    ])
  })

  it("needs a key and the checkout's own secret", async () => {
    const { world, checkout } = await open()
    const send = (headers: Record<string, string>) =>
      world.app.inject({ method: 'POST', url: '/client/v1/checkout/hosted', headers, payload: {} })
    const own = { authorization: `Bearer ${checkout.clientSecret}` }
    expect((await send(own)).json().code).toBe('idempotency_key_invalid')
    expect((await send({ authorization: `Bearer ${'x'.repeat(48)}` })).statusCode).toBe(401)
  })
})

describe('POST /v1/checkouts/:id/hosted', () => {
  it("gives the shop's server a link that needs no script", async () => {
    const { world, checkout, buyer } = await open()
    const answer = await shop(world).send(
      'POST',
      `/v1/checkouts/${checkout.id}/hosted`,
      {},
      {
        'idempotency-key': randomUUID(),
      },
    )
    expect(answer.statusCode).toBe(200)
    await comeBack(world, await decide(answer.json().url, 'pay'))
    expect(await buyer.read()).toMatchObject({ status: 'succeeded' })
  })

  it('does not know another checkout, and no browser may ask', async () => {
    const { world, checkout } = await open()
    const foreign = await shop(world).send(
      'POST',
      `/v1/checkouts/chk_${'A'.repeat(22)}/hosted`,
      {},
      {
        'idempotency-key': randomUUID(),
      },
    )
    expect(foreign.statusCode).toBe(404)
    const browser = await world.app.inject({
      method: 'POST',
      url: `/v1/checkouts/${checkout.id}/hosted`,
      headers: { authorization: `Bearer ${checkout.clientSecret}`, 'idempotency-key': randomUUID() },
      payload: {},
    })
    expect(browser.statusCode).toBe(401)
  })
})

describe('hostedCode', () => {
  it("is the deployment's own where it has one", () => {
    expect(hostedCode('wechat_pay', {})).toBe('WECHAT_PAY_GLOBAL')
    expect(hostedCode('wechat_pay', { wechat_pay: 'WECHAT_PAY' })).toBe('WECHAT_PAY')
  })
})

describe('encrypted_card', () => {
  const ENCRYPTED = {
    CARD_ENTRY: 'encrypted-card',
    ENCRYPTED_CARD_CLIENT_KEY: 'ck_00000000000000000000000000000000',
  }
  /** What PayKKa's script would give the page: the emulator alone can open it. */
  async function cipher(world: World, number = '4242424242424242') {
    const query = new URLSearchParams({
      merchantId: MERCHANT_ID,
      clientKey: ENCRYPTED.ENCRYPTED_CARD_CLIENT_KEY,
    })
    const jwk = (await (
      await fetch(`${world.emulator.url}/emulator/encrypted-card/client?${query}`)
    ).json()) as Record<string, string>
    const key = createPublicKey({ key: jwk, format: 'jwk' })
    const seal = (text: string) =>
      `emulator.sealed.${publicEncrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }, Buffer.from(text)).toString('base64url')}`
    return {
      type: 'encrypted_card',
      encryptedCardNumber: number === 'expired' ? 'emulator.expired' : seal(number),
      encryptedExpireYear: seal('2034'),
      encryptedExpireMonth: seal('12'),
      encryptedCVV: seal('123'),
      holderName: 'Alex Shopper',
    }
  }

  it("passes on what PayKKa's script made of a card", async () => {
    const { world, buyer } = await open({ env: ENCRYPTED })
    expect(await buyer.read()).toMatchObject({
      cardEntry: 'encrypted-card',
      encryptedCard: { clientKey: ENCRYPTED.ENCRYPTED_CARD_CLIENT_KEY, sandbox: true },
    })
    const paid = await buyer.pay({ body: { method: await cipher(world) } })
    expect(paid.json()).toMatchObject({ payment: { status: 'succeeded', method: 'encrypted_card' } })
    expect(world.emulator.ledger().orders).toMatchObject([{ charges: 1 }])
  })

  it('asks for the card again when its encryption is too old, and takes it then', async () => {
    const { world, buyer } = await open({ env: ENCRYPTED })
    expect((await buyer.pay({ body: { method: await cipher(world, 'expired') } })).json()).toMatchObject({
      status: 422,
      code: 'card_unreadable',
    })
    expect((await buyer.pay({ body: { method: await cipher(world) } })).statusCode).toBe(200)
  })

  it("takes no card of this BFF's own form, and no such card in the other modes", async () => {
    const own = await open({ env: ENCRYPTED })
    expect((await own.buyer.pay()).json().code).toBe('method_unavailable')
    const other = await open()
    expect((await other.buyer.pay({ body: { method: await cipher(other.world) } })).json().code).toBe(
      'method_unavailable',
    )
    expect([...own.world.emulator.ledger().attempts, ...other.world.emulator.ledger().attempts]).toEqual([])
  })
})
