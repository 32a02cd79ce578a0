/** One payment in every form that PayKKa's pages, its plugin and its older version give an answer. */
import { describe, expect, it } from 'vitest'
import type { Changes } from '../support/gateway-answers.ts'
import { about, data, envelope, read } from '../support/gateway-answers.ts'

const json = (value: unknown) => ({ body: JSON.stringify(value) })
const BALANCES = {
  authed_amount: 1099,
  captured_amount: 1099,
  able_to_capture_amount: 0,
  voided_amount: 0,
  able_to_void_amount: 0,
  refunded_amount: 0,
  able_to_refund_amount: 1099,
}
const WHOLE = data({ order_id: 'GW1', error_code: '0000', balances: BALANCES, merchant_id: 18356675194960 })
const asText = (_name: string, value: unknown) => (typeof value === 'number' ? String(value) : value)

describe('a payment', () => {
  const shapes: [string, Changes][] = [
    ['in data', json({ ret_code: '000000', ret_msg: 'Success', data: WHOLE })],
    ['flat beside ret_code', json({ ret_code: '000000', ret_msg: 'Success', ...WHOLE })],
    ['flat, with data that is null', json({ ret_code: '000000', ...WHOLE, data: null })],
    ['with error_code beside ret_code', json({ ret_code: '000000', error_code: '0000', data: WHOLE })],
    ['without ret_msg', json({ ret_code: '000000', data: WHOLE })],
    ['with ret_code as a number', json({ ret_code: 0, data: WHOLE })],
    ['with error_code as a number', json({ ret_code: '000000', data: { ...WHOLE, error_code: 0 } })],
    ['with six zeros for no error', json({ ret_code: '000000', data: { ...WHOLE, error_code: '000000' } })],
    ['with all numbers as text', { body: JSON.stringify({ ret_code: '0', data: WHOLE }, asText) }],
    ['without its merchant', json({ ret_code: '000000', data: { ...WHOLE, merchant_id: undefined } })],
    ['with a merchant left empty', json({ ret_code: '000000', data: { ...WHOLE, merchant_id: '' } })],
    ['in upper snake case', json({ ret_code: '000000', data: { ...WHOLE, status: 'SUCCESS' } })],
    ['in small letters', json({ ret_code: '000000', data: { ...WHOLE, status: 'success' } })],
  ]
  it.each(shapes)('%s has succeeded, with all its facts', (_name, changes) => {
    expect(read(changes)).toMatchObject({
      kind: 'state',
      state: { status: 'succeeded' },
      facts: { orderId: 'GW1', balances: { captured: 1099, refundable: 1099 } },
    })
  })

  it.each(['PARTIALLY_REFUNDED', 'Partially Refunded', 'partially-refunded', ' PARTIALLY_REFUNDED '])(
    'with the status %j is partially refunded',
    (status) => {
      expect(read(about({ status }))).toMatchObject({ state: { status: 'partially_refunded' } })
    },
  )

  it.each([['BANKCARD'], ['BankCard'], [undefined]])('paid with %j is one all the same', (payment_method) => {
    expect(read(about({ payment: { payment_method } }))).toMatchObject({ kind: 'state' })
  })

  it.each([['VISA'], ['Visa'], ['visa']])('of the brand %s is of visa', (card_brand) => {
    expect(read(about({ card_info: { card_brand } }))).toMatchObject({ facts: { cardBrand: 'visa' } })
  })

  it.each([['MASTER_CARD'], ['MasterCard'], ['MASTERCARD'], ['Master Card']])(
    'of the brand %s is of mastercard',
    (card_brand) => {
      expect(read(about({ card_info: { card_brand } }))).toMatchObject({ facts: { cardBrand: 'mastercard' } })
    },
  )

  const flatLies: [string, Record<string, unknown>, string][] = [
    ['another trans_id', { trans_id: 'T2' }, 'mismatch_trans_id'],
    ['another amount', { amount: '1100' }, 'mismatch_amount'],
    ['another merchant', { merchant_id: '1' }, 'mismatch_merchant_id'],
  ]
  it.each(flatLies)('flat beside ret_code with %s is unknown', (_name, changes, reason) => {
    expect(read(json({ ret_code: '000000', ...WHOLE, ...changes }))).toEqual({ kind: 'unknown', reason })
  })
})

