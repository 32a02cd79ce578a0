/** Billing details of the shopper: taken generously, sent to PayKKa, kept in the checkout, never a reason to refuse. */
import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { shareWorld } from '../support/shared-world.ts'
import type { World } from '../support/world.ts'
import { SHOP_ORIGIN, shop, shopper, startWorld } from '../support/world.ts'

const PURCHASE = '/v3/payment/acq'
const SESSION = '/v3/payment/acq/session'
const DECLINED = { number: '4000000000000002' }
const HOME = { line1: 'Hauptstraße 1', city: 'Berlin', postalCode: '10115', country: 'DE' }
const TYPED = { firstName: 'Ada', lastName: 'Lovelace', ...HOME, email: 'ada@mail.example' }
const AT_PAYKKA = {
  first_name: 'Ada',
  last_name: 'Lovelace',
  address_line1: 'Hauptstraße 1',
  city: 'Berlin',
  postal_code: '10115',
  country: 'DE',
  email: 'ada@mail.example',
}

const shared = shareWorld({ env: { HOSTED_METHODS: 'ideal:EUR', PAYKKA_TIMEOUT_MS: '10000' } })

type Members = Record<string, unknown>
const bills = (world: World, path: string): (Members | undefined)[] =>
  world.emulator.requests({ path }).map(({ body }) => (body as { bill?: Members }).bill)

async function openPage(world: World, clientSecret: string, payload: object = {}) {
  const headers = {
    authorization: `Bearer ${clientSecret}`,
    origin: SHOP_ORIGIN,
    'idempotency-key': randomUUID(),
  }
  return world.app.inject({ method: 'POST', url: '/client/v1/checkout/hosted', headers, payload })
}

describe('billing details', () => {
  it('are asked for, sent, and kept for the next attempt and for the shop', async () => {
    const world = shared()
    const checkout = await shop(world).create({ billingAddressCollection: 'REQUIRED' })
    const buyer = shopper(world, checkout)
    expect((await buyer.read()).billing).toEqual({ required: true })
    const first = await buyer.pay({ card: DECLINED, body: { billing: TYPED } })
    expect(first.json().payment.status).toBe('declined')
    expect(bills(world, PURCHASE).at(-1)).toEqual({ billing_address_collection: 'REQUIRED', ...AT_PAYKKA })
    expect((await buyer.read()).billing).toEqual({ required: true, known: TYPED })

    const second = await buyer.pay({ body: { billing: { ...TYPED, line1: 'Nebenstraße 2' } } })
    expect(second.json().payment.status).toBe('succeeded')
    expect(bills(world, PURCHASE).at(-1)).toMatchObject({ address_line1: 'Nebenstraße 2', city: 'Berlin' })
    expect((await shop(world).read(checkout.id)).billing).toEqual({ ...TYPED, line1: 'Nebenstraße 2' })
    // Paid: the browser needs no address any more.
    expect((await buyer.read()).billing).toBeUndefined()
  })

  it('complete what the shop gave, and never mix two addresses', async () => {
    const world = shared()
    const billing = { firstName: 'Ada', lastName: 'Lovelace', ...HOME, line2: '3rd floor' }
    const checkout = await shop(world).create({ billing })
    const typed = { country: 'FR', line1: '1 rue de Paris', postalCode: '75001', city: 'Paris' }
    await shopper(world, checkout).pay({ body: { billing: typed } })
    const { address_line2, ...bill } = bills(world, PURCHASE).at(-1) ?? {}
    expect(bill).toMatchObject({ first_name: 'Ada', country: 'FR', city: 'Paris', postal_code: '75001' })
    expect(address_line2).toBeUndefined()
  })

  it('are found by the e-mail address that a guest typed', async () => {
    const world = shared()
    const checkout = await shop(world).create()
    await shopper(world, checkout).pay({ body: { billing: { ...TYPED, email: 'Guest@Mail.example' } } })
    const found = await shop(world).send('GET', '/v1/payments?email=guest@mail.example')
    expect(found.json().data.map(({ checkoutId }: { checkoutId: string }) => checkoutId)).toEqual([
      checkout.id,
    ])
  })

  it.each<[string, Members, Members, string[]]>([
    [
      'a country that nobody knows',
      { country: 'Atlantis', city: 'Poseidonis' },
      { city: 'Poseidonis' },
      ['/billing/country left_out'],
    ],
    ['a country in words', { country: 'Deutschland' }, { country: 'DE' }, ['/billing/country changed']],
    [
      'an odd postal code',
      { country: 'DE', postalCode: 'HU 7-?' },
      { country: 'DE', postal_code: 'HU 7-?' },
      [],
    ],
    [
      'no e-mail address',
      { email: 'at home', city: 'Berlin' },
      { city: 'Berlin' },
      ['/billing/email left_out'],
    ],
    [
      'a long street',
      { line1: 'x'.repeat(300) },
      { address_line1: 'x'.repeat(200) },
      ['/billing/line1 shortened'],
    ],
    [
      'nulls and blanks',
      { line1: null, line2: '  ', city: ' Berlin ' },
      { city: 'Berlin' },
      ['/billing/city changed', '/billing/line2 left_out'],
    ],
    [
      'a telephone as it is dialed',
      { country: 'DE', phoneNumber: '030 123456' },
      { country: 'DE', area_code: '49', phone_number: '30123456' },
      ['/billing/phoneNumber changed'],
    ],
  ])('lose no sale: %s', async (_, billing, bill, told) => {
    const world = shared()
    const checkout = await shop(world).create()
    const lines = world.logs.length
    const answer = await shopper(world, checkout).pay({ body: { billing } })
    expect(answer.json().payment.status).toBe('succeeded')
    expect(bills(world, PURCHASE).at(-1)).toMatchObject(bill)
    const fields = world.logs
      .slice(lines)
      .flatMap((line) => (JSON.parse(line) as { fields?: string[] }).fields ?? [])
    for (const field of told) expect(fields).toContain(field)
    if (told.length === 0) expect(fields).toEqual([])
  })

  it('refuse an unknown member by its name, and a card number', async () => {
    const world = shared()
    const checkout = await shop(world).create()
    const buyer = shopper(world, checkout)
    const unknown = await buyer.pay({ body: { billing: { ...HOME, company: 'Ada Ltd' } } })
    expect([unknown.statusCode, unknown.json().errors?.[0]?.field]).toEqual([422, '/billing/company'])
    const card = await buyer.pay({ body: { billing: { ...HOME, line2: '4242 4242 4242 4242' } } })
    expect(card.statusCode).toBe(422)
    expect(world.logs.join('')).not.toContain('4242 4242 4242 4242')
  })
})

