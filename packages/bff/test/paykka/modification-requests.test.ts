/** Captures, voids and refunds: the exact bytes that go out, and what each answer is taken for. */
import { describe, expect, it } from 'vitest'
import type { PaykkaConfig } from '../../src/config/config.ts'
import type { RawResponse } from '../../src/paykka/envelope.ts'
import { createModifications } from '../../src/paykka/modification-requests.ts'
import type { PaykkaClient } from '../../src/paykka/paykka-client.ts'
import { LostError, NotSentError } from '../../src/paykka/paykka-client.ts'

const NOW = 1_800_000_000_000
const amount = { value: 500, currency: 'EUR' }
const REFUND = { transId: 'R1', orderId: 'GW1', amount, reason: 'duplicate', sendBefore: NOW + 1 }
const CAPTURE = { orderId: 'GW1', amount, final: true, sendBefore: NOW + 1 }
const VOID = { orderId: 'GW1', amount, whole: true, reason: 'not captured, in time', sendBefore: NOW + 1 }

const answer = (body: unknown, changes: Partial<RawResponse> = {}): RawResponse => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  signature: 'valid',
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
  ...changes,
})
const yes = (data: unknown) => answer({ ret_code: '000000', data })
const refunded = (changes: Record<string, unknown> = {}) =>
  yes({ refund_trans_id: 'R1', amount: 500, status: 'SUCCESS', ...changes })

type Sent = { path: string; body: unknown; sendBefore: number | undefined }

/** A gateway that gives these answers, one after the other, and remembers what it was sent. */
function gateway(answers: (RawResponse | Error)[], config: Partial<PaykkaConfig> = {}) {
  const sent: Sent[] = []
  const post: PaykkaClient['post'] = async (path, body, sendBefore) => {
    sent.push({ path, body: JSON.parse(body.toString()), sendBefore })
    const next = answers.shift()
    if (next === undefined || next instanceof Error) throw next ?? new Error('asked too often')
    return next
  }
  const operations = createModifications({
    client: { post, close: async () => {} },
    config: {
      merchantId: 'M1',
      sendTimestamp: false,
      declineCodes: {},
      refusalCodes: [],
      ...config,
    } as PaykkaConfig,
    notifyUrl: 'https://pay.shop.example/paykka/notifications',
    now: () => NOW,
  })
  return { operations, sent }
}

