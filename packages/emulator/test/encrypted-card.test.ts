/** The double of PayKKa's Encrypted Card script, as shops load it; what it does in a page the element's tests prove. */

import { afterEach, beforeEach, expect, test } from 'vitest'
import { EMULATOR_CLIENT_KEY } from '../src/index.ts'
import type { World } from './support.ts'
import { MERCHANT_ID, startWorld } from './support.ts'

let world: World
beforeEach(async () => {
  world = await startWorld()
})
afterEach(() => world.emulator.close())

test.each([
  ['/cp/encrypted-card.js', 'text/javascript'],
  ['/cp/style.css', 'text/css'],
])('%s may be loaded by a shop of another origin', async (path, type) => {
  const { status, headers } = await fetch(world.emulator.url + path)
  expect(status).toBe(200)
  expect(headers.get('content-type')).toContain(type)
  expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin')
})

test.each([
  [MERCHANT_ID, EMULATOR_CLIENT_KEY, 200],
  [MERCHANT_ID, 'ck_other', 403],
  ['another merchant', EMULATOR_CLIENT_KEY, 403],
])('merchant %s with client key %s: %i', async (merchantId, clientKey, status) => {
  const query = new URLSearchParams({ merchantId, clientKey })
  const answer = await fetch(`${world.emulator.url}/emulator/encrypted-card/client?${query}`)
  expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([status, '*'])
})

test('a payment with what the script makes of a card number succeeds', async () => {
  const encrypted = {
    card_no: undefined,
    exp_year: undefined,
    exp_month: undefined,
    cvv: undefined,
    encrypted_card_no: `emulator.${Buffer.from('4242424242424242').toString('base64url')}`,
    encrypted_exp_year: 'emulator.MjAzNA',
    encrypted_exp_month: 'emulator.MTI',
    encrypted_cvv: 'emulator.MTIz',
  }
  const { json } = await world.pay({}, encrypted)
  expect(json.data).toMatchObject({ status: 'SUCCESS', card_info: { last4: '4242' } })
})
