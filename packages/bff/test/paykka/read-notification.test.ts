/** What is read of a notification: nothing that is not signed, and of the rest only text in the form it must have. */
import { describe, expect, it } from 'vitest'
import type { PaykkaConfig } from '../../src/config/config.ts'
import { createNotificationReader } from '../../src/paykka/read-notification.ts'
import { sign } from '../../src/paykka/signature.ts'
import type { PaykkaNotification } from '../../src/payments/notifications/notification.ts'
import { ringOf } from '../support/key-ring.ts'
import { rsaPair } from '../support/keys.ts'

const PATH = '/paykka/notifications'
const own = rsaPair('platform')
const config = { appId: 'app', merchantId: 'M1', keys: ringOf(own) } as PaykkaConfig
const read = createNotificationReader(config, PATH)

type Change = {
  headers?: Record<string, string | string[] | undefined>
  query?: string
  path?: string
  timestamp?: string
  bytes?: Uint8Array
}

/** A genuine notification, and then the changes of each case. */
async function reported(body: unknown, change: Change = {}): Promise<PaykkaNotification | string> {
  const bytes = change.bytes ?? Buffer.from(JSON.stringify(body))
  const timestamp = change.timestamp ?? '1800000000000'
  const parts = { method: 'POST', path: change.path ?? PATH, timestamp, nonce: 'n1', body: bytes }
  const headers = {
    'x-paykka-appid': 'app',
    'x-paykka-timestamp': timestamp,
    'x-paykka-nonce': 'n1',
    'x-paykka-sign-alg': 'SHA256_WITH_RSA',
    'x-paykka-sign': await sign(parts, own.privateKey),
    ...change.headers,
  }
  return read({ headers, query: change.query ?? '', body: bytes })
}

const notificationOf = async (body: object, change?: Change) =>
  (await reported(body, change)) as PaykkaNotification
const PAYMENT = { notify_type: 'PAYMENT.SUCCESS', merchant_id: 'M1', trans_id: 'T1', order_id: 'GW1' }
const DISPUTE = { notify_type: 'DISPUTE.CREATED', merchant_id: 'M1', order_id: 'GW1' }
const UNSIGNED: Change = { headers: { 'x-paykka-sign': undefined } }

describe('who said it', () => {
  const cases: [string, Change, boolean][] = [
    ['as PayKKa signs', {}, true],
    ["without the app's header, which is not signed", { headers: { 'x-paykka-appid': undefined } }, true],
    ['for another app', { headers: { 'x-paykka-appid': 'other' } }, false],
    ['for an app twice', { headers: { 'x-paykka-appid': ['app', 'app'] } }, false],
    ['under another algorithm', { headers: { 'x-paykka-sign-alg': 'none' } }, false],
    ['without an algorithm', { headers: { 'x-paykka-sign-alg': undefined } }, false],
    ['with two signatures', { headers: { 'x-paykka-sign': ['a', 'b'] } }, false],
    ['with another nonce', { headers: { 'x-paykka-nonce': 'n2' } }, false],
    ['at a time of ten digits', { timestamp: '1800000000' }, true],
    ['at a time of fifteen', { timestamp: '180000000000000' }, true],
    ['at a time of nine', { timestamp: '180000000' }, false],
    ['at a time of sixteen', { timestamp: '1800000000000000' }, false],
    ['at a time with more before it', { timestamp: 'x1800000000000' }, false],
    ['at a time with more after it', { timestamp: '1800000000000x' }, false],
    ['at a time in a list', { headers: { 'x-paykka-timestamp': ['1800000000000'] } }, false],
    ['for another path', { path: '/other' }, false],
    ['for our path, with a query that is not signed', { query: 'a=1' }, true],
    ['for our path with its query', { query: 'a=1', path: `${PATH}?a=1` }, true],
    ['for our path with another query', { query: 'a=1', path: `${PATH}?a=2` }, false],
    ['for our path with a query that did not come', { path: `${PATH}?` }, false],
  ]
  it.each(cases)('%s: genuine %s', async (_name, change, genuine) => {
    const read = await reported(PAYMENT, change)
    expect(read).toEqual(genuine ? expect.objectContaining({ verified: true }) : 'forged')
  })

  it('needs a signature, except for a dispute, whose notification PayKKa documents without one', async () => {
    expect(await reported(PAYMENT, UNSIGNED)).toBe('forged')
    expect(await notificationOf(DISPUTE, UNSIGNED)).toMatchObject({
      verified: false,
      dispute: { verified: false },
    })
    expect(await notificationOf(DISPUTE)).toMatchObject({ verified: true, dispute: { verified: true } })
    const wrong = { headers: { 'x-paykka-sign': 'AAAA' } }
    expect(await reported(DISPUTE, wrong)).toBe('forged')
    for (const notify_type of ['PRE.DISPUTE', 'PAYMENT.DISPUTE'])
      expect(await reported({ ...DISPUTE, notify_type }, UNSIGNED)).toBe('forged')
  })

  const bodies: [string, Uint8Array][] = [
    ['no JSON', Buffer.from('{"a"')],
    ['null', Buffer.from('null')],
    ['a list', Buffer.from('[]')],
    ['text', Buffer.from('"DISPUTE"')],
    ['nothing', Buffer.from('')],
    ['a byte that is no UTF-8', Buffer.from([0x22, 0xff, 0x22])],
    ['such a byte in an object', Buffer.from([...Buffer.from('{"a":"'), 0xff, ...Buffer.from('"}')])],
  ]
  it.each(bodies)('that holds %s is unreadable when signed, else forged', async (_name, bytes) => {
    expect(await reported(undefined, { bytes })).toBe('unreadable')
    expect(await reported(undefined, { ...UNSIGNED, bytes })).toBe('forged')
  })
})

