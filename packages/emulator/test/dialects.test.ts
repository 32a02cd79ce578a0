/** Every reading of every unknown: one look at the wire per unknown, and what each reading shows there. */

import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Dialect } from '../src/index.ts'
import { DIALECTS } from '../src/index.ts'
import type { Receiver } from './receiver.ts'
import { startReceiver } from './receiver.ts'
import type { Answered, Json, World } from './support.ts'
import { APP_ID, BASE, isGenuine, MERCHANT_ID, NOW, startWorld, without } from './support.ts'

let world: World
let receiver: Receiver
beforeEach(async () => {
  receiver = await startReceiver()
  world = await startWorld({ noticeBackoffMs: [1_000] })
})
afterEach(async () => {
  await world.emulator.close()
  await receiver.close()
})

/** What is looked at, and what each reading shows. The type asks for every key and every reading. */
type Look<Reading extends string> = { see: () => Promise<unknown>; shows: Record<Reading, unknown> }
type Looks = { [Key in keyof Dialect]: Look<Dialect[Key]> }

const SHOPPER = { shopper_reference: 'shopper-1', token_usage: 'CARD_ON_FILE' }
const STORING = { ...SHOPPER, store_payment_method: true }
const SESSION = {
  trans_id: 'session',
  payment_type: 'PURCHASE',
  currency: 'EUR',
  amount: 1099,
  return_url: 'https://shop.example/return?a=%20b#top',
  session_mode: 'HOSTED',
}

async function data(change: Json = {}, payment: Json = {}): Promise<Json> {
  return (await world.pay(change, payment)).json.data
}

const orderId = async (change: Json = {}) => String((await data({ amount: 1000, ...change })).order_id)
const held = () => orderId({ capture_method: 'MANUAL' })
const capture = (order_id: string, amount: number) =>
  world.call(`${BASE}/capture`, { order_id, amount, currency: 'EUR' })
const empty = (order_id: string, change: Json = {}) => world.call(`${BASE}/void`, { order_id, ...change })
const look = async (order_id: string) => (await world.call(`${BASE}/query`, { order_id })).json.data
const tokens = async () =>
  (await world.call(`${BASE}/token/query`, { shopper_reference: 'shopper-1' })).json.data as unknown as Json[]

function refund(ori_order_id: string, refund_amount: number, refund_trans_id = 'r1'): Promise<Answered> {
  const change = { ori_order_id, refund_trans_id, refund_amount, currency: 'EUR', reason: 'OTHER' }
  return world.call(`${BASE}/refund`, change)
}

async function payHosted(fields: Record<string, string> = {}): Promise<Response> {
  const payment = { ...STORING, ...SHOPPER }
  const { session_url } = (await world.call(`${BASE}/session`, { ...SESSION, payment })).json.data
  const body = new URLSearchParams({ decision: 'pay', method: 'BANKCARD', ...fields })
  return fetch(String(session_url), { method: 'POST', body, redirect: 'manual' })
}

/** Pays and returns the first notification, or the second one after an unacknowledged first try. */
async function notice(address: string, tries = 1): Promise<Receiver['received'][number] | undefined> {
  if (tries > 1) receiver.answers.push({ status: 500, body: '' })
  await world.pay({ trans_id: 'noticed', notify_url: address })
  for (const ms of [0, 1_000]) {
    world.clock.advance(ms)
    await world.emulator.idle()
  }
  return receiver.received[tries - 1]
}

/** An Apple Pay session by its nesting: TEXT is the session as JSON text, OBJECT the session itself. */
function nesting(value: unknown): unknown {
  if (typeof value === 'string' && value.startsWith('{')) return value.endsWith('\n') ? 'TEXT\n' : 'TEXT'
  if (typeof value !== 'object' || value === null) return value
  if ('merchantSessionIdentifier' in value) return 'OBJECT'
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, nesting(member)]))
}

const ENVELOPE = { ret_code: '000000', ret_msg: 'Success' }

