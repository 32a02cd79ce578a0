/** Paying by wallet, with tokens that PayKKa opens: every outcome, each counted on the emulator's books. */
import { describe, expect, it } from 'vitest'
import { createMerchant } from '../support/merchant-wallets.ts'
import {
  appleToken,
  charges,
  googleToken,
  openSheet,
  payWith,
  purchaseCalls,
  startWalletWorld,
} from '../support/wallets.ts'
import type { World } from '../support/world.ts'
import { SHOP_ORIGIN, shop, shopper } from '../support/world.ts'

const google = async (world: World, changes: Record<string, unknown> = {}) => ({
  type: 'google_pay',
  token: await googleToken(world, changes),
})

it('are not offered where the card must be saved: PayKKa stores none of a direct wallet payment', async () => {
  const world = await startWalletWorld()
  const order = { shopper: { reference: 'anna' }, saveCard: 'always' }
  const { clientSecret } = await shop(world).create(order)
  const headers = { authorization: `Bearer ${clientSecret}`, origin: SHOP_ORIGIN }
  const { methods } = (await world.app.inject({ url: '/client/v1/checkout', headers })).json()
  for (const type of ['apple_pay', 'google_pay'])
    expect(methods).toContainEqual({ type, available: false, reason: 'merchant-disabled' })
})

describe('paying with Apple Pay', () => {
  it.each(['payment-data', 'token', 'payment-data-base64', 'token-base64'])(
    'charges once as %s',
    async (form) => {
      const world = await startWalletWorld({ env: { APPLE_PAY_TOKEN_DATA: form } })
      const checkout = await shop(world).create()
      const token = await appleToken(world, checkout)
      const response = await payWith(world, checkout, { type: 'apple_pay', token })
      expect([response.statusCode, response.json().payment.status]).toEqual([200, 'succeeded'])
      expect(response.json().payment).toMatchObject({ method: 'apple_pay', card: { last4: '4242' } })
      expect(charges(world)).toBe(1)
    },
  )

  it('is declined like a card, and the checkout stays open', async () => {
    const world = await startWalletWorld()
    const checkout = await shop(world).create()
    const token = await appleToken(world, checkout, { card: '0002' })
    const response = await payWith(world, checkout, { type: 'apple_pay', token })
    expect(response.json().payment).toMatchObject({ status: 'declined', decline: { retry: 'contact-bank' } })
    expect((await shopper(world, checkout).read()).status).toBe('open')
  })

  it('meets no challenge, also with a card that would', async () => {
    const world = await startWalletWorld()
    const checkout = await shop(world).create()
    const token = await appleToken(world, checkout, { card: '4444' })
    const response = await payWith(world, checkout, { type: 'apple_pay', token })
    expect(response.json().payment.status).toBe('succeeded')
  })
})

describe('paying with Google Pay', () => {
  const rows: [string, string, Record<string, string>, string, number][] = [
    ['CRYPTOGRAM_3DS is not challenged', 'CRYPTOGRAM_3DS', {}, 'succeeded', 1],
    ['PAN_ONLY is challenged', 'PAN_ONLY', {}, 'action_required', 0],
    [
      'PAN_ONLY is not challenged where the shop does not ask for it',
      'PAN_ONLY',
      { GOOGLE_PAY_REQUIRE_SCA_FOR_PAN_ONLY: 'false' },
      'succeeded',
      1,
    ],
  ]
  it.each(rows)('%s', async (_name, authMethod, env, status, charged) => {
    const world = await startWalletWorld({ env })
    const checkout = await shop(world).create()
    const response = await payWith(world, checkout, await google(world, { authMethod }))
    expect([response.statusCode, response.json().payment.status]).toEqual([200, status])
    expect(charges(world)).toBe(charged)
  })

  const opened = [
    ['CRYPTOGRAM_3DS', 'true', 'succeeded'],
    ['PAN_ONLY', 'true', 'action_required'],
    ['PAN_ONLY', 'false', 'succeeded'],
  ] as const
  it.each(opened)('opened here: %s, asking for 3-D Secure %s, is %s', async (authMethod, asks, status) => {
    const merchant = await createMerchant()
    const env = { ...merchant.env, GOOGLE_PAY_REQUIRE_SCA_FOR_PAN_ONLY: asks }
    const world = await startWalletWorld({ env, envOf: merchant.envOf })
    const checkout = await shop(world).create()
    const method = await google(world, { ...merchant.google, authMethod })
    expect((await payWith(world, checkout, method)).json().payment.status).toBe(status)
  })

  it('a PAN_ONLY payment succeeds once its challenge is passed', async () => {
    const world = await startWalletWorld()
    const checkout = await shop(world).create()
    const response = await payWith(world, checkout, await google(world, { authMethod: 'PAN_ONLY' }))
    const { action } = response.json().payment
    await fetch(action.url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'decision=approve',
      redirect: 'manual',
    })
    world.clock.advance(600_000)
    await world.resolve()
    expect((await shopper(world, checkout).read()).status).toBe('succeeded')
    expect(charges(world)).toBe(1)
  })
})

