/** Every code that PayKKa documents, in both layers, under both statuses: a refusal, for any order. */
import { describe, expect, it } from 'vitest'
import type { PaykkaConfig } from '../../src/config/config.ts'
import type { RawResponse } from '../../src/paykka/envelope.ts'
import { readSessionAnswer } from '../../src/paykka/hosted-session.ts'
import { createModifications } from '../../src/paykka/modification-requests.ts'
import { createTokens } from '../../src/paykka/tokens.ts'
import type { Changes } from '../support/gateway-answers.ts'
import { data, read, response } from '../support/gateway-answers.ts'
import { MERCHANT_ID } from '../support/merchant.ts'

const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => String(from + index))

/** Source: PayKKa "Response code" (old and new) and "Transaction error code", as far as they can be read. */
const RET_CODES = ['010000', ...range(206001, 206008), '206011', '206017', '206020', '206021', '206022']
const MORE_RET_CODES = ['206024', '210001', '210002', '210003', '210004', '210069']
const ERROR_CODES = [...range(1000, 1022), ...range(2000, 2018), '2099']
const ALL = [...RET_CODES, ...MORE_RET_CODES, ...ERROR_CODES]

const CARD = new Set(['2006', '206022', '2099'])
const UNREADABLE = new Set(['2003', '2004', '2005', '206020', '206021'])
const DOUBTED = new Set(['010000', '2018', '206024', '210004', '210069'])

const json = (body: unknown) => JSON.stringify(body)
const failed = (error_code: string) => ({ status: 'FAILURE', error_code, error_description: 'no' })

/** Where the code may lie. */
const LAYERS: [string, (code: string) => Changes][] = [
  ['ret_code at 200', (code) => ({ body: json({ ret_code: code, ret_msg: 'no' }) })],
  ['ret_code at 400', (code) => ({ status: 400, body: json({ ret_code: code, ret_msg: 'no' }) })],
  [
    'ret_code at 400, as a number',
    (code) => ({ status: 400, body: json({ ret_code: Number(code), ret_msg: 'no', data: null }) }),
  ],
  [
    'error_code at 200',
    (code) => ({ body: json({ ret_code: '000000', ret_msg: 'Success', data: data(failed(code)) }) }),
  ],
  ['error_code at 200, flat', (code) => ({ body: json({ ret_code: '000000', ...data(failed(code)) }) })],
  [
    'error_code at 200, without a status',
    (code) => ({ body: json({ ret_code: '000000', data: data({ ...failed(code), status: undefined }) }) }),
  ],
  [
    'error_code at 400, in the data',
    (code) => ({ status: 400, body: json({ ret_code: '010000', data: failed(code) }) }),
  ],
  [
    'error_code at 400, beside ret_code',
    (code) => ({ status: 400, body: json({ ret_code: '000000', error_code: code }) }),
  ],
  ['error_code at 400, alone', (code) => ({ status: 400, body: json({ error_code: code }) })],
]

const SIGNED: RawResponse['signature'][] = ['valid', 'unchecked']

const config = { merchantId: MERCHANT_ID, declineCodes: {}, refusalCodes: [] } as unknown as PaykkaConfig
const parts = (answer: RawResponse) => ({
  client: { post: async () => answer, close: async () => {} },
  config,
  notifyUrl: 'https://pay.shop.example/paykka/notifications',
  now: () => 1,
})
const ABOUT = { orderId: 'GW1', amount: { value: 1099, currency: 'EUR' }, sendBefore: 2 }

/** Every order but a purchase. */
const ORDERS: [string, (answer: RawResponse) => Promise<{ kind: string }>][] = [
  ['a capture', (answer) => createModifications(parts(answer)).capture({ ...ABOUT, final: true })],
  ['a void', (answer) => createModifications(parts(answer)).void({ ...ABOUT, whole: true, reason: 'other' })],
  [
    'a refund',
    (answer) => createModifications(parts(answer)).refund({ ...ABOUT, transId: 'R1', reason: 'other' }),
  ],
  ['a removal', (answer) => createTokens(parts(answer)).removeToken('TK1', 'anna')],
  ["an agreement's end", (answer) => createTokens(parts(answer)).cancelAgreement('RA1', 'anna')],
]

const reasonOf = (code: string) => {
  if (UNREADABLE.has(code)) return 'card_unreadable'
  return DOUBTED.has(code) ? 'invalid_request' : 'configuration'
}

/** A payment that was made and has failed is a decline, unless its code blames the card's ciphertext or the account. */
const isDecline = (code: string, layer: string) =>
  CARD.has(code) || (layer.startsWith('error_code at 200') && DOUBTED.has(code))