describe('an answer without a payment', () => {
  const empty: [string, Changes][] = [
    ['nothing but ret_code', json({ ret_code: '000000', ret_msg: 'Success' })],
    ['null', envelopeOf(null)],
    ['an empty object', envelopeOf({})],
    ['an empty list', envelopeOf([])],
    ['an empty text', envelopeOf('')],
  ]
  it.each(empty)('(%s) says "no result" to a query, and nothing to a purchase', (_name, changes) => {
    expect(read(changes, { asked: 'query' })).toEqual({ kind: 'not_found' })
    expect(read(changes)).toEqual({ kind: 'unknown', reason: 'no_data' })
    expect(read({ ...changes, signature: 'invalid' }, { asked: 'query' }).kind).toBe('unknown')
  })

  it.each([[204], [200]])('and without a body (%i) says nothing to either', (status) => {
    for (const asked of ['purchase', 'query'] as const)
      expect(read({ status, body: '' }, { asked }).kind).toBe('unknown')
  })

  it.each([['some text'], [[data()]], [7]])('but with %j in its place says nothing', (other) => {
    expect(read(envelopeOf(other), { asked: 'query' })).toEqual({ kind: 'unknown', reason: 'no_data' })
  })
})

describe('a failure', () => {
  it("keeps PayKKa's words without the card", () => {
    const reported = {
      status: 'FAILURE',
      error_code: '2099',
      error_description: 'Card 4242424242424242 is bad',
    }
    expect(read(about(reported))).toMatchObject({
      state: { status: 'declined', code: 'invalid_card' },
      facts: { gatewayCode: '2099', gatewayMessage: 'Card [card] is bad' },
    })
  })

  it('by 999999 proves nothing of a purchase, and ends the payment that a query finds', () => {
    const reported = about({ status: 'FAILURE', error_code: '999999', error_description: 'System exception' })
    const reason = 'error_code_999999'
    expect(read(reported)).toEqual({ kind: 'unknown', reason, gatewayMessage: 'System exception' })
    expect(read(reported, { asked: 'query' })).toMatchObject({ state: { status: 'declined' } })
  })

  it('of the call keeps its words too', () => {
    const changes = {
      status: 400,
      body: envelope({ ret_code: '010000', ret_msg: 'city is blank', data: null }),
    }
    expect(read(changes)).toEqual({
      kind: 'refused',
      reason: 'invalid_request',
      gatewayCode: '010000',
      gatewayMessage: 'city is blank',
    })
  })
})

describe('who spoke', () => {
  const PAGE = { body: '<html>Request blocked</html>', headers: { 'content-type': 'text/html' } }
  const WORDS = json({ ret_code: '206003', ret_msg: 'Signature error' })
  const OTHER = json({ message: 'Forbidden' })

  it.each([401, 403, 404, 429])(
    'HTTP %i without a signature proves nothing where one is demanded',
    (status) => {
      for (const changes of [PAGE, WORDS, OTHER, { body: '' }])
        expect(read({ status, ...changes, signature: 'invalid' })).toEqual({
          kind: 'unknown',
          reason: `unsigned_http_${status}`,
        })
    },
  )

  it.each([401, 403, 404, 429])(
    "HTTP %i without PayKKa's own words proves nothing where none is",
    (status) => {
      for (const changes of [PAGE, OTHER, { body: '' }])
        expect(read({ status, ...changes, signature: 'unchecked' })).toEqual({
          kind: 'unknown',
          reason: `unreadable_http_${status}`,
        })
      expect(read({ status, ...WORDS, signature: 'unchecked' }).kind).toBe('refused')
    },
  )
})

function envelopeOf(inner: unknown): Changes {
  return { body: envelope({ data: inner }) }
}
