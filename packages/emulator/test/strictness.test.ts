/** What a real gateway refuses, in words a shop can use; and everything of PayKKa's own example, which is taken. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { listRequests, noteRequest } from '../src/received.ts'
import { createState } from '../src/state.ts'
import type { Json, World } from './support.ts'
import { BASE, MERCHANT_ID, NOW, purchaseBody, startWorld } from './support.ts'

let world: World
beforeEach(async () => {
  world = await startWorld()
})
afterEach(() => world.emulator.close())

const ips = { order_ip: '203.0.113.8', pay_ip: '203.0.113.9' }
const shipping = {
  last_name: 'Jin',
  address_line1: '16 Rue Crespin du Gast',
  city: 'Paris',
  postal_code: '75001',
}
const browser = purchaseBody().browser as Json

describe('refuses with the name of the member', () => {
  test.each<[Json, string]>([
    ...['....', '999.1.1.1', '203.0.113.9:443', '::ffff:203.0.113.9', 'fe80::1%eth0', '', 'unknown'].map(
      (pay_ip): [Json, string] => [{ customer: { ...ips, pay_ip } }, 'customer.pay_ip must be an IP address'],
    ),
    [{ customer: { ...ips, order_ip: '....' } }, 'customer.order_ip must be an IP address'],
    [{ customer: { pay_ip: ips.pay_ip } }, 'customer.order_ip must not be blank'],
    [{ customer: { order_ip: ips.order_ip } }, 'customer.pay_ip must not be blank'],
    [{ customer: undefined }, 'customer.order_ip must not be blank'],
    [{ customer: { ...ips, id: ' ' } }, 'customer.id must not be blank'],
    [{ customer: { ...ips, email: 'nobody' } }, 'customer.email must be an e-mail address'],
    [{ shipping: {} }, 'shipping.last_name must not be blank'],
    ...Object.keys(shipping).map((name): [Json, string] => [
      { shipping: { ...shipping, [name]: ' ' } },
      `shipping.${name} must not be blank`,
    ]),
    [{ shipping: { ...shipping, area_code: '12345678901' } }, 'shipping.area_code must be a string'],
    [{ bill: { country: 'fr' } }, 'bill.country must be an ISO 3166-1 alpha-2 code'],
    [{ expire_time: new Date(NOW - 1000).toISOString() }, 'expire_time must be in the future'],
    [{ expire_time: '2026-13-01T00:00:00Z' }, 'expire_time must be a date-time with a zone'],
    [{ browser: { ...browser, color_depth: '1024' } }, 'browser.color_depth must be a string of 1 to 3'],
    [{ browser: { ...browser, screen_width: '1440.5' } }, 'browser.screen_width must be a string of 1 to 5'],
    [{ browser: { ...browser, screen_height: 900 } }, 'browser.screen_height must be a string of 1 to 5'],
    [{ browser: { ...browser, timezone_offset: '+15:00' } }, 'browser.timezone_offset must be an offset'],
    [{ browser: { ...browser, language: 'en GB' } }, 'browser.language must be a language like en-GB'],
  ])('%j', async (change, message) => {
    const { status, json } = await world.pay(change)
    expect([status, json.ret_code, json.ret_msg]).toEqual([400, '010000', expect.stringContaining(message)])
    expect(world.emulator.ledger().orders).toEqual([])
  })

  test('a session too', async () => {
    const session = {
      ...{ trans_id: 's', payment_type: 'PURCHASE', currency: 'EUR', amount: 1, session_mode: 'HOSTED' },
      return_url: 'https://shop.example/',
    }
    const open = async (change: Json) => (await world.call(`${BASE}/session`, { ...session, ...change })).json
    expect(await open({ shipping: { ...shipping, city: '' } })).toMatchObject({
      ret_msg: 'shipping.city must not be blank',
    })
    for (const word of ['GCASH', 'SHOPEEPAY', 'toString', ''])
      expect((await open({ allowed_payment_methods: ['BANKCARD', word] })).ret_code).not.toBe('000000')
    expect(await open({ allowed_payment_methods: ['GCASH'] })).toMatchObject({ ret_code: '1004' })
    expect(world.emulator.ledger().sessions).toEqual([])
  })
})

test.each(['2001:db8::1', '203.0.113.9'])('takes the address %s', async (ip) => {
  expect((await world.pay({ customer: { order_ip: ip, pay_ip: ip } })).json.ret_code).toBe('000000')
})

test('a merchant-initiated charge needs no addresses', async () => {
  const shopper = { shopper_reference: 's', token_usage: 'SUBSCRIPTION' }
  const recurring = { payment_type: 'RECURRING', mit: false }
  const first = await world.pay(recurring, { ...shopper, store_payment_method: true })
  const { token, recurring_agreement_id } = first.json.data
  const later = {
    ...{ trans_id: 'later', currency: 'EUR', amount: 1, recurring_agreement_id },
    ...{ ...recurring, mit: true, payment: { payment_method: 'BANKCARD', token, ...shopper } },
  }
  expect((await world.call(BASE, later)).json.ret_code).toBe('000000')
})

test('plain card numbers need PCI, tokens and encrypted cards do not', async () => {
  const outside = await startWorld({ pciEnabled: false })
  const encrypted = {
    payment_method: 'BANKCARD',
    encrypted_card_no: `emulator.${Buffer.from('4242424242424242').toString('base64url')}`,
    encrypted_exp_year: 'x',
    encrypted_exp_month: 'x',
  }
  expect((await outside.pay()).json).toMatchObject({ ret_code: '1008' })
  expect((await outside.pay({ payment: encrypted })).json.data).toMatchObject({ status: 'SUCCESS' })
  await outside.emulator.close()
})

/** The body of PayKKa's purchase example (v3), its 63 members, with a date that is ahead. */
const EXAMPLE = {
  trans_id: '174293243204408',
  merchant_id: MERCHANT_ID,
  payment_type: 'PURCHASE',
  authorisation_type: 'FINAL_AUTH',
  capture_method: 'AUTOMATIC',
  timestamp: 1746515589126,
  currency: 'EUR',
  amount: 100,
  return_url: 'https://your_url',
  payment: {
    payment_method: 'BANKCARD',
    shopper_reference: 'f4911bc8b17106a08f2f7a89a9fc4d11',
    card_no: '4242424242424242',
    exp_year: '2029',
    exp_month: '03',
    cvv: '123',
    holder_name: 'Winifred Reopell',
    holder_email: 'zhangsan@test.com',
  },
  browser: {
    user_agent: 'Mozilla/5.0 (Linux; U; Android 12.0.0; zh-cn; SONY-7XT78X Build/2DKKUF)',
    color_depth: '165',
    language: 'ko-KR',
    java_enabled: true,
    device_type: 'PC',
    terminal_type: 'WEB',
    device_os: 'WINDOWS',
    timezone_offset: '-12:10',
    screen_height: '128',
    screen_width: '255',
    cookies: 'isg=BA4O1YD75-wYqlLAB-T9JZjXxxxJFHEUkjdslrlhj9 TB_TENANT_TYPE=organization',
    device_finger_print_id: 'info.kbxqkxkzqgjmwj.qpxzwmwzbwwijkth',
  },
  goods: [
    {
      id: '6916003178438',
      name: '珠宝',
      category: '珠宝',
      brand: '周六福',
      link: 'https://www.zlf.cn/',
      price: 170000,
      quantity: 1,
      delivery_date: '2024-12-26T03:22:09+08:00',
      picture_url: 'https://www.zlf.cn/',
    },
  ],
  bill: {
    billing_address_collection: 'REQUIRED',
    first_name: 'Dalene',
    last_name: 'Hyrkas',
    address_line1: '农安县和上镇八沟村梧河组12号',
    country: 'VU',
    state: '河南省',
    city: '南阳市',
    postal_code: '411327',
    email: 'gggj0gonfc@outlook.com',
    area_code: '0580',
    phone_number: '98421617',
    descriptor: 'FHFXREM',
  },
  shipping: {
    first_name: 'zhang',
    last_name: 'jin',
    address_line1: '16 Rue Crespin du Gast, 75011 Paris, France',
    country: 'FR',
    state: 'V98J+4R Paris, France',
    city: 'Paris',
    email: '1806294290@qq.com',
    postal_code: '75001',
    area_code: '33',
    phone_number: '756879736',
  },
  customer: { order_ip: '183.238.13.170', pay_ip: '183.238.13.170' },
  authentication: { challenge_indicator: 'AUTO' },
}