describe('what is sent', () => {
  const orders: [string, (run: ReturnType<typeof gateway>['operations']) => unknown, string, object][] = [
    [
      'a capture',
      (run) => run.capture(CAPTURE),
      '/v3/payment/acq/capture',
      { merchant_id: 'M1', order_id: 'GW1', amount: 500, currency: 'EUR', capture_final: true },
    ],
    [
      'a whole void, which has no amount',
      (run) => run.void(VOID),
      '/v3/payment/acq/void',
      { merchant_id: 'M1', order_id: 'GW1', reason: 'NOT_CAPTURED_IN_TIME' },
    ],
    [
      'a void of a part',
      (run) => run.void({ ...VOID, whole: false }),
      '/v3/payment/acq/void',
      { merchant_id: 'M1', order_id: 'GW1', reason: 'NOT_CAPTURED_IN_TIME', amount: 500, currency: 'EUR' },
    ],
    [
      'a refund to a person',
      (run) =>
        run.refund({
          ...REFUND,
          customer: {
            firstName: 'Ana',
            lastName: 'Cruz',
            email: 'ana@example.com',
            phoneAreaCode: '63',
            phoneNumber: '9171234567',
          },
        }),
      '/v3/payment/acq/refund',
      {
        merchant_id: 'M1',
        refund_trans_id: 'R1',
        ori_order_id: 'GW1',
        refund_amount: 500,
        currency: 'EUR',
        reason: 'DUPLICATE',
        notify_url: 'https://pay.shop.example/paykka/notifications',
        customer: {
          first_name: 'Ana',
          last_name: 'Cruz',
          email: 'ana@example.com',
          area_code: '63',
          phone_number: '9171234567',
        },
      },
    ],
    [
      'a refund',
      (run) => run.refund(REFUND),
      '/v3/payment/acq/refund',
      {
        merchant_id: 'M1',
        refund_trans_id: 'R1',
        ori_order_id: 'GW1',
        refund_amount: 500,
        currency: 'EUR',
        reason: 'DUPLICATE',
        notify_url: 'https://pay.shop.example/paykka/notifications',
      },
    ],
  ]
  it.each(orders)('for %s', async (_name, order, path, body) => {
    const { operations, sent } = gateway([yes(null)])
    await order(operations)
    expect(sent).toEqual([{ path, body, sendBefore: NOW + 1 }])
  })

  it('for a question about a refund', async () => {
    const { operations, sent } = gateway([refunded()])
    await operations.queryRefund(REFUND)
    const body = { merchant_id: 'M1', refund_trans_id: 'R1' }
    expect(sent).toEqual([{ path: '/v3/payment/acq/refund/query', body, sendBefore: undefined }])
  })

  it('has the time in it only where that is configured', async () => {
    const { operations, sent } = gateway([yes(null)], { sendTimestamp: true })
    await operations.capture(CAPTURE)
    expect(sent[0]?.body).toMatchObject({ timestamp: NOW })
  })

  it.each([
    ['duplicate', 'DUPLICATE'],
    ['fraudulent', 'FRAUDULENT'],
    ['requested_by_customer', 'REQUESTED_BY_CUSTOMER'],
    ['other', 'OTHER'],
    ['did not like it', 'OTHER'],
  ])('gives the reason %j as %s', async (reason, word) => {
    const { operations, sent } = gateway([yes(null)])
    await operations.refund({ ...REFUND, reason })
    expect(sent[0]?.body).toMatchObject({ reason: word })
  })
})

describe('a capture or void', () => {
  const answers: [string, RawResponse, unknown][] = [
    ['a yes without content', answer(''), { kind: 'accepted' }],
    ['a yes in words', yes({ any: 'thing' }), { kind: 'accepted' }],
    [
      'a yes nobody signed',
      answer('', { signature: 'invalid' }),
      { kind: 'unknown', reason: 'bad_signature' },
    ],
    [
      'no content under another status',
      answer('', { status: 400 }),
      { kind: 'unknown', reason: 'unreadable_body' },
    ],
    ['something else than JSON', answer('<p>'), { kind: 'unknown', reason: 'unreadable_body' }],
    ['an error inside', answer('', { status: 500 }), { kind: 'unknown', reason: 'http_500' }],
    ['too often', answer('', { status: 429 }), { kind: 'refused', reason: 'busy', gatewayCode: 'http_429' }],
    ['a yes without content, by its status', answer('', { status: 204 }), { kind: 'accepted' }],
    ['a yes without data', answer({ ret_code: '000000', ret_msg: 'Success' }), { kind: 'accepted' }],
    ['a yes that is a number', answer({ ret_code: 0 }), { kind: 'accepted' }],
    [
      'no such order',
      answer({ ret_code: '206024' }),
      { kind: 'refused', reason: 'invalid_request', gatewayCode: '206024' },
    ],
    [
      'a yes under another status',
      answer({ ret_code: '000000' }, { status: 400 }),
      { kind: 'unknown', reason: 'http_400' },
    ],
    [
      'a refusal',
      answer({ ret_code: '1001' }),
      { kind: 'refused', reason: 'configuration', gatewayCode: '1001' },
    ],
  ]
  it.each(answers)('that is answered with %s', async (_name, response, expected) => {
    expect(await gateway([response]).operations.capture(CAPTURE)).toEqual(expected)
    expect(await gateway([response]).operations.void(VOID)).toEqual(expected)
  })
})