describe('a token', () => {
  it('that paid one checkout pays no other, however it is written', async () => {
    const world = await startWalletWorld()
    const first = await shop(world).create()
    const token = await appleToken(world, first)
    const googleOne = await googleToken(world)
    expect((await payWith(world, first, { type: 'apple_pay', token })).statusCode).toBe(200)
    const second = await shop(world).create({ orderReference: 'order-2' })
    const again = { ...token, transactionIdentifier: 'ab'.repeat(32), extra: 1 }
    for (const method of [
      { type: 'apple_pay', token },
      { type: 'apple_pay', token: again },
    ])
      expect((await payWith(world, second, method)).json()).toMatchObject({
        status: 422,
        code: 'wallet_token_refused',
      })
    expect((await payWith(world, second, { type: 'google_pay', token: googleOne })).statusCode).toBe(200)
    const third = await shop(world).create({ orderReference: 'order-3' })
    const spaced = JSON.stringify(JSON.parse(googleOne), null, 1)
    for (const token of [googleOne, spaced])
      expect((await payWith(world, third, { type: 'google_pay', token })).json().code).toBe(
        'wallet_token_refused',
      )
    expect([charges(world), purchaseCalls(world)]).toEqual([2, 2])
    expect((await shopper(world, third).read()).status).toBe('open')
  })

  it('used by two checkouts at once pays one of them', async () => {
    const world = await startWalletWorld()
    const checkouts = await Promise.all(
      [1, 2, 3].map((n) => shop(world).create({ orderReference: `o-${n}` })),
    )
    const method = await google(world)
    const answers = await Promise.all(checkouts.map((checkout) => payWith(world, checkout, method)))
    expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 422, 422])
    expect(charges(world)).toBe(1)
  })

  it('for the amount before a change gets both amounts, and is no payment afterwards either', async () => {
    const world = await startWalletWorld()
    const checkout = await shop(world).create()
    const token = await appleToken(world, checkout)
    const patched = await shop(world).send('PATCH', `/v1/checkouts/${checkout.id}`, {
      amount: { value: 1599, currency: 'EUR' },
    })
    expect(patched.json()).toMatchObject({ version: 2, amount: { value: 1599 } })
    expect((await payWith(world, checkout, { type: 'apple_pay', token })).json()).toMatchObject({
      code: 'amount_changed',
      shown: { value: 1099 },
      current: { value: 1599 },
      version: 2,
    })
    const late = await payWith(world, checkout, { type: 'apple_pay', token }, { version: 2 })
    expect(late.json()).toMatchObject({ status: 422, code: 'wallet_token_refused' })
    expect(charges(world)).toBe(0)
  })

  it('may be sent again for the same checkout and amount after nothing was sent', async () => {
    const world = await startWalletWorld()
    const checkout = await shop(world).create()
    const method = await google(world)
    await world.emulator.setFaults({
      match: { path: '/v3/payment/acq' },
      fault: { type: 'status', status: 429, body: { ret_code: '429', ret_msg: 'slow down' } },
    })
    expect((await payWith(world, checkout, method)).json().code).toBe('busy')
    await world.emulator.setFaults()
    expect((await payWith(world, checkout, method)).json().payment.status).toBe('succeeded')
  })

  it('is in no log and in no byte of the database', async () => {
    const world = await startWalletWorld()
    const checkout = await shop(world).create()
    const token = await appleToken(world, checkout)
    const { data, signature } = token.paymentData as Record<string, string>
    const method = await google(world)
    const { signedMessage } = JSON.parse(method.token) as { signedMessage: string }
    await payWith(world, checkout, { type: 'apple_pay', token: { ...token, paymentData: { data } } })
    await payWith(world, checkout, method)
    const other = await shop(world).create({ orderReference: 'order-2' })
    await payWith(world, other, { type: 'apple_pay', token })
    const places = [world.logs.join(''), world.databaseBytes().toString('latin1')]
    const secrets = [data, signature, token.transactionIdentifier as string, signedMessage]
    for (const place of places)
      for (const secret of secrets) expect(place.includes((secret ?? '?').slice(0, 40))).toBe(false)
    expect(places[0]).toContain('"fault":"unsupported"')
    expect(charges(world)).toBe(2)
  })
})