/** What PayKKa's tables name beside the example. */
const MORE = {
  notify_url: 'https://shop.example/notify',
  expire_time: '2026-06-01T21:00:00+08:00',
  description: 'Order 7',
  browser: { ...EXAMPLE.browser, fraud_detection_id: 'fd-1' },
  goods: [{ ...EXAMPLE.goods[0], description: 'A ring' }],
  bill: { ...EXAMPLE.bill, middle_name: 'M', address_line2: '3rd floor' },
  shipping: { ...EXAMPLE.shipping, middle_name: 'M', address_line2: '3rd floor' },
  customer: {
    ...EXAMPLE.customer,
    id: 'shopper-1',
    registration_time: '2020-01-01T00:00:00+08:00',
    past_transactions: 12,
    area_code: '33',
    phone_number: '756879736',
    date_of_birth: '1990-01-31',
    gender: 'F',
    first_shopping_time: '2020-01-02T00:00:00+08:00',
    last_shopping_time: '2026-05-02T00:00:00+08:00',
    level: 'gold',
    email: 'shopper@example.com',
  },
  authentication: { challenge_indicator: 'AUTO', authentication_only: false },
}

const leaves = (value: unknown): number =>
  typeof value === 'object' && value !== null
    ? Object.values(value).reduce((sum: number, member) => sum + leaves(member), 0)
    : 1