const LOOKS: Looks = {
  applePaySession: {
    see: async () => {
      const { headers, text } = await world.call(`${BASE}/apple-pay/create-session`, {
        domain_name: 'shop.example',
      })
      const plain = headers.get('content-type')?.startsWith('text/plain')
      return nesting(plain ? { plain: text } : JSON.parse(text))
    },
    shows: {
      string: 'TEXT\n',
      'string-in-envelope': { ...ENVELOPE, data: 'TEXT' },
      object: 'OBJECT',
      'object-in-envelope': { ...ENVELOPE, data: 'OBJECT' },
      text: { plain: 'TEXT' },
      'string-under-member': { ...ENVELOPE, data: { apple_pay_session: 'TEXT' } },
    },
  },
  noContent: {
    see: async () => {
      const { status, text, headers } = await capture(await held(), 1000)
      expect(isGenuine(`${BASE}/capture`, headers, text || ' ')).toBe(true)
      return [status, text]
    },
    shows: {
      '204': [204, ''],
      'empty-200': [200, ''],
      ret_code: [200, JSON.stringify(ENVELOPE)],
      envelope: [200, JSON.stringify({ ...ENVELOPE, data: {} })],
    },
  },
  members: {
    see: async () => {
      const { json } = await world.pay()
      return [Object.keys(json).includes('order_id'), Object.keys(json).includes('data'), await listForm()]
    },
    shows: { 'in-data': [false, true, 'list'], flat: [true, false, 'list'] },
  },
  numbers: {
    see: async () => {
      const { amount, balances } = await data({ notify_url: receiver.url })
      world.clock.advance(0)
      await receiver.arrived(1)
      return [amount, (balances as Json).captured_amount, receiver.received[0]?.json.amount]
    },
    shows: { numbers: [1099, 1099, 1099], text: ['1099', '1099', '1099'] },
  },
  merchantId: {
    see: async () => [(await data()).merchant_id, (await notice(receiver.url))?.json.merchant_id],
    shows: { text: [MERCHANT_ID, MERCHANT_ID], number: [Number(MERCHANT_ID), Number(MERCHANT_ID)] },
  },
  retCodeType: {
    see: async () => [(await world.pay()).json.ret_code, (await world.pay({ amount: 0 })).json.ret_code],
    shows: { text: ['000000', '010000'], number: [0, 10_000] },
  },
  errorCodeType: {
    see: async () => [
      (await data()).error_code,
      (await data({}, { card_no: '4000000000000002' })).error_code,
    ],
    shows: { text: ['0000', '3005'], number: [0, 3005] },
  },
  okErrorCode: {
    see: async () => [
      (await data()).error_code,
      (await data({}, { card_no: '4000000000000002' })).error_code,
    ],
    shows: {
      '0000': ['0000', '3005'],
      '000000': ['000000', '3005'],
      '0': ['0', '3005'],
      absent: [undefined, '3005'],
    },
  },
  notFound: {
    see: async () => {
      const { status, json } = await world.call(`${BASE}/query`, { trans_id: 'nobody' })
      return [status, json.ret_code, Object.keys(json).includes('data')]
    },
    shows: {
      '400': [400, '206024', false],
      '200': [200, '206024', false],
      '404': [404, '206024', false],
      'no-data': [200, '000000', false],
    },
  },
  refusalLayer: {
    see: async () => {
      const refused = await refund(await held(), 1)
      const invalid = await world.pay({ amount: 0 })
      return [refused.status, without(refused.json, 'ret_msg'), invalid.status, invalid.json.ret_code]
    },
    shows: {
      'ret_code-400': [400, { ret_code: '1006' }, 400, '010000'],
      'ret_code-200': [200, { ret_code: '1006' }, 200, '010000'],
      'error_code-200': [
        200,
        {
          ret_code: '000000',
          data: {
            merchant_id: MERCHANT_ID,
            refund_trans_id: 'r1',
            ori_order_id: expect.stringMatching(/^GW/),
            amount: 1,
            currency: 'EUR',
            status: 'FAILURE',
            error_code: '1006',
            error_description: 'Order has nothing left to refund',
          },
        },
        200,
        '010000',
      ],
    },
  },
  dates: {
    see: async () => (await data({ notify_url: receiver.url })).pay_finish_time,
    shows: {
      '+08:00': '2026-06-01T20:00:00+08:00',
      '+0800': '2026-06-01T20:00:00+0800',
      Z: '2026-06-01T12:00:00.000Z',
      ms: NOW,
    },
  },
  answerSignature: {
    see: async () => {
      const { headers, text } = await world.pay()
      if (!headers.has('x-paykka-sign')) return 'none'
      const lines = [
        ['POST', BASE],
        [' ', ' '],
      ] as const
      return lines.find(([method, path]) => isGenuine(path, headers, text, undefined, method))
    },
    shows: { 'request-line': ['POST', BASE], 'blank-line': [' ', ' '], absent: 'none' },
  },
  signatureEncoding: {
    see: async () => {
      const received = await notice(receiver.url)
      const { headers } = await world.pay()
      return [headers.get('x-paykka-sign'), received?.headers['x-paykka-sign']].map((sign) =>
        /%3D$/.test(String(sign)) ? 'percent' : /==$/.test(String(sign)),
      )
    },
    shows: { percent: ['percent', 'percent'], base64: [true, true] },
  },
  purchaseAnswer: {
    see: async () => {
      const begun = await data({}, STORING)
      const known = await look(String(begun.order_id))
      return [begun.status, begun.token === undefined, known.status, known.token === undefined]
    },
    shows: {
      final: ['SUCCESS', false, 'SUCCESS', false],
      processing: ['PROCESSING', true, 'SUCCESS', false],
    },
  },
  methodWord: {
    see: async () => {
      const { payment } = await data({}, STORING)
      return [(payment as Json).payment_method, (await tokens())[0]?.payment_method]
    },
    shows: { BANKCARD: ['BANKCARD', 'BANKCARD'], BankCard: ['BankCard', 'BankCard'] },
  },
  cardBrandWord: {
    see: async () => {
      const brand = async (card_no: string) => ((await data({}, { card_no })).card_info as Json).card_brand
      return [await brand('4242424242424242'), await brand('5555555555554444')]
    },
    shows: {
      VISA: ['VISA', 'MASTERCARD'],
      Visa: ['Visa', 'Mastercard'],
      visa: ['visa', 'mastercard'],
      MASTER_CARD: ['VISA', 'MASTER_CARD'],
    },
  },
  balances: {
    see: async () => (await data()).balances !== undefined,
    shows: { present: true, absent: false },
  },
  authenticationResult: {
    see: async () => (await data()).authentication_result,
    shows: { absent: undefined, null: null, 'empty-url': { authentication_url: '' } },
  },
  statusAfterPartialCapture: {
    see: async () => {
      const id = await held()
      await capture(id, 400)
      const { status } = await look(id)
      await capture(id, 600)
      return [status, (await look(id)).status]
    },
    shows: {
      AUTHORIZED: ['AUTHORIZED', 'SUCCESS'],
      SUCCESS: ['SUCCESS', 'SUCCESS'],
      PROCESSING: ['PROCESSING', 'SUCCESS'],
    },
  },
  statusAfterCaptureOfRest: {
    see: async () => {
      const id = await held()
      await capture(id, 400)
      await refund(id, 400)
      await capture(id, 600)
      return (await look(id)).status
    },
    shows: { SUCCESS: 'SUCCESS', PARTIALLY_REFUNDED: 'PARTIALLY_REFUNDED' },
  },
  statusAfterPartialVoid: {
    see: async () => {
      const id = await held()
      await empty(id, { amount: 400, currency: 'EUR' })
      const { status } = await look(id)
      await empty(id)
      return [status, (await look(id)).status]
    },
    shows: {
      PARTIALLY_REVERSED: ['PARTIALLY_REVERSED', 'CANCELED'],
      AUTHORIZED: ['AUTHORIZED', 'CANCELED'],
    },
  },
  statusAfterVoidOfRest: {
    see: async () => {
      const id = await held()
      await capture(id, 400)
      await empty(id)
      return (await look(id)).status
    },
    shows: { PARTIALLY_REVERSED: 'PARTIALLY_REVERSED', SUCCESS: 'SUCCESS' },
  },
  statusAfterPartialRefund: {
    see: async () => {
      const id = await orderId()
      await refund(id, 400)
      const { status } = await look(id)
      await refund(id, 600, 'r2')
      return [status, (await look(id)).status]
    },
    shows: {
      PARTIALLY_REFUNDED: ['PARTIALLY_REFUNDED', 'REFUNDED'],
      SUCCESS: ['SUCCESS', 'REFUNDED'],
    },
  },
  statusAfterRefundOfPart: {
    see: async () => {
      const id = await held()
      await capture(id, 400)
      await refund(id, 400)
      return (await look(id)).status
    },
    shows: {
      REFUNDED: 'REFUNDED',
      PARTIALLY_REFUNDED: 'PARTIALLY_REFUNDED',
      AUTHORIZED: 'AUTHORIZED',
    },
  },
  refundAmount: {
    see: async () => {
      const made = await refund(await orderId(), 400)
      const query = await world.call(`${BASE}/refund/query`, { refund_trans_id: 'r1' })
      return [made.json.data.amount, query.json.data.amount]
    },
    shows: { with: [400, 400], without: [undefined, undefined] },
  },
  duplicateRefund: {
    see: async () => {
      const id = await orderId()
      await refund(id, 400)
      const again = await refund(id, 400)
      const { balances } = await look(id)
      return [again.json.ret_code, (balances as Json).refunded_amount]
    },
    shows: { refuse: ['010000', 400], replay: ['000000', 400] },
  },
  tokenStatus: {
    see: async () => {
      await world.pay({}, STORING)
      return (await tokens())[0]?.status
    },
    shows: { ACTIVATE: 'ACTIVATE', ACTIVE: 'ACTIVE', activate: 'activate' },
  },
  tokenListLag: {
    see: async () => {
      const seen: number[] = []
      await world.pay({}, STORING)
      for (const ms of [0, 59_999, 1]) {
        world.clock.advance(ms)
        seen.push((await tokens()).length)
      }
      return seen
    },
    shows: { none: [1, 1, 1], 'newest-missing': [0, 0, 1] },
  },
  walletStoring: {
    see: async () => {
      const payment = { payment_method: 'GOOGLE_PAY', token_data: '{}', ...STORING }
      const direct = await world.pay({ payment })
      await world.call(`${BASE}/session`, { ...SESSION, allowed_payment_methods: ['SEPA'], payment: STORING })
      await payHosted({ method: 'SEPA', store: 'on' })
      return [direct.json.ret_code, world.emulator.ledger().tokens.map(({ method }) => method)]
    },
    shows: { taken: ['2004', ['SEPA']], refused: ['2013', []] },
  },
  hostedConsent: {
    see: async () => {
      await payHosted()
      return world.emulator.ledger().tokens.length
    },
    shows: { asked: 0, implied: 1 },
  },
  duplicateTransId: {
    see: async () => {
      await world.pay({ trans_id: 'twice' })
      const again = await world.pay({ trans_id: 'twice' })
      return [again.json.ret_code, world.emulator.ledger().attempts[0]?.charges]
    },
    shows: { refuse: ['010000', 1], replay: ['000000', 1], charge: ['000000', 2] },
  },
  partialVoid: {
    see: async () => {
      const id = await held()
      await empty(id, { amount: 400, currency: 'EUR' })
      return ((await look(id)).balances as Json).voided_amount
    },
    shows: { taken: 400, ignored: 1000, refused: 0 },
  },
  bodyTimestamp: {
    see: async () => [(await world.pay()).json.ret_msg, (await world.pay({ timestamp: NOW })).json.ret_msg],
    shows: { optional: ['Success', 'Success'], required: ['timestamp is required', 'Success'] },
  },
  returnMethod: {
    see: async () => {
      const back = await payHosted()
      const form = /action="([^"]*)"/.exec(await back.text())?.[1]
      return [back.status, (back.headers.get('location') ?? form)?.replace(/GW\d+/, 'GW')]
    },
    shows: {
      GET: [303, SESSION.return_url],
      'GET-with-params': [303, 'https://shop.example/return?a=%20b&trans_id=session&order_id=GW#top'],
      POST: [200, SESSION.return_url],
    },
  },
  notifyKey: {
    see: async () => {
      const json = (await notice(receiver.url))?.json
      return [json?.notify_type, json?.event_type]
    },
    shows: {
      notify_type: ['PAYMENT.SUCCESS', undefined],
      event_type: [undefined, 'PAYMENT.SUCCESS'],
    },
  },
  noticePath: {
    see: async () => {
      const received = await notice(`${receiver.url}?from=paykka`)
      const paths = ['/paykka/notifications', '/paykka/notifications?from=paykka']
      return paths.find((path) => received && isGenuine(path, received.headers, received.body))
    },
    shows: { path: '/paykka/notifications', 'path-and-query': '/paykka/notifications?from=paykka' },
  },
  retriedNotice: {
    see: async () => {
      const second = await notice(receiver.url, 2)
      const first = receiver.received[0]
      return [
        first?.headers['x-paykka-nonce'] === second?.headers['x-paykka-nonce'],
        Number(second?.headers['x-paykka-timestamp']) - NOW,
      ]
    },
    shows: { 'new-stamp': [false, 1_000], 'same-stamp': [true, 0] },
  },
  disputeNotice: {
    see: async () => {
      await world.pay({ trans_id: 'disputed', notify_url: receiver.url })
      const body = JSON.stringify({ transId: 'disputed' })
      const headers = { 'content-type': 'application/json' }
      await fetch(`${world.emulator.url}/emulator/disputes`, { method: 'POST', headers, body })
      world.clock.advance(0)
      await world.emulator.idle()
      const dispute = receiver.received.find(({ json }) => json.event_type === 'DISPUTE')
      return dispute?.headers['x-paykka-appid']
    },
    shows: { unsigned: undefined, signed: APP_ID },
  },
}

