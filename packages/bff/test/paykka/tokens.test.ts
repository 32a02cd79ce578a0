/** Stored cards and agreements: which tokens a list names as good, and when a removal has happened. */
import { describe, expect, it } from 'vitest'
import type { PaykkaConfig } from '../../src/config/config.ts'
import { createTokens } from '../../src/paykka/tokens.ts'
import type { Changes } from '../support/gateway-answers.ts'
import { response } from '../support/gateway-answers.ts'

const json = (value: unknown) => ({ body: JSON.stringify(value) })

/** PayKKa gives this answer, always. */
function tokens(changes: Changes) {
  const post = async () => response(changes)
  return createTokens({
    client: { post, close: async () => {} },
    config: {
      merchantId: 'M1',
      declineCodes: {},
      refusalCodes: [],
      methodCodes: {},
    } as unknown as PaykkaConfig,
    notifyUrl: 'https://pay.shop.example/paykka/notifications',
    now: () => 1,
  })
}

describe('a list of tokens', () => {
  const entry = (status: unknown) => json({ ret_code: '000000', data: [{ token: 'TK1', status }] })

  it.each([['ACTIVATE'], ['ACTIVE'], ['activate'], ['Activated'], [undefined], [null], ['']])(
    'names a good one with the status %j',
    async (status) => expect(await tokens(entry(status)).tokens('anna')).toEqual([{ token: 'TK1' }]),
  )

  it.each([['INACTIVE'], ['DEACTIVATE'], ['EXPIRED'], ['REMOVED'], [1], [['ACTIVE']]])(
    'names none with the status %j',
    async (status) => expect(await tokens(entry(status)).tokens('anna')).toEqual([]),
  )

  it('says what each is for, and what paid when it was stored', async () => {
    const named = (token_usage: unknown, payment_method: unknown) => ({
      token: 'TK1',
      token_usage,
      payment_method,
      status: 'ACTIVATE',
    })
    const data = [named('SUBSCRIPTION', 'BANKCARD'), named('Card_On_File', 'ApplePay'), named('NEW', 7)]
    expect(await tokens(json({ ret_code: '000000', data })).tokens('anna')).toEqual([
      { token: 'TK1', usage: 'subscription', paidWith: 'card' },
      { token: 'TK1', usage: 'saved_card', paidWith: 'apple_pay' },
      { token: 'TK1' },
    ])
  })

  it('leaves out what is no token', async () => {
    const data = [null, 'TK1', { status: 'ACTIVE' }, { token: 7 }, { token: 'TK2' }]
    expect(await tokens(json({ ret_code: '000000', data })).tokens('anna')).toEqual([{ token: 'TK2' }])
  })

  const silent: [string, Changes][] = [
    ['no list', json({ ret_code: '000000', data: {} })],
    ['nothing', json({ ret_code: '000000' })],
    ['no content', { status: 204, body: '' }],
    ['a refusal', { status: 400, ...json({ ret_code: '010000' }) }],
    ['"no such order"', { status: 400, ...json({ ret_code: '206024' }) }],
    ['an answer nobody signed', { ...entry('ACTIVE'), signature: 'invalid' }],
  ]
  it.each(silent)('is not proven by %s', async (_name, changes) => {
    expect(await tokens(changes).tokens('anna')).toBeNull()
  })
})

describe('a removal', () => {
  const refused = { kind: 'refused', gatewayCode: '1002', mayBeGone: false }
  const answers: [string, Changes, object][] = [
    ['no content', { status: 204, body: '' }, { kind: 'done' }],
    ['an empty 200', { body: '' }, { kind: 'done' }],
    ['a bare yes', json({ ret_code: '000000', ret_msg: 'Success' }), { kind: 'done' }],
    ['a yes as a number', json({ ret_code: 0 }), { kind: 'done' }],
    ['a yes with data', json({ ret_code: '000000', data: { any: 'thing' } }), { kind: 'done' }],
    ['a yes nobody signed', { status: 204, body: '', signature: 'invalid' }, { kind: 'unknown' }],
    ['2015', { status: 400, ...json({ ret_code: '2015' }) }, { kind: 'gone' }],
    [
      '2016 in the second layer',
      json({ ret_code: '000000', data: { error_code: '2016' } }),
      { kind: 'gone' },
    ],
    ['206024', { status: 400, ...json({ ret_code: '206024' }) }, { kind: 'gone' }],
    ['010000', { status: 400, ...json({ ret_code: '010000' }) }, { kind: 'refused', mayBeGone: true }],
    ['1002', { status: 400, ...json({ ret_code: '1002' }) }, refused],
    ['1002 in the second layer', json({ ret_code: '000000', error_code: 1002 }), refused],
    ["a firewall's page", { status: 403, body: '<html>', signature: 'invalid' }, { kind: 'unknown' }],
    ['999999', json({ ret_code: '999999' }), { kind: 'unknown' }],
    ['500', { status: 500 }, { kind: 'unknown' }],
  ]
  it.each(answers)('answered with %s', async (_name, changes, expected) => {
    expect(await tokens(changes).removeToken('TK1', 'anna')).toMatchObject(expected)
    expect(await tokens(changes).cancelAgreement('RA1', 'anna')).toMatchObject(expected)
  })
})