describe("PayKKa's example", () => {
  test.each([
    ['as it is', {}, 63],
    ['with every further member', MORE, 84],
  ])('is taken %s, and kept without the card', async (_, more, count) => {
    const body = { ...EXAMPLE, ...more }
    expect(leaves(body)).toBe(count)
    expect((await world.call(BASE, body)).json).toMatchObject({
      ret_code: '000000',
      data: { status: 'SUCCESS' },
    })
    expect(world.emulator.requests({ transId: body.trans_id })).toEqual([
      {
        at: NOW,
        path: BASE,
        transId: body.trans_id,
        retCode: '000000',
        body: {
          ...body,
          payment: { ...EXAMPLE.payment, card_no: '****4242', exp_year: '**', exp_month: '**', cvv: '**' },
        },
      },
    ])
  })
})

describe('the requests received', () => {
  async function listed(query = ''): Promise<Json[]> {
    const answer = await fetch(`${world.emulator.url}/emulator/requests${query}`)
    return ((await answer.json()) as { requests: Json[] }).requests
  }

  test('can be asked for by payment and by path, refused ones too', async () => {
    const { order_id } = (await world.pay({ trans_id: 'a' })).json.data
    await world.pay({ trans_id: 'b', amount: 0 })
    await world.call(`${BASE}/refund`, {
      ...{ ori_order_id: order_id, refund_trans_id: 'r', refund_amount: 1, currency: 'EUR', reason: 'OTHER' },
    })
    expect((await listed('?transId=a')).map(({ path }) => path)).toEqual([BASE, `${BASE}/refund`])
    expect(await listed(`?path=${BASE}`)).toMatchObject([
      { transId: 'a', retCode: '000000' },
      { transId: 'b', retCode: '010000', body: { amount: 0 } },
    ])
    world.emulator.reset()
    expect(await listed()).toEqual([])
  })

  test('have no card and no token in them, wherever it was sent', async () => {
    const card = purchaseBody().payment as Json
    const secrets = ['4242424242424242', '4111111111111111', 'CRYPTOGRAM', 'eyJ0b2tlbiI', '"987"']
    await world.pay({ description: 'card 4242424242424242' })
    await world.pay({}, { pan: '4111111111111111', number: 4111111111111111 })
    await world.pay({ payment: { ...card, token_authentication: { cryptogram: 'CRYPTOGRAM', eci: '05' } } })
    await world.pay({ payment: { payment_method: 'APPLE_PAY', token_data: 'eyJ0b2tlbiI' } })
    await world.pay({ payment: '4242424242424242' })
    const text = JSON.stringify(await listed())
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([])
    expect(text).toContain('"eci":"05"')
  })

  test('are a thousand at least and two thousand at most', () => {
    const state = createState()
    for (let at = 1; at <= 2001; at += 1) noteRequest(state, { at, path: BASE, retCode: '', body: {} })
    expect(listRequests(state).map(({ at }) => at)).toEqual(Array.from({ length: 1001 }, (_, i) => i + 1001))
  })
})
