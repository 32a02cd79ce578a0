/** Addresses a shopper may be sent to, and hosts that count as this machine or as PayKKa's. */
import { describe, expect, it } from 'vitest'
import { isLoopback } from '../../src/domain/loopback.ts'
import { isEuropeanHost, isLiveHost } from '../../src/domain/paykka-hosts.ts'
import { isActionUrlSafe } from '../../src/paykka/action-url.ts'

describe('isLoopback', () => {
  const own = ['localhost', '[::1]', '127.0.0.1', '127.1.2.3', '127.255.255.255']
  const others = [
    '',
    '::1',
    'localhost.example',
    'notlocalhost',
    '127.0.0.1.example',
    '127.0.0',
    '127.0.0.1.1',
    '127.0.0.1234',
    '1127.0.0.1',
    'x127.0.0.1',
    '128.0.0.1',
    '127a0.0.1',
    '127.a.b.c',
    '10.0.0.1',
    '0.0.0.0',
  ]
  it.each(own)('%s is', (host) => expect(isLoopback(host)).toBe(true))
  it.each(others)('%s is not', (host) => expect(isLoopback(host)).toBe(false))
})

describe('isActionUrlSafe', () => {
  const long = (length: number) => `https://b.example/${'a'.repeat(length - 18)}`
  const addresses: [string, boolean, boolean][] = [
    ['https://bank.example/acs?x=1', true, true],
    ['https://127.0.0.1/', true, true],
    ['http://bank.example/', false, false],
    ['http://localhost:4010/', false, true],
    ['ftp://localhost/', false, false],
    ['javascript://localhost/%0aalert(1)', false, false],
    ['https://user@bank.example/', false, false],
    ['https://:pw@bank.example/', false, false],
    ['https:', false, false],
    ['bank.example', false, false],
    ['', false, false],
    [long(4096), true, true],
    [long(4097), false, false],
  ]
  it.each(addresses)('%s: %s, with the emulator on this machine %s', (address, safe, withHttp) => {
    expect([isActionUrlSafe(address, false), isActionUrlSafe(address, true)]).toEqual([safe, withHttp])
  })
})

describe("PayKKa's hosts", () => {
  const hosts: [string, boolean, boolean][] = [
    ['https://openapi.paykka.com', true, false],
    ['https://openapi.eu.paykka.com/v3', true, true],
    ['https://openapi.aq.paykka.com', true, false],
    ['https://openapi-sandbox.eu.paykka.com', true, true],
    ['https://openapi-sandbox.paykka.com', false, false],
    ['https://OPENAPI-SANDBOX.paykka.com.', false, false],
    ['https://sandbox.aq.paykka.com/v1', false, false],
    ['http://127.0.0.1:4010', false, false],
    ['http://localhost.:4010', false, false],
    ['http://[::1]:4010', false, false],
    ['https://openapi.paykka.com.', true, false],
    ['https://OPENAPI.EU.paykka.com.', true, true],
    ['https://gateway.example', true, false],
    ['https://openapi-sandbox.paykka.com.example', true, false],
    ['https://127.0.0.1.example', true, false],
    ['https://192.168.1.7', true, false],
    ['https://openapi.paykka.com.example', true, false],
    ['https://x.eu.paykka.com.example', true, false],
    ['https://eu.paykka.com.example', true, false],
    ['https://example/?x.eu.paykka.com', true, false],
    ['openapi.paykka.com', false, false],
    ['', false, false],
  ]
  it.each(hosts)('%s: real money %s, European %s', (address, live, european) => {
    expect([isLiveHost(address), isEuropeanHost(address)]).toEqual([live, european])
  })
})
