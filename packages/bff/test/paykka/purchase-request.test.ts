/** The bytes PayKKa gets: the whole v3 body, and that the card's bytes are gone afterwards. */

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { PaykkaConfig } from '../../src/config/config.ts'
import { timezone } from '../../src/paykka/browser-data.ts'
import { readDevice } from '../../src/paykka/device.ts'
import { bytesOf } from '../../src/paykka/exchange.ts'
import { sessionBody } from '../../src/paykka/hosted-session.ts'
import { createPaykkaGateway } from '../../src/paykka/paykka-gateway.ts'
import { purchaseBody } from '../../src/paykka/purchase-request.ts'
import type { Purchase } from '../../src/payments/gateway.ts'
import { WalletCard } from '../../src/wallets/wallet-card.ts'
import { decryptedCard } from '../support/decrypted-card.ts'
import { ringOf } from '../support/key-ring.ts'
import { rsaPair } from '../support/keys.ts'
import { APP_ID, MERCHANT_ID } from '../support/merchant.ts'

/** Many runs on a busy machine. */
const TIMEOUT = { timeout: 30_000 }

const keys = rsaPair('merchant')
const NOTIFY = 'https://pay.shop.example/paykka/notifications'
const NOW = Date.UTC(2026, 5, 1, 12)

function config(changes: Partial<PaykkaConfig> = {}): PaykkaConfig {
  return {
    apiUrl: new URL('http://127.0.0.1:1'),
    appId: APP_ID,
    merchantId: MERCHANT_ID,
    keys: ringOf(keys),
    responseSignature: 'enforce',
    timeoutMs: 1000,
    sendTimestamp: false,
    authorisationType: 'FINAL_AUTH',
    challengeIndicator: 'AUTO',
    challengeIndicatorRequired: undefined,
    billingAddressCollection: 'AUTO',
    descriptor: undefined,
    orderReferenceMember: 'goods.description',
    declineCodes: {},
    methodCodes: {},
    refusalCodes: [],
    ...changes,
  }
}

const CARD = { number: '4242424242424242', expMonth: '12', expYear: '2031', cvc: '123' }

function purchase(changes: Partial<Purchase> = {}, holderName?: string): Purchase {
  return {
    transId: 'T1',
    amount: { value: 1099, currency: 'EUR' },
    capture: 'automatic',
    keep: null,
    method: { kind: 'card', card: decryptedCard({ ...CARD, holderName }) },
    browser: {
      userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)',
      language: 'en-GB',
      colorDepth: 24,
      screenHeight: 900,
      screenWidth: 1440,
      timezoneOffset: -120,
      javaEnabled: false,
    },
    payIp: '203.0.113.7',
    orderReference: 'order-1',
    returnUrl: 'https://pay.shop.example/paykka/return/ret_1',
    cancelUrl: 'https://pay.shop.example/paykka/cancel/ret_1',
    shopper: {},
    goods: [],
    billing: undefined,
    shipping: undefined,
    shopUrl: 'https://shop.example/',
    sendBefore: Number.POSITIVE_INFINITY,
    ...changes,
  }
}

const body = (changes: Partial<Purchase> = {}, holderName?: string, settings = config()) =>
  JSON.parse(purchaseBody(purchase(changes, holderName), settings, NOTIFY, NOW).toString()) as Record<
    string,
    Record<string, unknown>
  >

