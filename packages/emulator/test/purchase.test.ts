/** Cards, repeats, stored cards, wallets: what a purchase writes into the books. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { World } from './support.ts'
import { BASE, isGenuine, purchaseBody, startWorld } from './support.ts'

let world: World
beforeEach(async () => {
  world = await startWorld()
})
afterEach(() => world.emulator.close())

describe('cards', () => {
  test.each([
    ['4242424242424242', 'SUCCESS', '0000', 1],
    ['4111111111111111', 'SUCCESS', '0000', 1],
    ['4111111111111112', 'FAILURE', '2099', 0],
    ['4000000000000002', 'FAILURE', '3005', 0],
    ['4000000000009995', 'FAILURE', '3051', 0],
    ['4000000000000069', 'FAILURE', '3054', 0],
    ['4000000000000127', 'FAILURE', '3082', 0],
    ['4000000000003220', 'FAILURE', '3065', 0],
    ['5555555555554444', 'SUCCESS', '0000', 1],
  ])('%s ends %s %s', async (card_no, status, code, charges) => {
    const answer = await world.pay({}, { card_no })
    expect(answer.json.ret_code).toBe('000000')
    expect(answer.json.data).toMatchObject({
      status,
      error_code: code,
      card_info: { last4: card_no.slice(-4) },
    })
    expect(isGenuine(BASE, answer.headers, answer.text)).toBe(true)
    expect(world.emulator.ledger().orders[0]).toMatchObject({ status, charges, purchaseCalls: 1 })
  })

  test('an expired date is declined as an expired card', async () => {
    const answer = await world.pay({}, { exp_year: '2026', exp_month: '05' })
    expect(answer.json.data).toMatchObject({ status: 'FAILURE', error_code: '3054' })
  })

  test.each([
    ['AUTO', 'FAILURE'],
    ['FORCE', 'PROCESSING'],
  ])('…3220 is challenged only where the shop asks for it: %s', async (challenge_indicator, status) => {
    const authentication = { challenge_indicator }
    const change = { authentication, return_url: 'https://shop.example/' }
    const answer = await world.pay(change, { card_no: '4000000000003220' })
    expect(answer.json.data).toMatchObject({ status })
    const { authentication_result: asked } = answer.json.data as { authentication_result?: object }
    expect(asked !== undefined).toBe(status === 'PROCESSING')
  })

  test('a stored card is declined once its last month is over', async () => {
    const stored = { store_payment_method: true, token_usage: 'SUBSCRIPTION', shopper_reference: 'anna' }
    const first = { payment_type: 'RECURRING', mit: false }
    const { data } = (await world.pay(first, { ...stored, exp_year: '2026', exp_month: '06' })).json
    const { token, recurring_agreement_id } = data as Record<string, string>
    const means = { card_no: undefined, exp_year: undefined, exp_month: undefined, cvv: undefined, token }
    const charge = (trans_id: string) =>
      world.pay(
        { trans_id, payment_type: 'RECURRING', mit: true, recurring_agreement_id },
        { ...stored, store_payment_method: undefined, ...means },
      )
    expect((await charge('june')).json.data).toMatchObject({ status: 'SUCCESS' })
    world.clock.advance(30 * 86_400_000)
    expect((await charge('july')).json.data).toMatchObject({ status: 'FAILURE', error_code: '3054' })
  })

  test('…0119 succeeds later', async () => {
    const answer = await world.pay({ trans_id: 'later' }, { card_no: '4000000000000119' })
    expect(answer.json.data).toMatchObject({ status: 'PROCESSING', balances: { captured_amount: 0 } })
    world.clock.advance(5_000)
    const query = await world.call(`${BASE}/query`, { trans_id: 'later', order_id: '', session_id: '' })
    expect(query.json.data).toMatchObject({ status: 'SUCCESS', balances: { captured_amount: 1099 } })
  })

  test.each([
    ['4000000000000259', '000000', 1],
    ['4000000000000341', '206024', 0],
  ])('%s never answers; the query says %s', async (card_no, code, charges) => {
    const leave = new AbortController()
    const paying = world.call(BASE, purchaseBody({ trans_id: 'silent' }, { card_no }), {
      signal: leave.signal,
    })
    const called = () => world.emulator.ledger().attempts.some((attempt) => attempt.transId === 'silent')
    while (!called()) await new Promise(setImmediate)
    const query = await world.call(`${BASE}/query`, { trans_id: 'silent' })
    leave.abort()
    await expect(paying).rejects.toThrow()
    expect(query.json.ret_code).toBe(code)
    expect(world.emulator.ledger().attempts).toEqual([{ transId: 'silent', purchaseCalls: 1, charges }])
  })
})

describe('a repeated trans_id', () => {
  test.each([
    ['refuse', '010000', 1],
    ['replay', '000000', 1],
    ['charge', '000000', 2],
  ] as const)('%s: %s, charged %i time(s)', async (mode, code, charges) => {
    await world.pay({ trans_id: 'twice' })
    await world.emulator.setFaults({ fault: { type: 'duplicate-trans-id', mode } })
    const second = await world.pay({ trans_id: 'twice' })
    expect(second.json.ret_code).toBe(code)
    expect(world.emulator.ledger().attempts).toEqual([{ transId: 'twice', purchaseCalls: 2, charges }])
  })
})

describe('stored cards and agreements', () => {
  const shopper = { shopper_reference: 'shopper-1', token_usage: 'SUBSCRIPTION' }

  test('store, list, pay, remove', async () => {
    const first = await world.pay({}, { ...shopper, token_usage: 'CARD_ON_FILE', store_payment_method: true })
    const token = String(first.json.data.token)
    const listed = await world.call(`${BASE}/token/query`, { shopper_reference: 'shopper-1' })
    expect(listed.json.data).toEqual([
      { token, token_usage: 'CARD_ON_FILE', payment_method: 'BANKCARD', status: 'ACTIVATE' },
    ])
    const again = { payment: { payment_method: 'BANKCARD', token, ...shopper } }
    expect((await world.pay(again)).json.data).toMatchObject({
      status: 'SUCCESS',
      card_info: { last4: '4242' },
    })
    await world.call(`${BASE}/token/remove`, { token, shopper_reference: 'shopper-1' })
    expect((await world.pay(again)).json.ret_code).toBe('010000')
  })

  test('a declined card is not stored', async () => {
    await world.pay({}, { ...shopper, card_no: '4000000000000002', store_payment_method: true })
    expect(world.emulator.ledger().tokens).toEqual([])
  })

  test('an agreement is charged until it is canceled', async () => {
    const first = await world.pay(
      { payment_type: 'RECURRING', mit: false },
      { ...shopper, store_payment_method: true },
    )
    const { token, recurring_agreement_id } = first.json.data
    const payment = { payment_method: 'BANKCARD', token, ...shopper }
    const later = { payment_type: 'RECURRING', mit: true, recurring_agreement_id, payment }
    const bare = { ...later, return_url: undefined, browser: undefined, customer: undefined }
    expect((await world.pay(bare)).json.data).toMatchObject({ status: 'SUCCESS', recurring_agreement_id })
    const other = await world.pay({ ...bare, recurring_agreement_id: 'RA0' })
    expect(other.json.ret_code).toBe('2015')
    await world.call(`${BASE}/recurring/cancel`, { recurring_agreement_id, shopper_reference: 'shopper-1' })
    expect((await world.pay(bare)).json.ret_code).toBe('2016')
  })
})

test('the books contain no PAN and no CVC', async () => {
  await world.pay({ trans_id: 'a' })
  await world.pay({ trans_id: 'a', amount: 'x' })
  await world.pay({ trans_id: 'b' }, { card_no: '4000000000000002', nonsense: true })
  const encrypted = `emulator.${Buffer.from('4000000000000002').toString('base64url')}`
  await world.pay({
    payment: {
      payment_method: 'BANKCARD',
      encrypted_card_no: encrypted,
      encrypted_exp_year: 'x',
      encrypted_exp_month: 'x',
    },
  })
  const ledger = await (await fetch(`${world.emulator.url}/emulator/ledger`)).text()
  for (const secret of ['4242424242424242', '4000000000000002', encrypted, '"987"'])
    expect(ledger).not.toContain(secret)
  expect(world.emulator.ledger().orders).toHaveLength(2)
  expect(world.emulator.ledger().rejected).toHaveLength(2)
})