describe.each(LAYERS)('%s', (layer, changes) => {
  it.each(ALL)('%s refuses a purchase', (code) => {
    for (const signature of SIGNED) {
      const answer = read({ ...changes(code), signature })
      const expected = isDecline(code, layer)
        ? { kind: 'state', state: { status: 'declined' }, facts: { gatewayCode: code } }
        : { kind: 'refused', gatewayCode: code, reason: reasonOf(code) }
      expect(answer).toMatchObject(expected)
    }
  })

  it.each(ALL)('%s refuses every other order', async (code) => {
    for (const signature of SIGNED) {
      const answer = response({ ...changes(code), signature })
      for (const [, order] of ORDERS) expect((await order(answer)).kind).toMatch(/^(refused|gone)$/)
    }
  })

  it.each(ALL)('%s proves nothing without a signature where one is demanded', async (code) => {
    const answer = response({ ...changes(code), signature: 'invalid' })
    expect(read({ ...changes(code), signature: 'invalid' }).kind).toBe('unknown')
    for (const [, order] of ORDERS) expect((await order(answer)).kind).toBe('unknown')
  })

  it('999999 proves nothing', async () => {
    for (const signature of SIGNED) {
      const answer = response({ ...changes('999999'), signature })
      expect(read({ ...changes('999999'), signature }).kind).toBe('unknown')
      for (const [, order] of ORDERS) expect((await order(answer)).kind).toBe('unknown')
    }
  })
})

describe("a session of PayKKa's own page", () => {
  it.each(ALL)('is refused by %s', (code) => {
    const body = json({ ret_code: code, ret_msg: 'no' })
    for (const status of [200, 400])
      expect(readSessionAnswer(response({ status, body }), config).kind).toMatch(/^(refused|not_found)$/)
  })
})

describe('a code', () => {
  it.each([500, 502, 503, 504])('under HTTP %i proves nothing', async (status) => {
    for (const code of ALL) {
      const body = json({ ret_code: code, ret_msg: 'no' })
      expect(read({ status, body }).kind).toBe('unknown')
      for (const [, order] of ORDERS) expect((await order(response({ status, body }))).kind).toBe('unknown')
    }
  })

  const unlisted: [string, string, object][] = [
    ['777777', 'invalid_request', { kind: 'refused', reason: 'invalid_request', gatewayCode: '777777' }],
    ['210005', 'invalid_request', { kind: 'refused', reason: 'invalid_request', gatewayCode: '210005' }],
    ['VALIDATION_FAILED', 'one too long', { kind: 'refused', gatewayCode: 'unreadable' }],
    ['4242424242424242', 'a card number', { kind: 'refused', gatewayCode: 'unreadable' }],
    ['3999', "an issuer's", { kind: 'state', state: { status: 'declined', code: 'declined' } }],
  ]
  it.each(unlisted)(
    'that is not listed (%s, %s) refuses at 400, and proves nothing at 200',
    (code, _, reported) => {
      const body = json({ ret_code: code, ret_msg: 'no' })
      expect(read({ status: 400, body })).toMatchObject(reported)
      expect(read({ body }).kind).toBe('unknown')
    },
  )

  it('that the operator has listed refuses at 200, too', () => {
    const body = json({ ret_code: '210005', ret_msg: 'no' })
    expect(read({ body }, { refusalCodes: ['210005'] })).toMatchObject({
      kind: 'refused',
      reason: 'invalid_request',
    })
    expect(read({ body }, { declineCodes: { '210005': 'suspected_fraud' } })).toMatchObject({
      state: { status: 'declined', code: 'suspected_fraud', retry: 'contact-bank' },
    })
  })

  it('that a query finds refuses no payment', () => {
    for (const code of ALL.filter((one) => one !== '206024')) {
      const body = json({ ret_code: code, ret_msg: 'no' })
      expect(read({ status: 400, body }, { asked: 'query' })).toMatchObject({
        kind: 'refused',
        gatewayCode: code,
      })
    }
  })
})

describe('a refusal is none', () => {
  const refused = (about: Record<string, unknown>) => ({
    status: 400,
    body: json({ ret_code: '2006', data: { status: 'FAILURE', ...about } }),
  })
  const lies: [string, Record<string, unknown>, string][] = [
    ['of another payment', { trans_id: 'T2' }, 'mismatch_trans_id'],
    ['of another merchant', { merchant_id: '1' }, 'mismatch_merchant_id'],
    ['of another amount', { amount: 1 }, 'mismatch_amount'],
    ['of another currency', { currency: 'USD' }, 'mismatch_currency'],
    ['of a payment that did not fail', { status: 'SUCCESS' }, 'refused_without_failure'],
    ['of a payment of which nobody knows', { status: 'MAYBE' }, 'refused_without_failure'],
  ]
  it.each(lies)('when it speaks %s', (_name, about, reason) => {
    expect(read(refused(about))).toEqual({ kind: 'unknown', reason })
    expect(read(refused({}))).toMatchObject({ kind: 'state', state: { status: 'declined' } })
  })

  it('when it speaks of another refund', async () => {
    const about = (refund_trans_id: string) =>
      response({ status: 400, body: json({ ret_code: '1006', data: { refund_trans_id } }) })
    const order = (answer: RawResponse) =>
      createModifications(parts(answer)).refund({ ...ABOUT, transId: 'R1', reason: 'other' })
    expect(await order(about('R2'))).toEqual({ kind: 'unknown', reason: 'mismatch_refund_trans_id' })
    expect(await order(about('R1'))).toMatchObject({ kind: 'refused', gatewayCode: '1006' })
  })
})