describe('purchaseBody of a wallet', () => {
  const number = () => Buffer.from('4242424242424242')
  const device = {
    number: number(),
    expMonth: '12',
    expYear: '2031',
    cryptogram: 'AAAA',
    eci: '07',
  }
  const bare = { number: number(), expMonth: '12', expYear: '2031' }
  const opened = { card_no: '4242424242424242', exp_year: '2031', exp_month: '12' }
  const proof = { cryptogram: 'AAAA', token_format: 'cryptogram_3ds', eci: '07' }
  const rows: [string, Purchase['method'], Record<string, unknown>, boolean][] = [
    [
      'a sealed Apple Pay token',
      { kind: 'apple_pay', sealed: '{"data":"x"}', authenticate: false },
      { payment_method: 'APPLE_PAY', token_data: '{"data":"x"}' },
      false,
    ],
    [
      'an opened Apple Pay token',
      { kind: 'apple_pay', card: new WalletCard(device), authenticate: false },
      { payment_method: 'APPLE_PAY', ...opened, token_authentication: proof },
      false,
    ],
    [
      'a sealed Google Pay token',
      { kind: 'google_pay', sealed: 'unmodified \u00e9', authenticate: true },
      { payment_method: 'GOOGLE_PAY', token_data: 'unmodified \u00e9' },
      true,
    ],
    [
      'an opened CRYPTOGRAM_3DS token',
      { kind: 'google_pay', card: new WalletCard(device), authenticate: false },
      { payment_method: 'GOOGLE_PAY', ...opened, token_authentication: proof },
      false,
    ],
    [
      'an opened PAN_ONLY token',
      { kind: 'google_pay', card: new WalletCard(bare), authenticate: true },
      { payment_method: 'GOOGLE_PAY', ...opened, token_authentication: { token_format: 'pan_only' } },
      true,
    ],
  ]
  it.each(rows)('has %s, and asks for 3-D Secure only where it is wanted', (_name, method, payment, asks) => {
    const sent = body({ method })
    expect(sent.payment).toEqual(payment)
    expect(sent.authentication).toEqual(asks ? { challenge_indicator: 'AUTO' } : undefined)
    expect(sent.return_url).toBe('https://pay.shop.example/paykka/return/ret_1')
  })

  it('names the holder of the bill', () => {
    const method = { kind: 'apple_pay', sealed: '{}', authenticate: false } as const
    const sent = body({ method, billing: { firstName: 'Ada', lastName: 'Lovelace' } })
    expect(sent.payment?.holder_name).toBe('Ada Lovelace')
  })
})