async function listForm(): Promise<string> {
  await world.pay({}, STORING)
  return Array.isArray(await tokens()) ? 'list' : 'no list'
}

const entries = Object.entries(LOOKS) as [keyof Dialect, Look<string>][]

describe.each(entries)('%s', (key, { see, shows }) => {
  test.each(DIALECTS[key].readings.map((reading) => [reading]))('%s', async (reading) => {
    world.emulator.setDialect({ [key]: reading })
    expect(await see()).toEqual(shows[reading])
  })

  test('no two readings show the same', () => {
    const shown = Object.values(shows).map((value) => JSON.stringify(value) ?? 'undefined')
    expect(new Set(shown).size).toBe(DIALECTS[key].readings.length)
  })
})

describe('switching', () => {
  const url = () => `${world.emulator.url}/emulator/dialect`
  const post = (change: unknown) =>
    fetch(url(), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(change),
    })

  test('names the readings in use, and the table', async () => {
    const answer = (await (await fetch(url())).json()) as Json
    expect(answer).toEqual({ dialect: world.emulator.dialect(), table: DIALECTS })
  })

  test('what is not named goes back to the start', async () => {
    world.emulator.setDialect({ dates: 'Z', numbers: 'text' })
    expect(await (await post({ dates: 'ms' })).json()).toMatchObject({
      dialect: { dates: 'ms', numbers: 'numbers' },
    })
    await post({})
    expect(world.emulator.dialect()).toMatchObject({ dates: '+08:00', numbers: 'numbers' })
  })

  test('the start may differ; a reset returns to it', async () => {
    const other = await startWorld({ dialect: { dates: 'Z' } })
    other.emulator.setDialect({ dates: 'ms' })
    other.emulator.reset()
    expect(other.emulator.dialect().dates).toBe('Z')
    await other.emulator.close()
  })

  test.each([
    [{ dates: 'UTC' }, 'dates must be one of +08:00, +0800, Z, ms'],
    [{ date: 'Z' }, 'date is not a known field'],
  ])('refuses %j', async (change, error) => {
    const answer = await post(change)
    expect([answer.status, await answer.json()]).toEqual([400, { error }])
    expect(() => world.emulator.setDialect(change as Partial<Dialect>)).toThrow(error)
  })
})

test('docs/guides/testing.md has the table', () => {
  const page = readFileSync(new URL('../../../docs/guides/testing.md', import.meta.url), 'utf8')
  const rows = page.split('\n').filter((line) => /^\| `\w+` \| `.*` · `/.test(line))
  const code = (word: string) => `\`${word}\``
  expect(rows).toEqual(
    Object.entries(DIALECTS).map(
      ([key, { about, readings }]) => `| ${code(key)} | ${readings.map(code).join(' · ')} | ${about} |`,
    ),
  )
})