describe('billing_address_collection REQUIRED', () => {
  const required = () =>
    startWorld({
      env: {
        PAYKKA_BILLING_ADDRESS_COLLECTION: 'REQUIRED',
        HOSTED_METHODS: 'ideal:EUR',
        PAYKKA_TIMEOUT_MS: '10000',
      },
    })

  it('of the deployment reaches the page of PayKKa, with and without an address', async () => {
    const world = await required()
    const first = await shop(world).create()
    expect((await shopper(world, first).read()).billing).toEqual({ required: true })
    expect((await openPage(world, first.clientSecret)).statusCode).toBe(200)
    expect(bills(world, SESSION)).toEqual([{ billing_address_collection: 'REQUIRED' }])
    const second = await shop(world).create()
    const opened = await openPage(world, second.clientSecret, {
      methods: ['ideal'],
      billing: { ...TYPED, country: 'Germany' },
    })
    expect(opened.statusCode).toBe(200)
    const page = await (await fetch(opened.json().url)).text()
    expect(page).toContain('Billing address')
    expect(page).toContain('value="Hauptstraße 1" required')
    expect(bills(world, SESSION).at(-1)).toEqual({ billing_address_collection: 'REQUIRED', ...AT_PAYKKA })
    expect((await shop(world).read(second.id)).billing).toEqual(TYPED)
  })

  it('refuses no card without an address: PayKKa and the bank decide', async () => {
    const world = await required()
    const checkout = await shop(world).create()
    const answer = await shopper(world, checkout).pay()
    expect(answer.json().payment.status).toBe('succeeded')
    expect(bills(world, PURCHASE)).toEqual([{ billing_address_collection: 'REQUIRED' }])
  })

  it('of no one sends no bill', async () => {
    const world = shared()
    const checkout = await shop(world).create()
    await shopper(world, checkout).pay()
    expect(bills(world, PURCHASE).at(-1)).toBeUndefined()
  })
})