describe('what is offered', () => {
  const methods = (world: World, checkout: { id: string; clientSecret: string }) =>
    shopper(world, checkout)
      .read()
      .then((view) => Object.fromEntries(view.methods.map(({ type, reason }) => [type, reason ?? 'offered'])))

  it('has the settings of the wallets and the digits of their sheets', async () => {
    const world = await startWalletWorld()
    const view = await shopper(world, await shop(world).create()).read()
    expect(view.applePay).toMatchObject({ displayName: 'shop.example', countryCode: 'HK' })
    expect(view.googlePay).toMatchObject({ gateway: 'paykka', gatewayMerchantId: '18356675194960' })
    expect(view.sheet).toEqual({ total: '10.99', lines: [] })
  })

  const none = { hosted: 'merchant-disabled' }
  const reasons: [string, Record<string, string>, Record<string, unknown>, Record<string, string>][] = [
    ['both', {}, {}, { ...none, card: 'offered', apple_pay: 'offered', google_pay: 'offered' }],
    [
      'neither is set up',
      { APPLE_PAY_DOMAIN: '', GOOGLE_PAY_MERCHANT_ID: '' },
      {},
      { ...none, card: 'offered', apple_pay: 'merchant-disabled', google_pay: 'merchant-disabled' },
    ],
    [
      'another storefront',
      { BFF_ALLOWED_ORIGINS: `${SHOP_ORIGIN},https://outlet.example` },
      { returnUrl: 'https://outlet.example/orders/1' },
      { ...none, card: 'offered', apple_pay: 'domain-not-verified', google_pay: 'offered' },
    ],
    [
      'three decimals, which Google cannot show',
      {},
      { amount: { value: 1234, currency: 'KWD' } },
      { ...none, card: 'offered', apple_pay: 'offered', google_pay: 'amount-unsupported' },
    ],
    ['only what the shop wants', {}, { methods: ['google_pay'] }, { google_pay: 'offered' }],
  ]
  it.each(reasons)('%s', async (_name, env, changes, offered) => {
    const world = await startWalletWorld({ env })
    expect(await methods(world, await shop(world).create(changes))).toEqual(offered)
  })

  it('and nothing else is taken', async () => {
    const world = await startWalletWorld()
    const checkout = await shop(world).create({ methods: ['card'] })
    const unwanted = await payWith(world, checkout, await google(world))
    expect(unwanted.json().code).toBe('method_unavailable')
    expect((await openSheet(world, checkout)).json().code).toBe('method_unavailable')
    expect(purchaseCalls(world)).toBe(0)
  })
})
