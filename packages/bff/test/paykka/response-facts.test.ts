/** What is kept of an answer: only text in the form it must have, for an answer may echo anything. */
import { describe, expect, it } from 'vitest'
import { readEnvelope } from '../../src/paykka/envelope.ts'
import { minorUnits } from '../../src/paykka/values.ts'
import { about, data, envelope, read, response } from '../support/gateway-answers.ts'

const factsOf = (changes: Record<string, unknown>) => {
  const answer = read(about({ order_id: undefined, ...changes }))
  return answer.kind === 'state' ? answer.facts : answer
}
const LONG = 'a'.repeat(64)

describe('a fact of a payment', () => {
  const forms: [string, string, string[], unknown[]][] = [
    [
      'order_id',
      'orderId',
      ['GW-1_a', '12345678901', '12345678901234567890', '123456789012a', LONG],
      [`${LONG}a`, 'a b', '<a', 'a>', '', '123456789012', '1234567890123456789', 7, null],
    ],
    ['token', 'token', ['tok_1', LONG], [`${LONG}a`, '-tok', 'tok-', '', 7, null]],
    ['recurring_agreement_id', 'agreementId', ['agr_1', LONG], [`${LONG}a`, '-agr', 'agr-', '', 7, null]],
    ['error_code', 'gatewayCode', ['0', '1234567890'], ['12345678901', '-1', '1-', '', 0.5, true]],
  ]
  it.each(forms)('%s is kept as %s only in its form', (member, name, right, wrong) => {
    for (const text of right) expect(factsOf({ [member]: text })).toEqual({ [name]: text })
    for (const text of wrong) expect(factsOf({ [member]: text })).toEqual({})
  })

  const card: [string, string, string[], unknown[]][] = [
    ['bin', 'cardBin', ['424242', '42424242'], ['42424', '424242424', 'x424242', '424242x', 42424]],
    ['last4', 'cardLast4', ['4242'], ['424', '42424', 'x4242', '4242x', 42424]],
    ['card_brand', 'cardBrand', ['visa', 'v'.repeat(32)], ['v'.repeat(33), '<visa', 'visa>', '', 1]],
  ]
  it.each(card)('%s of the card is kept as %s only in its form', (member, name, right, wrong) => {
    for (const text of right) expect(factsOf({ card_info: { [member]: text } })).toEqual({ [name]: text })
    for (const text of wrong) expect(factsOf({ card_info: { [member]: text } })).toEqual({})
  })

  it.each([
    [{ error_code: 2006 }, { gatewayCode: '2006' }],
    [{ error_code: 10000 }, { gatewayCode: '010000' }],
    [{ card_info: { bin: 424242, last4: 4242 } }, { cardBin: '424242', cardLast4: '4242' }],
    [{ card_info: { last4: 42 } }, { cardLast4: '0042' }],
  ])('%j is read though it is a number', (changes, facts) => {
    expect(factsOf(changes)).toEqual(facts)
  })

  it.each([null, [], 'card', 7])('is not looked for in %j', (other) => {
    expect(factsOf({ card_info: other, balances: other, authentication_result: other })).toEqual({})
  })
})

describe('an amount', () => {
  it.each([
    [0, 0],
    [1099, 1099],
    ['0', 0],
    ['999999999999999', 999_999_999_999_999],
    ['1000000000000000', null],
    ['', null],
    ['-1', null],
    ['1x', null],
    ['x1', null],
    [-1, null],
    [0.5, null],
    [2 ** 53, null],
    [Number.NaN, null],
    [null, null],
    [true, null],
    [[1], null],
  ])('of %j is %j', (value, units) => {
    expect(minorUnits(value)).toBe(units)
  })
})

describe('the outer form of an answer', () => {
  const types: [string, boolean][] = [
    ['application/json', true],
    ['APPLICATION/JSON;charset=utf-8', true],
    ['text/application/json', false],
    [' application/json', false],
    ['application/jsonx', false],
  ]
  it.each(types)('under the type %j is read: %s', (type, read) => {
    expect(readEnvelope(response({ headers: { 'content-type': type } })) !== null).toBe(read)
  })

  it('is none with a byte in it that is no UTF-8', () => {
    const bytes = Buffer.from(envelope())
    bytes[bytes.indexOf('Success')] = 0xff
    expect(readEnvelope(response({ body: bytes }))).toBeNull()
    expect(readEnvelope(response())).toEqual({
      retCode: '000000',
      retMsg: 'Success',
      data: data(),
    })
  })
})

describe('“there is no such payment”', () => {
  const body = envelope({ ret_code: '206024', data: undefined })

  it.each([401, 403])(
    'under HTTP %i is a matter of configuration: nobody looked for the payment',
    (status) => {
      const refused = { kind: 'refused', reason: 'configuration', gatewayCode: '206024' }
      expect(read({ status, body })).toEqual(refused)
    },
  )

  it('under HTTP 404 counts; without a word, or with another, it does not', () => {
    expect(read({ status: 404, body }, { asked: 'query' })).toEqual({ kind: 'not_found' })
    const refused = { kind: 'refused', reason: 'configuration', gatewayCode: 'http_404' }
    expect(read({ status: 404, body: '' })).toEqual(refused)
    expect(read({ status: 404, body: envelope({ ret_code: '', data: undefined }) })).toEqual(refused)
  })
})

describe('a decline without a code', () => {
  it('is looked up by the word “none”, which the operator may list', () => {
    const declineCodes = { none: 'try_again_later' }
    expect(read(about({ status: 'FAILURE' }), { declineCodes })).toMatchObject({
      state: { status: 'declined', code: 'try_again_later', retry: 'later' },
    })
  })
})