describe('a refund', () => {
  const states: [string, string][] = [
    ['SUCCESS', 'succeeded'],
    ['PROCESSING', 'processing'],
    ['REVIEWING', 'reviewing'],
    ['FAILURE', 'failed'],
    ['SOMETHING_NEW', 'processing'],
  ]
  const names: [unknown, string | undefined][] = [
    ['RF20260601', 'RF20260601'],
    ['R1', undefined],
    ['4242424242424242', undefined],
    ['xRF1', undefined],
    ['RF-1', undefined],
    [`RF${'1'.repeat(62)}`, `RF${'1'.repeat(62)}`],
    [`RF${'1'.repeat(63)}`, undefined],
  ]
  it.each(names)("of PayKKa's id %j keeps %j", async (refund_order_id, id) => {
    const read = await gateway([refunded({ refund_order_id })]).operations.queryRefund(REFUND)
    expect(read).toEqual({
      kind: 'refund',
      state: 'succeeded',
      gatewayStatus: 'SUCCESS',
      ...(id && { gatewayRefundId: id }),
    })
  })

  it("keeps PayKKa's words of a failure alone", async () => {
    const words = { error_description: 'Account closed' }
    const read = (status: string) => gateway([refunded({ status, ...words })]).operations.queryRefund(REFUND)
    expect(await read('FAILURE')).toMatchObject({ state: 'failed', gatewayMessage: 'Account closed' })
    expect(await read('SUCCESS')).not.toHaveProperty('gatewayMessage')
  })

  it.each(states)('%s is %s', async (status, state) => {
    const expected = { kind: 'refund', state, gatewayStatus: status }
    expect(await gateway([refunded({ status })]).operations.refund(REFUND)).toEqual(expected)
    expect(await gateway([refunded({ status })]).operations.queryRefund(REFUND)).toEqual(expected)
  })

  const unknown = (reason: string) => ({ kind: 'unknown', reason })
  const lies: [string, RawResponse, unknown][] = [
    ['no content', answer(''), unknown('unreadable_body')],
    ['no data', yes(null), { kind: 'not_found' }],
    ['an empty list', yes([]), { kind: 'not_found' }],
    ['a list', yes([1]), unknown('no_data')],
    ['another refund', refunded({ refund_trans_id: 'R2' }), unknown('mismatch_refund_trans_id')],
    ['another amount', refunded({ amount: 501 }), unknown('mismatch_amount')],
    ['another amount under another name', refunded({ refund_amount: 501 }), unknown('mismatch_amount')],
    ['an amount that is none', refunded({ amount: '5.00' }), unknown('mismatch_amount')],
    ['another currency', refunded({ currency: 'USD' }), unknown('mismatch_currency')],
    ['another merchant', refunded({ merchant_id: 'M2' }), unknown('mismatch_merchant_id')],
    ['no id', refunded({ refund_trans_id: undefined }), unknown('mismatch_refund_trans_id')],
    ['no status', refunded({ status: undefined }), unknown('unlisted_status')],
    ['more before the status', refunded({ status: '1SUCCESS' }), unknown('unlisted_status')],
    ['more after the status', refunded({ status: 'SUCCESS1' }), unknown('unlisted_status')],
    ['a list as status', refunded({ status: ['SUCCESS'] }), unknown('unlisted_status')],
    ['a long status', refunded({ status: 'S'.repeat(33) }), unknown('unlisted_status')],
    ['a refusal', answer({ ret_code: '206024' }), { kind: 'not_found' }],
  ]
  it.each(lies)('is not believed with %s', async (_name, response, expected) => {
    expect(await gateway([response, response]).operations.queryRefund(REFUND)).toEqual(expected)
  })

  const shapes: [string, Record<string, unknown>][] = [
    ['without an amount', { amount: undefined }],
    ['with an amount as text', { amount: '500' }],
    ['with its amount under another name', { amount: undefined, refund_amount: 500 }],
    ['with its merchant', { merchant_id: 'M1' }],
    ['with a status in small letters', { status: 'success' }],
  ]
  it.each(shapes)('is taken %s', async (_name, changes) => {
    const reported = { kind: 'refund', state: 'succeeded', gatewayStatus: 'SUCCESS' }
    expect(await gateway([refunded(changes)]).operations.refund(REFUND)).toEqual(reported)
    expect(await gateway([refunded(changes)]).operations.queryRefund(REFUND)).toEqual(reported)
    const flat = { ret_code: '000000', refund_trans_id: 'R1', amount: 500, status: 'SUCCESS', ...changes }
    expect(await gateway([answer(flat)]).operations.refund(REFUND)).toEqual(reported)
  })

  const yeses: [string, RawResponse][] = [
    ['no content', answer('', { status: 204 })],
    ['an empty 200', answer('')],
    ['a bare yes', answer({ ret_code: '000000', ret_msg: 'Success' })],
    ['a yes without data', yes(null)],
    ['a yes that names no refund', yes({ status: 'PROCESSING' })],
  ]
  it.each(yeses)(
    'that is answered with %s is accepted, and its result is asked for',
    async (_name, reported) => {
      expect(await gateway([reported]).operations.refund(REFUND)).toEqual({ kind: 'accepted' })
    },
  )

  it('that failed by 999999 is not known to have failed before a query says so', async () => {
    const broken = () => gateway([refunded({ status: 'FAILURE', error_code: '999999' })]).operations
    expect(await broken().refund(REFUND)).toEqual(unknown('error_code_999999'))
    expect(await broken().queryRefund(REFUND)).toMatchObject({ kind: 'refund', state: 'failed' })
  })

  it("keeps the gateway's code only in the form a code has", async () => {
    const reported = { kind: 'refund', state: 'failed', gatewayStatus: 'FAILURE' }
    const codeOf = (error_code: unknown) =>
      gateway([refunded({ status: 'FAILURE', error_code })]).operations.refund(REFUND)
    for (const code of ['9001', 9001])
      expect(await codeOf(code)).toEqual({ ...reported, gatewayCode: '9001' })
    for (const other of ['4242424242424242', [9001], '', undefined])
      expect(await codeOf(other)).toEqual(reported)
  })
})

