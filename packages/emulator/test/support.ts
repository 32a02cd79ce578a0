/** A merchant for the emulator's tests: signs requests for real, checks answers, moves time by hand. */

import { createPublicKey, createSign, createVerify, generateKeyPairSync, randomUUID } from 'node:crypto'
import type { Emulator, EmulatorOptions, TestClock } from '../src/index.ts'
import { createTestClock, startEmulator } from '../src/index.ts'

export const MERCHANT_ID = '18356675194960'
export const APP_ID = '978594372956732'
export const NOW = Date.UTC(2026, 5, 1, 12)
export const BASE = '/v3/payment/acq'

const merchant = generateKeyPairSync('rsa', { modulusLength: 2048 })
const platform = generateKeyPairSync('rsa', { modulusLength: 2048 })

export type Json = Record<string, unknown>

export interface Answered {
  status: number
  headers: Headers
  text: string
  json: { ret_code: string; ret_msg: string; data: Json }
}

export interface World {
  emulator: Emulator
  clock: TestClock
  call(path: string, body: unknown, change?: CallChange): Promise<Answered>
  pay(change?: Json, payment?: Json): Promise<Answered>
}

interface CallChange {
  nonce?: string
  headers?: Record<string, string | undefined>
  text?: string
  signal?: AbortSignal
}

export async function startWorld(options: Partial<EmulatorOptions> = {}): Promise<World> {
  const clock = createTestClock(NOW)
  const emulator = await startEmulator({
    merchantId: MERCHANT_ID,
    appId: APP_ID,
    merchantPublicKey: merchant.publicKey,
    platformPrivateKey: platform.privateKey,
    now: clock.now,
    schedule: clock.schedule,
    ...options,
  })
  const call = (path: string, body: unknown, change: CallChange = {}) =>
    post(emulator.url, path, body, clock.now(), change)
  return {
    emulator,
    clock,
    call,
    pay: (change, payment) => call(BASE, purchaseBody(change, payment)),
  }
}

async function post(
  url: string,
  path: string,
  body: unknown,
  now: number,
  change: CallChange,
): Promise<Answered> {
  const text = change.text ?? JSON.stringify({ merchant_id: MERCHANT_ID, ...(body as Json) })
  const nonce = change.nonce ?? randomUUID()
  const signature = createSign('sha256')
    .update(`POST\n${path}\n${now}\n${nonce}\n${text || ' '}`)
    .sign(merchant.privateKey, 'base64')
  const headers = {
    'content-type': 'application/json',
    'x-paykka-appid': APP_ID,
    'x-paykka-timestamp': String(now),
    'x-paykka-nonce': nonce,
    'x-paykka-sign': encodeURIComponent(signature),
    'x-paykka-sign-alg': 'SHA256_WITH_RSA',
    ...change.headers,
  }
  const kept = Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined)
  const init = { method: 'POST', body: text, headers: kept, redirect: 'manual' as const }
  const response = await fetch(url + path, change.signal ? { ...init, signal: change.signal } : init)
  const answer = await response.text()
  return { status: response.status, headers: response.headers, text: answer, json: parse(answer) }
}

/** Whether a platform signature is genuine, worked out apart from the emulator's own code. */
export function isGenuine(
  path: string,
  headers: Headers | Record<string, unknown>,
  body: string,
  pem?: string,
  method = 'POST',
): boolean {
  const read = (name: string) => String(headers instanceof Headers ? headers.get(name) : headers[name])
  const text = `${method}\n${path}\n${read('x-paykka-timestamp')}\n${read('x-paykka-nonce')}\n${body}`
  const key = pem === undefined ? platform.publicKey : createPublicKey(pem)
  return createVerify('sha256')
    .update(text)
    .verify(key, decodeURIComponent(read('x-paykka-sign')), 'base64')
}

export function purchaseBody(change: Json = {}, payment: Json = {}): Json {
  return {
    trans_id: randomUUID(),
    payment_type: 'PURCHASE',
    currency: 'EUR',
    amount: 1099,
    return_url: 'https://shop.example/return?order=7',
    payment: {
      payment_method: 'BANKCARD',
      card_no: '4242424242424242',
      exp_year: '2031',
      exp_month: '07',
      cvv: '987',
      ...payment,
    },
    browser: {
      user_agent: 'Mozilla/5.0',
      color_depth: '24',
      language: 'en-GB',
      java_enabled: false,
      timezone_offset: '+02:00',
      screen_height: '900',
      screen_width: '1440',
    },
    customer: { order_ip: '203.0.113.8', pay_ip: '203.0.113.9' },
    ...change,
  }
}

export function without(record: Json, ...names: string[]): Json {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)))
}

function parse(text: string): Answered['json'] {
  try {
    return JSON.parse(text) as Answered['json']
  } catch {
    return { ret_code: '', ret_msg: '', data: {} }
  }
}