describe('purchaseBody', () => {
  it('is the whole v3 body, member by member', () => {
    expect(body()).toEqual({
      merchant_id: MERCHANT_ID,
      trans_id: 'T1',
      payment_type: 'PURCHASE',
      authorisation_type: 'FINAL_AUTH',
      capture_method: 'AUTOMATIC',
      currency: 'EUR',
      amount: 1099,
      notify_url: NOTIFY,
      return_url: 'https://pay.shop.example/paykka/return/ret_1',
      browser: {
        user_agent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)',
        color_depth: '24',
        language: 'en-GB',
        java_enabled: false,
        device_type: 'PC',
        device_os: 'WINDOWS',
        terminal_type: 'WEB',
        timezone_offset: '+02:00',
        screen_height: '900',
        screen_width: '1440',
      },
      goods: [
        { id: 'order-1', name: 'Order order-1', price: 1099, quantity: 1, link: 'https://shop.example/' },
      ],
      customer: { pay_ip: '203.0.113.7', order_ip: '203.0.113.7' },
      authentication: { challenge_indicator: 'AUTO' },
      payment: {
        payment_method: 'BANKCARD',
        card_no: CARD.number,
        exp_year: '2031',
        exp_month: '12',
        cvv: '123',
      },
    })
  })

  it('follows the configuration', () => {
    const settings = config({
      sendTimestamp: true,
      authorisationType: 'PRE_AUTH',
      challengeIndicator: 'FORCE',
    })
    expect(body({ capture: 'manual' }, undefined, settings)).toMatchObject({
      timestamp: NOW,
      authorisation_type: 'PRE_AUTH',
      capture_method: 'MANUAL',
      authentication: { challenge_indicator: 'FORCE' },
    })
  })

  it('hands over the shopper, both addresses and the basket', () => {
    const address = {
      firstName: 'Ada',
      lastName: 'Lovelace',
      line1: '1 St',
      line2: 'Flat',
      city: 'London',
      state: 'LND',
      postalCode: 'N1',
      country: 'GB',
      email: 'a@b.example',
      phoneAreaCode: '+44',
      phoneNumber: '123456',
    }
    const wire = {
      first_name: 'Ada',
      last_name: 'Lovelace',
      address_line1: '1 St',
      address_line2: 'Flat',
      country: 'GB',
      state: 'LND',
      city: 'London',
      postal_code: 'N1',
      email: 'a@b.example',
      area_code: '+44',
      phone_number: '123456',
    }
    const item = {
      id: 'p1',
      name: 'Ring',
      description: 'd',
      category: 'c',
      brand: 'b',
      link: 'https://shop.example/p1',
      pictureUrl: 'https://shop.example/p1.png',
      price: 1099,
      quantity: 1,
      deliveryDate: '2026-07-01T00:00:00Z',
    }
    const shopper = {
      reference: 'u1',
      email: 'a@b.example',
      ip: '198.51.100.1',
      phoneAreaCode: '+44',
      phoneNumber: '123456',
    }
    expect(body({ billing: address, shipping: address, goods: [item], shopper })).toMatchObject({
      bill: { billing_address_collection: 'AUTO', ...wire },
      shipping: wire,
      goods: [
        {
          id: 'p1',
          link: 'https://shop.example/p1',
          picture_url: 'https://shop.example/p1.png',
          delivery_date: '2026-07-01T00:00:00Z',
        },
      ],
      customer: {
        id: 'u1',
        email: 'a@b.example',
        area_code: '+44',
        phone_number: '123456',
        pay_ip: '203.0.113.7',
        order_ip: '198.51.100.1',
      },
      payment: { shopper_reference: 'u1', holder_email: 'a@b.example' },
    })
  })

  it('hands over what the fraud script and the cookies of the page say, and no empty one', () => {
    const { browser } = purchase()
    if (!browser) throw new Error('no browser')
    const reported = { deviceFingerprintId: 'fp.1', fraudDetectionId: 'fd.1', cookies: 'a=1; b=2' }
    const wire = { device_finger_print_id: 'fp.1', fraud_detection_id: 'fd.1', cookies: 'a=1; b=2' }
    expect(body({ browser: { ...browser, ...reported } }).browser).toMatchObject(wire)
    const empty = { deviceFingerprintId: '', fraudDetectionId: '', cookies: '' }
    expect(body({ browser: { ...browser, ...empty } })).toEqual(body())
  })

  it('hands over all that the shop knows of the shopper', () => {
    const shopper = {
      registrationTime: '2020-01-02T03:04:05Z',
      pastTransactions: 7,
      firstShoppingTime: '2020-02-02T03:04:05Z',
      lastShoppingTime: '2026-02-02T03:04:05Z',
      dateOfBirth: '1990-01-31',
      gender: 'f',
      level: 'gold',
    }
    expect(body({ shopper }).customer).toEqual({
      registration_time: '2020-01-02T03:04:05Z',
      past_transactions: 7,
      first_shopping_time: '2020-02-02T03:04:05Z',
      last_shopping_time: '2026-02-02T03:04:05Z',
      date_of_birth: '1990-01-31',
      gender: 'f',
      level: 'gold',
      pay_ip: '203.0.113.7',
      order_ip: '203.0.113.7',
    })
  })

  const ada = { firstName: 'Ada', lastName: 'Lovelace' }
  const place = { line1: '1 Rue', city: 'Paris', postalCode: '75001' }
  const { postalCode: _code, ...noCode } = place
  const placeSent = { address_line1: '1 Rue', city: 'Paris', postal_code: '75001' }
  const first_last = { first_name: 'Ada', last_name: 'Lovelace' }
  const addresses: [string, Partial<Purchase>, object | undefined, object | undefined][] = [
    ['nothing known', {}, undefined, undefined],
    ['a shopper with a name', { shopper: ada }, first_last, undefined],
    [
      'addresses without a name',
      { shopper: ada, billing: { city: 'London' }, shipping: place },
      { ...first_last, city: 'London' },
      { ...first_last, ...placeSent },
    ],
    [
      'addresses with half a name',
      { shopper: ada, billing: { firstName: 'B' }, shipping: { ...place, middleName: 'M', lastName: 'C' } },
      { first_name: 'B' },
      { middle_name: 'M', last_name: 'C', ...placeSent },
    ],
    ['a delivery that is not complete', { shipping: place }, undefined, undefined],
    ['a delivery without a postal code', { shopper: ada, shipping: noCode }, first_last, undefined],
    ['a descriptor alone', { descriptor: 'ADA BOOKS' }, { descriptor: 'ADA BOOKS' }, undefined],
  ]
  it.each(addresses)('names bill and delivery: %s', (_name, changes, bill, shipping) => {
    const sent = body(changes)
    expect(sent.bill).toEqual(bill && { billing_address_collection: 'AUTO', ...bill })
    expect(sent.shipping).toEqual(shipping)
  })

  it('prefers the words of the checkout to those of the deployment', () => {
    const words = {
      authorisationType: 'PRE_AUTH',
      challengeIndicator: 'FORCE',
      billingAddressCollection: 'REQUIRED',
      descriptor: 'ADA BOOKS',
    }
    const settings = config({ descriptor: 'DEPLOYMENT', billingAddressCollection: 'NEVER' })
    expect(body(words, undefined, settings)).toMatchObject({
      authorisation_type: 'PRE_AUTH',
      authentication: { challenge_indicator: 'FORCE' },
      bill: { billing_address_collection: 'REQUIRED', descriptor: 'ADA BOOKS' },
    })
    expect(body({}, undefined, settings).bill).toEqual({
      billing_address_collection: 'NEVER',
      descriptor: 'DEPLOYMENT',
    })
  })

  const item = { id: 'p1', name: 'Ring', price: 1099, quantity: 1 }
  const members: [PaykkaConfig['orderReferenceMember'], Partial<Purchase>, object][] = [
    ['goods.description', { goods: [item] }, { goods: [{ description: 'Order order-1' }] }],
    [
      'goods.description',
      { goods: [{ ...item, description: 'Gold' }] },
      { goods: [{ description: 'Gold' }] },
    ],
    ['description', { goods: [item] }, { description: 'order-1' }],
    ['bill.descriptor', { goods: [item] }, { bill: { descriptor: 'order-1' } }],
    ['bill.descriptor', { descriptor: 'MINE' }, { bill: { descriptor: 'MINE' } }],
  ]
  it.each(members)('sends the order reference in %s', (orderReferenceMember, changes, expected) => {
    expect(body(changes, undefined, config({ orderReferenceMember }))).toMatchObject(expected)
  })

  it('sends the order reference only in the one item without goods, where that is configured', () => {
    const text = (changes: Partial<Purchase>) =>
      JSON.stringify(body(changes, undefined, config({ orderReferenceMember: 'none' })))
    expect(text({ goods: [item] })).not.toContain('order-1')
    expect(text({})).toContain('order-1')
  })

  it('gives an encrypted card the name on the bill when the page asked for none', () => {
    const method = { kind: 'encrypted_card', number: 'n', expYear: 'y', expMonth: 'm', cvc: 'c' } as const
    const name = (holderName: string | undefined) =>
      body({ method: { ...method, holderName }, shopper: ada }).payment?.holder_name
    expect([name(undefined), name('Charles')]).toEqual(['Ada Lovelace', 'Charles'])
  })

  it('stays valid JSON with the card inside, whatever the holder is called', TIMEOUT, () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 64 }), (holder) => {
        const { payment } = body({}, holder)
        expect(payment).toMatchObject({
          card_no: CARD.number,
          cvv: '123',
          holder_name: holder.toWellFormed(),
        })
      }),
    )
  })

  it.each(['O"Brien', 'back\\slash', '","cvv":"999', '🛒', 'line\u2028'])(
    'keeps the holder %j as text',
    (name) => {
      expect(body({}, name).payment).toMatchObject({ holder_name: name, cvv: '123' })
    },
  )
})

