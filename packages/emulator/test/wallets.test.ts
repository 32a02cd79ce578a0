/** Wallets at the emulator: sessions and tokens for the doubles, and what it refuses when they come back. */

import { beforeEach, describe, expect, test } from 'vitest'
import type { Json, World } from './support.ts'
import { BASE, MERCHANT_ID, startWorld } from './support.ts'

const TOTAL = { amount: '10.99', currencyCode: 'EUR' }
const DOMAIN = 'shop.example'

let world: World
beforeEach(async () => {
  world = await startWorld()
  return () => world.emulator.close()
})

async function post(path: string, body: unknown): Promise<{ status: number; json: Json }> {
  const response = await fetch(`${world.emulator.url}/emulator/wallets${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: 'https://shop.example' },
    body: JSON.stringify(body),
  })
  return { status: response.status, json: (await response.json()) as Json }
}

async function merchantSession(domain = DOMAIN): Promise<string> {
  const answer = await world.call(`${BASE}/apple-pay/create-session`, { domain_name: domain })
  return String(JSON.parse(answer.text))
}

async function appleToken(change: Json = {}): Promise<Json> {
  const body = { merchantSession: await merchantSession(), domain: DOMAIN, total: TOTAL, ...change }
  const { status, json } = await post('/apple-pay-token', body)
  expect(status, JSON.stringify(json)).toBe(200)
  return json.token as Json
}

async function googleToken(change: Json = {}): Promise<string> {
  const parameters = { gateway: 'paykka', gatewayMerchantId: MERCHANT_ID }
  const { status, json } = await post('/google-pay-token', {
    transactionInfo: { totalPrice: TOTAL.amount, currencyCode: TOTAL.currencyCode },
    tokenizationSpecification: { type: 'PAYMENT_GATEWAY', parameters },
    authMethod: 'CRYPTOGRAM_3DS',
    ...change,
  })
  expect(status, JSON.stringify(json)).toBe(200)
  const { tokenizationData } = json.paymentMethodData as { tokenizationData: { token: string } }
  return tokenizationData.token
}

const payApple = (token: unknown, change: Json = {}) =>
  world.pay({ payment: { payment_method: 'APPLE_PAY', token_data: JSON.stringify(token) }, ...change })
const payGoogle = (token: string, change: Json = {}) =>
  world.pay({ payment: { payment_method: 'GOOGLE_PAY', token_data: token }, ...change })
const withChallenge = { authentication: { challenge_indicator: 'AUTO' } }

describe('a wallet that pays is stored', () => {
  const storing = { store_payment_method: true, shopper_reference: 's', token_usage: 'CARD_ON_FILE' }

  test.each(['APPLE_PAY', 'GOOGLE_PAY'])('%s, and its token pays again', async (payment_method) => {
    const sealed = payment_method === 'APPLE_PAY' ? JSON.stringify(await appleToken()) : await googleToken()
    const first = await world.pay({ payment: { payment_method, token_data: sealed, ...storing } })
    expect(world.emulator.ledger().tokens).toMatchObject([{ method: payment_method, last4: '4242' }])
    const { token } = first.json.data
    const again = { token, shopper_reference: 's', token_usage: 'CARD_ON_FILE' }
    for (const method of ['BANKCARD', payment_method])
      expect((await world.pay({ payment: { payment_method: method, ...again } })).json.data).toMatchObject({
        status: 'SUCCESS',
        card_info: { last4: '4242' },
      })
    const both = { payment_method, token_data: sealed, ...again }
    expect((await world.pay({ payment: both })).json.ret_code).toBe('010000')
  })
})

describe('Apple Pay', () => {
  test('its merchant session is a JSON string for one domain', async () => {
    expect(JSON.parse(await merchantSession())).toMatchObject({ domainName: DOMAIN })
    const refused = await world.call(`${BASE}/apple-pay/create-session`, { domain_name: 'https://x.example' })
    expect(refused.json.ret_code).toBe('010000')
  })

  test.each<[string, (token: Json) => unknown]>([
    ['the whole token', (token) => token],
    ['paymentData alone', (token) => token.paymentData],
  ])('%s pays, as JSON and as Base64', async (_, pick) => {
    expect((await payApple(pick(await appleToken()))).json.data.status).toBe('SUCCESS')
    const base64 = Buffer.from(JSON.stringify(pick(await appleToken()))).toString('base64')
    const payment = { payment_method: 'APPLE_PAY', token_data: base64 }
    expect((await world.pay({ payment })).json.data.status).toBe('SUCCESS')
  })

  test('is never challenged, and a test card decides the rest', async () => {
    const challengeCard = await appleToken({ card: '4444' })
    expect((await payApple(challengeCard, withChallenge)).json.data.status).toBe('SUCCESS')
    expect((await payApple(await appleToken({ card: '0002' }))).json.data).toMatchObject({
      status: 'FAILURE',
      error_code: '3005',
      card_info: { last4: '0002' },
    })
  })

  test('a session serves one token of its own domain, for five minutes', async () => {
    const session = await merchantSession()
    const ask = (change: Json) =>
      post('/apple-pay-token', { merchantSession: session, domain: DOMAIN, total: TOTAL, ...change })
    expect((await ask({ domain: 'evil.example' })).json.error).toBe('merchantSession is for another domain')
    expect((await ask({ merchantSession: JSON.parse(session) })).status).toBe(200)
    expect((await ask({})).json.error).toBe('merchantSession is not one of this emulator')
    const late = await merchantSession()
    world.clock.advance(300_000)
    expect((await ask({ merchantSession: late })).json.error).toBe('merchantSession has expired')
  })

  test.each<[string, (data: Json) => Json]>([
    ['data', (data) => ({ ...data, data: `A${String(data.data).slice(1)}` })],
    ['key', (data) => ({ ...data, header: { ...(data.header as Json), ephemeralPublicKey: 'AAAA' } })],
  ])('a changed %s is refused', async (_, change) => {
    const { paymentData } = await appleToken()
    expect((await payApple(change(paymentData as Json))).json.ret_code).toBe('2004')
    expect(world.emulator.ledger().orders).toEqual([])
  })
})

describe('Google Pay', () => {
  test('CRYPTOGRAM_3DS pays at once; PAN_ONLY meets the challenge when asked for', async () => {
    expect((await payGoogle(await googleToken(), withChallenge)).json.data.status).toBe('SUCCESS')
    const panOnly = await payGoogle(await googleToken({ authMethod: 'PAN_ONLY' }), withChallenge)
    expect(panOnly.json.data).toMatchObject({
      status: 'PROCESSING',
      authentication_result: { authentication_url: expect.stringContaining('/emulator/3ds/') },
    })
    const unasked = await payGoogle(await googleToken({ authMethod: 'PAN_ONLY' }))
    expect(unasked.json.data.status).toBe('SUCCESS')
  })

  test('a token for another merchant or a changed one is refused', async () => {
    const parameters = { gateway: 'paykka', gatewayMerchantId: '1' }
    const foreign = await googleToken({
      tokenizationSpecification: { type: 'PAYMENT_GATEWAY', parameters },
    })
    expect((await payGoogle(foreign)).json.ret_code).toBe('2004')
    const changed = (await googleToken()).replace('encryptedMessage\\":\\"', 'encryptedMessage\\":\\"A')
    expect((await payGoogle(changed)).json.ret_code).toBe('2004')
    expect((await payGoogle('nonsense')).json.ret_code).toBe('2004')
  })
})

describe('both wallets', () => {
  test('a token for another amount or currency, or an old one, is refused', async () => {
    const apple = await appleToken()
    const google = await googleToken()
    for (const change of [{ amount: 1 }, { currency: 'USD' }]) {
      expect((await payApple(apple, change)).json.ret_code).toBe('2004')
      expect((await payGoogle(google, change)).json.ret_code).toBe('2004')
    }
    world.clock.advance(600_000)
    expect((await payApple(apple)).json.ret_code).toBe('2005')
    expect((await payGoogle(google)).json.ret_code).toBe('2005')
    expect(world.emulator.ledger().orders).toEqual([])
  })

  test('what the merchant says it opened must be a card and cryptogram made here', async () => {
    const payment = { card_no: '4242424242424242', exp_year: '2031', exp_month: '12' }
    const invented = { cryptogram: 'AAAA', token_format: 'cryptogram_3ds', eci: '05' }
    for (const payment_method of ['APPLE_PAY', 'GOOGLE_PAY']) {
      const whole = { payment: { payment_method, ...payment, token_authentication: invented } }
      expect((await world.pay(whole)).json.ret_code).toBe('2004')
    }
  })

  test('any page may ask for keys and tokens', async () => {
    const url = `${world.emulator.url}/emulator/wallets`
    const response = await fetch(url, { headers: { origin: 'https://shop.example' } })
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(await response.json()).toMatchObject({
      applePay: { rootCertificate: expect.stringContaining('BEGIN CERTIFICATE') },
      googlePay: { rootKeys: { keys: [{ protocolVersion: 'ECv2' }] } },
      cards: expect.arrayContaining([{ card: '0002', brand: 'VISA', outcome: 'decline' }]),
    })
    const preflight = await fetch(`${url}/google-pay-token`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://shop.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      },
    })
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-headers')).toContain('content-type')
  })

  test.each<[string, Json, string]>([
    ['/apple-pay-token', { total: TOTAL, domain: DOMAIN }, 'merchantSession is required'],
    ['/google-pay-token', { authMethod: 'PAN_ONLY' }, 'transactionInfo is required'],
  ])('%s says what is missing', async (path, body, error) => {
    expect(await post(path, body)).toEqual({ status: 400, json: { error } })
  })
})