describe('what it is about', () => {
  it('is taken whole', async () => {
    const { id, ...rest } = await notificationOf(PAYMENT)
    expect(id).toMatch(/^ntc_[\w-]{22}$/)
    const facts = { kind: 'payment', type: 'PAYMENT.SUCCESS', verified: true, ours: true }
    expect(rest).toEqual({ ...facts, transId: 'T1', gatewayOrderId: 'GW1' })
  })

  it.each([
    ['PAYMENT.SUCCESS', 'payment'],
    ['payment_failed', 'payment'],
    ['REFUND.SUCCESS', 'refund'],
    ['DISPUTE_CREATED', 'dispute'],
    ['dispute', 'dispute'],
    ['PAYMENTS', 'other'],
    ['TOKEN.PAYMENT', 'other'],
  ])('%s is of the kind %s', async (notify_type, kind) => {
    expect(await notificationOf({ ...PAYMENT, notify_type })).toMatchObject({ kind, type: notify_type })
  })

  it('may be named by another member, or not at all', async () => {
    const unnamed = { ...PAYMENT, notify_type: undefined }
    expect(await notificationOf({ ...unnamed, event_type: 'REFUND.OK' })).toMatchObject({
      kind: 'refund',
      type: 'REFUND.OK',
    })
    expect(await notificationOf(unnamed)).toMatchObject({ kind: 'other', type: 'unknown' })
  })

  it('names the order that was paid, not the one that is new', async () => {
    const both = await notificationOf({ ...PAYMENT, ori_order_id: 'GW0' })
    expect(both.gatewayOrderId).toBe('GW0')
  })

  it("names a refund by our id, else by PayKKa's", async () => {
    expect(await notificationOf({ ...PAYMENT, refund_order_id: 'B' })).toMatchObject({ refundId: 'B' })
    expect(await notificationOf({ ...PAYMENT, refund_order_id: 'B', refund_trans_id: 'A' })).toMatchObject({
      refundId: 'A',
    })
  })

  it.each(['M2', 1, ['M1']])('is not ours for the merchant %j', async (merchant_id) => {
    expect(await notificationOf({ ...PAYMENT, merchant_id })).toMatchObject({ ours: false })
  })

  it.each(['', undefined, null])('is ours for the merchant %j: it names no other', async (merchant_id) => {
    expect(await notificationOf({ ...PAYMENT, merchant_id })).toMatchObject({ ours: true })
  })

  it('takes a number for an id', async () => {
    expect(await notificationOf({ ...PAYMENT, trans_id: 174293243204402 })).toMatchObject({
      transId: '174293243204402',
    })
  })

  it.each(['', 'a b', '<T1', 'T1>', 'a'.repeat(65), 0.5, null, ['T1'], { a: 1 }])(
    'takes no %j for an id',
    async (id) => {
      const notice = await notificationOf({ ...PAYMENT, trans_id: id, order_id: id, refund_trans_id: id })
      for (const name of ['transId', 'gatewayOrderId', 'refundId']) expect(notice).not.toHaveProperty(name)
    },
  )

  it('takes an id of 64 characters, with all that may be in one', async () => {
    const id = `a.:+-_${'9'.repeat(58)}`
    expect(await notificationOf({ ...PAYMENT, trans_id: id })).toMatchObject({ transId: id })
  })

  it('has the same id whenever it says the same, and another when it says anything else', async () => {
    const all = {
      ...DISPUTE,
      trans_id: 'T1',
      status: 'S',
      refund_trans_id: 'R',
      dispute_id: 'D',
      dispute_stage: 'X',
    }
    const id = async (changes: object, change?: Change) =>
      (await notificationOf({ ...all, ...changes }, change)).id
    expect(await id({ amount: 5 }, { timestamp: '1800000000001' })).toBe(await id({}))
    const names = [
      'merchant_id',
      'trans_id',
      'order_id',
      'status',
      'refund_trans_id',
      'dispute_id',
      'dispute_stage',
    ]
    const ids = await Promise.all(names.map((name) => id({ [name]: 'other' })))
    ids.push(await id({}), await id({}, UNSIGNED), await id({ notify_type: 'DISPUTE.CLOSED' }))
    expect(new Set(ids).size).toBe(names.length + 3)
  })
})