describe('sessionBody', () => {
  const page = {
    kind: 'hosted',
    ways: ['card', 'gcash', 'shopeepay', 'ideal'],
    codes: { ideal: 'iDEAL' },
    merchantName: 'Ada Books',
    themeId: 'T-1',
    locale: 'en-PH',
    expiresAt: NOW + 60_000,
  } as const
  const session = (changes: Partial<Purchase> = {}) => {
    const method = { ...page, ways: [...page.ways] }
    const order = purchase({ method, browser: undefined, ...changes })
    return JSON.parse(sessionBody(order, method, config(), NOTIFY, NOW).toString())
  }
  const reported = {
    shopper: { reference: 'u1', email: 'a@b.example', level: 'gold' },
    goods: [{ id: 'p1', name: 'Ring', price: 1099, quantity: 1 }],
    billing: { firstName: 'Ada', lastName: 'Lovelace' },
    shipping: { firstName: 'Ada', lastName: 'Lovelace', line1: '1 St', city: 'Paris', postalCode: '75001' },
    descriptor: 'ADA BOOKS',
    challengeIndicator: 'FORCE',
    authorisationType: 'PRE_AUTH',
  }

  it('carries what a purchase carries, and what its page looks like', () => {
    const { payment: _card, browser: _browser, ...shared } = body(reported)
    expect(session(reported)).toMatchObject({
      ...shared,
      session_mode: 'HOSTED',
      display_merchant_name: 'Ada Books',
      display_locale: 'en-PH',
      theme_id: 'T-1',
      allowed_payment_methods: ['BANKCARD', 'G_CASH', 'SHOPEE_PAY', 'iDEAL'],
      expire_time: '2026-06-01T12:01:00.000Z',
    })
    expect(session(reported)).not.toHaveProperty('payment')
  })

  const kept: [Purchase['keep'], object][] = [
    ['saved_card', { payment_type: 'PURCHASE', payment: { token_usage: 'CARD_ON_FILE' } }],
    ['subscription', { payment_type: 'RECURRING', mit: false, payment: { token_usage: 'SUBSCRIPTION' } }],
    ['unscheduled', { mit: false, payment: { token_usage: 'UNSCHEDULED_CARD_ON_FILE' } }],
  ]
  it.each(kept)('asks PayKKa to keep a %s', (keep, expected) => {
    const sent = session({ keep, shopper: { reference: 'u1' } })
    expect(sent).toMatchObject(expected)
    expect(sent.payment).toMatchObject({ store_payment_method: true, shopper_reference: 'u1' })
  })
})

