/** What the emulator refuses: senders it cannot trust and fields PayKKa would not take. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Json, World } from './support.ts'
import { BASE, isGenuine, NOW, purchaseBody, startWorld, without } from './support.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.emulator.close())

describe('headers', () => {
  test.each<[string, Record<string, string | undefined>, number, string]>([
    ['no app id', { 'x-paykka-appid': undefined }, 401, '206006'],
    ['another app id', { 'x-paykka-appid': '1' }, 401, '206006'],
    ['no timestamp', { 'x-paykka-timestamp': undefined }, 401, '206004'],
    ['a timestamp 5 minutes and 1 ms old', { 'x-paykka-timestamp': String(NOW - 300_001) }, 401, '206004'],
    ['a timestamp ahead', { 'x-paykka-timestamp': String(NOW + 300_001) }, 401, '206004'],
    ['seconds instead of milliseconds', { 'x-paykka-timestamp': String(NOW / 1000) }, 401, '206004'],
    ['no nonce', { 'x-paykka-nonce': undefined }, 400, '010000'],
    ['a short nonce', { 'x-paykka-nonce': '123456789' }, 400, '010000'],
    ['a long nonce', { 'x-paykka-nonce': 'n'.repeat(101) }, 400, '010000'],
    ['another nonce than signed', { 'x-paykka-nonce': 'another-nonce' }, 401, '206003'],
    ['another algorithm', { 'x-paykka-sign-alg': 'none' }, 401, '206003'],
    ['no signature', { 'x-paykka-sign': undefined }, 401, '206002'],
    ['a signature that is none', { 'x-paykka-sign': 'AAAA' }, 401, '206003'],
    ['a form', { 'content-type': 'text/plain' }, 400, '010000'],
  ])('refuses %s', async (_, headers, status, code) => {
    const answer = await world.call(`${BASE}/query`, { trans_id: 'x' }, { headers })
    expect([answer.status, answer.json.ret_code]).toEqual([status, code])
    expect(isGenuine(`${BASE}/query`, answer.headers, answer.text)).toBe(true)
  })

  test.each([
    ['GET', BASE],
    ['POST', '/v3/payment/list'],
  ])('%s %s does not exist', async (method, path) => {
    const answer = await fetch(world.emulator.url + path, { method })
    expect([answer.status, await answer.json()]).toMatchObject([404, { ret_code: '010000' }])
  })

  test('accepts a nonce once', async () => {
    const query = () => world.call(`${BASE}/query`, { trans_id: 'x' }, { nonce: 'same-nonce-twice' })
    expect((await query()).json.ret_code).toBe('206024')
    expect((await query()).json).toMatchObject({
      ret_code: '010000',
      ret_msg: 'x-paykka-nonce was used before',
    })
  })

  test('refuses another merchant, broken JSON and arrays', async () => {
    const other = await world.call(`${BASE}/query`, { merchant_id: '1', trans_id: 'x' })
    expect(other.json.ret_code).toBe('206005')
    for (const text of ['{', '[]', 'null', ''])
      expect((await world.call(BASE, {}, { text })).json.ret_code).toBe('010000')
  })
})

describe('purchase fields', () => {
  const card = purchaseBody().payment as Json
  const recurring = { payment_type: 'RECURRING', mit: false }
  test.each<[string, Json, string]>([
    ['unknown field', { colour: 'red' }, '010000'],
    ['__proto__', JSON.parse('{"__proto__":{"x":1}}'), '010000'],
    ['amount as string', { amount: '1099' }, '010000'],
    ['amount zero', { amount: 0 }, '010000'],
    ['amount with decimals', { amount: 10.5 }, '010000'],
    ['currency in lower case', { currency: 'eur' }, '010000'],
    ['unknown currency', { currency: 'ZZZ' }, '010000'],
    ['trans_id too long', { trans_id: 't'.repeat(65) }, '010000'],
    ['no return_url', { return_url: undefined }, '010000'],
    ['return_url with a script', { return_url: 'javascript:alert(1)' }, '010000'],
    ['no browser', { browser: undefined }, '010000'],
    ['goods without link', { goods: [{ name: 'Book' }] }, '010000'],
    ['goods with link null', { goods: [{ name: 'Book', link: null }] }, '010000'],
    ['no card', { payment: without(card, 'card_no') }, '010000'],
    [
      'card and token',
      { payment: { ...card, token: 'TK1', token_usage: 'CARD_ON_FILE', shopper_reference: 's' } },
      '010000',
    ],
    ['no expiry', { payment: without(card, 'exp_year') }, '010000'],
    ['two-digit year', { payment: { ...card, exp_year: '31' } }, '010000'],
    ['display name of the method', { payment: { ...card, payment_method: 'BankCard' } }, '1004'],
    ['a method of the hosted page', { payment: { payment_method: 'GRABPAY' } }, '1004'],
    ['storing without shopper', { payment: { ...card, store_payment_method: true } }, '2008'],
    [
      'unknown token',
      {
        payment: {
          payment_method: 'BANKCARD',
          token: 'TK1',
          token_usage: 'CARD_ON_FILE',
          shopper_reference: 's',
        },
      },
      '010000',
    ],
    ['recurring without mit', { payment_type: 'RECURRING' }, '2010'],
    ['later payment, mit false', { ...recurring, recurring_agreement_id: 'RA1' }, '2011'],
    ['first payment, mit true', { ...recurring, mit: true }, '2012'],
    ['first payment without storing', recurring, '2014'],
    [
      'storing a wallet without shopper',
      { payment: { payment_method: 'GOOGLE_PAY', token_data: 't', store_payment_method: true } },
      '2008',
    ],
    [
      'broken encrypted card',
      {
        payment: {
          payment_method: 'BANKCARD',
          encrypted_card_no: 'x',
          encrypted_exp_year: 'x',
          encrypted_exp_month: 'x',
        },
      },
      '206020',
    ],
    [
      'old encrypted card',
      {
        payment: {
          payment_method: 'BANKCARD',
          encrypted_card_no: 'emulator.expired',
          encrypted_exp_year: 'x',
          encrypted_exp_month: 'x',
        },
      },
      '206021',
    ],
  ])('refuses: %s', async (_, change, code) => {
    const answer = await world.pay(change)
    expect([answer.status, answer.json.ret_code]).toEqual([400, code])
    expect(world.emulator.ledger().orders).toEqual([])
  })
})