describe('a lost request', () => {
  const lost = new LostError('timeout')
  const unsent = new NotSentError('ECONNREFUSED')
  const runs: [string, 'order' | 'question', (RawResponse | Error)[], unknown, number][] = [
    [
      'an order that may have arrived is not sent again',
      'order',
      [lost],
      { kind: 'unknown', reason: 'timeout' },
      1,
    ],
    ['an order that never left is sent once more', 'order', [unsent, refunded()], { kind: 'refund' }, 2],
    ['… and once only', 'order', [unsent, unsent], { kind: 'not_sent', reason: 'ECONNREFUSED' }, 2],
    ['an order that was not understood is not sent again', 'order', [answer('?')], { kind: 'unknown' }, 1],
    [
      'an order the code broke on is not known',
      'order',
      [new Error('x')],
      { kind: 'unknown', reason: 'unexpected_error' },
      1,
    ],
    ['a question is asked again when it was lost', 'question', [lost, refunded()], { kind: 'refund' }, 2],
    ['a question is asked again when it never left', 'question', [unsent, refunded()], { kind: 'refund' }, 2],
    ['… and once only ', 'question', [lost, lost], { kind: 'unknown', reason: 'timeout' }, 2],
    [
      'a question with an answer is not asked again',
      'question',
      [answer({ ret_code: '206024' })],
      { kind: 'not_found' },
      1,
    ],
  ]
  it.each(runs)('%s', async (_name, what, answers, expected, times) => {
    const { operations, sent } = gateway(answers)
    const run = what === 'order' ? operations.refund(REFUND) : operations.queryRefund(REFUND)
    expect(await run).toMatchObject(expected as object)
    expect(sent).toHaveLength(times)
    expect(new Set(sent.map((request) => JSON.stringify(request))).size).toBe(1)
  })
})