describe('the bytes of a question', () => {
  it('name what it is about, the merchant and nothing else', () => {
    const read = (sendTimestamp: boolean) =>
      JSON.parse(
        bytesOf({ config: config({ sendTimestamp }), now: () => NOW }, { trans_id: 'T1' }).toString(),
      )
    expect(read(false)).toEqual({ merchant_id: MERCHANT_ID, trans_id: 'T1' })
    expect(read(true)).toEqual({ merchant_id: MERCHANT_ID, trans_id: 'T1', timestamp: NOW })
  })
})

describe('timezone', () => {
  const zones: [number, string][] = [
    [0, '+00:00'],
    [-0, '+00:00'],
    [300, '-05:00'],
    [-60, '+01:00'],
    [-330, '+05:30'],
    [-345, '+05:45'],
    [210, '-03:30'],
    [-840, '+14:00'],
    [720, '-12:00'],
    [1, '-00:01'],
  ]
  it.each(zones)('%i minutes behind UTC is %s', (minutes, text) => {
    expect(timezone(minutes)).toBe(text)
  })
})

describe('readDevice', () => {
  const agents: [string, string, string][] = [
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/156', 'PC', 'WINDOWS'],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605', 'PC', 'MACOS'],
    ['Mozilla/5.0 (X11; Linux x86_64) Firefox/140', 'PC', 'LINUX'],
    ['Mozilla/5.0 (X11; CrOS x86_64 14541) Chrome/156', 'PC', 'LINUX'],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148', 'MOBILE', 'IOS'],
    ['Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) Mobile/15E148', 'TABLET', 'IOS'],
    ['Mozilla/5.0 (Linux; Android 15; Pixel 9) Chrome/156 Mobile', 'MOBILE', 'ANDROID'],
    ['Mozilla/5.0 (Linux; Android 15; SM-X710) Chrome/156', 'TABLET', 'ANDROID'],
    ['curl/8', 'PC', 'UNKNOWN'],
  ]
  it.each(agents)('%s', (agent, device_type, device_os) => {
    expect(readDevice(agent)).toEqual({ device_type, device_os })
  })
})

describe('after a purchase', () => {
  async function listen(reached: (body: Buffer) => void): Promise<URL> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        reached(Buffer.concat(chunks))
        response.writeHead(500).end()
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())))
    return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  }

  /** Every buffer made while sending, so that none with the card can be overlooked. */
  async function buffersOf(send: (apiUrl: URL) => Promise<unknown>, apiUrl: URL): Promise<Buffer[]> {
    const made: Buffer[] = []
    const concat = vi.spyOn(Buffer, 'concat')
    try {
      await send(apiUrl)
      for (const result of concat.mock.results) made.push(result.value as Buffer)
    } finally {
      concat.mockRestore()
    }
    return made
  }

  it.each(['answered', 'unreachable'])('leaves no buffer with the card behind (%s)', async (kind) => {
    const seen: Buffer[] = []
    const apiUrl =
      kind === 'answered' ? await listen((bytes) => seen.push(bytes)) : new URL('http://127.0.0.1:9')
    const gateway = createPaykkaGateway(config({ apiUrl }), NOTIFY, () => NOW, { warn: () => {} })
    const paid = purchase()
    const made = await buffersOf(() => gateway.purchase(paid), apiUrl)
    if (paid.method.kind === 'card') paid.method.card.wipe()
    await gateway.close()
    const ours = made.filter((bytes) => !seen.includes(bytes))
    expect(ours.length).toBeGreaterThan(1)
    expect(ours.filter((bytes) => bytes.includes(CARD.number))).toEqual([])
    expect(seen.map((bytes) => bytes.includes(CARD.number))).toEqual(kind === 'answered' ? [true] : [])
  })
})