describe('a dispute', () => {
  const disputeOf = async (changes: object) => (await notificationOf({ ...DISPUTE, ...changes })).dispute

  it('is reported with its known facts', async () => {
    const reported = {
      dispute_id: 'D1',
      dispute_stage: 'CHARGEBACK',
      reason_code: '10.4',
      due_time: '2026-06-01 12:00:00',
      dispute_amount: 500,
      dispute_currency: 'EUR',
    }
    expect(await disputeOf(reported)).toEqual({
      verified: true,
      id: 'D1',
      stage: 'CHARGEBACK',
      reason: '10.4',
      dueTime: '2026-06-01 12:00:00',
      amount: { value: 500, currency: 'EUR' },
    })
    expect(await disputeOf({})).toEqual({ verified: true })
    expect(await notificationOf(PAYMENT)).not.toHaveProperty('dispute')
  })

  const ARN = '7'.repeat(23)
  it.each([
    [ARN, ARN],
    [`${ARN}7`, undefined],
    [ARN.slice(1), undefined],
    [` ${ARN}`, undefined],
    [Number(ARN), undefined],
    ['x'.repeat(23), undefined],
  ])('has the acquirer reference number %j as %j', async (arn, read) => {
    expect((await disputeOf({ arn }))?.arn).toBe(read)
  })

  it.each([
    [1_780_315_200_000, '2026-06-01T12:00:00.000Z'],
    ['1780315200000', '1780315200000'],
    [178_031_520_000, undefined],
    [17_803_152_000_000, undefined],
    ['4242424242424242', undefined],
    ['tomorrow', undefined],
  ])('has the due time %j as %j', async (due_time, read) => {
    expect((await disputeOf({ due_time }))?.dueTime).toBe(read)
  })

  it('counts as another notification when its due time changes', async () => {
    const of = async (due_time?: string) => (await notificationOf({ ...DISPUTE, due_time })).id
    const ids = [await of(), await of('2026-06-01'), await of('2026-06-02')]
    expect(new Set(ids).size).toBe(3)
    expect(await of('2026-06-01')).toBe(ids[1])
  })

  it.each(['2026-06-01T12:00:00.000+02:00', '20260601', '2026-06-01 12:00:00 Z', '1'.repeat(40)])(
    'is due at %j',
    async (due_time) => expect(await disputeOf({ due_time })).toMatchObject({ dueTime: due_time }),
  )

  it('is due at a moment in milliseconds', async () => {
    expect(await disputeOf({ due_time: 1_780_315_200_000 })).toMatchObject({
      dueTime: '2026-06-01T12:00:00.000Z',
    })
  })

  it.each(['tomorrow', '2026060', '1'.repeat(41), 'x20260601', '20260601x', 20260601, null])(
    'is not due at %j',
    async (due_time) => expect(await disputeOf({ due_time })).toEqual({ verified: true }),
  )

  const amounts: [unknown, unknown][] = [
    [0, 'EUR'],
    [-1, 'EUR'],
    [0.5, 'EUR'],
    [2 ** 53, 'EUR'],
    ['x', 'EUR'],
    [undefined, 'EUR'],
    [500, 'XXX'],
    [500, undefined],
  ]
  it.each(amounts)('is not of the amount %j %j', async (dispute_amount, dispute_currency) => {
    expect(await disputeOf({ dispute_amount, dispute_currency })).toEqual({ verified: true })
  })
})
