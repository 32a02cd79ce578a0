/** The seal itself, against the standard's own example and against the library that makes seals. */
import type { ECDH } from 'node:crypto'
import { createECDH, randomBytes } from 'node:crypto'
import type { CryptoKey } from 'jose'
import { CompactEncrypt, compactDecrypt, generateKeyPair } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import { decryptSeal, deriveContentKey, readSeal } from '../../src/cards/sealed-card.ts'
import { ecdhOf } from '../support/ecdh.ts'

const HEADER = { alg: 'ECDH-ES', enc: 'A256GCM', kid: 'ck' }
const bytes = (text: string) => Buffer.from(text, 'base64url')

let keys: { privateKey: CryptoKey; publicKey: CryptoKey }
let privateKey: ECDH

beforeAll(async () => {
  keys = await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true })
  privateKey = await ecdhOf(keys.privateKey)
})

const sealing = (text = 'a card') =>
  new CompactEncrypt(new TextEncoder().encode(text)).setProtectedHeader(HEADER)

/** @returns the opened text, undefined for what does not open */
function opened(sealed: string): string | undefined {
  try {
    const seal = readSeal(sealed)
    return seal ? decryptSeal(seal, privateKey).toString() : undefined
  } catch {
    return undefined
  }
}

const openedByJose = (sealed: string): Promise<string | undefined> =>
  compactDecrypt(sealed, keys.privateKey).then(
    ({ plaintext }) => Buffer.from(plaintext).toString(),
    () => undefined,
  )

describe('deriveContentKey', () => {
  it('derives the key of RFC 7518, appendix C', () => {
    const bob = createECDH('prime256v1')
    bob.setPrivateKey('VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw', 'base64url')
    const alice = Buffer.concat([
      Buffer.of(4),
      bytes('gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0'),
      bytes('SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps'),
    ])
    const context = { enc: 'A128GCM', bits: 128, apu: bytes('QWxpY2U'), apv: bytes('Qm9i') }
    const key = deriveContentKey(bob.computeSecret(alice), context)
    expect(key.toString('base64url')).toBe('VqqN6vgjbSBcIijNcacQGg')
  })
})

describe('decryptSeal', () => {
  it('opens what jose seals, also under the names of both parties', async () => {
    expect(opened(await sealing().encrypt(keys.publicKey))).toBe('a card')
    const parties = { apu: randomBytes(9), apv: randomBytes(300) }
    const named = await sealing().setKeyManagementParameters(parties).encrypt(keys.publicKey)
    expect(opened(named)).toBe('a card')
  })

  it('opens nothing as its content', async () => {
    expect(opened(await sealing('').encrypt(keys.publicKey))).toBe('')
  })

  it('opens no seal for another key', async () => {
    const other = await generateKeyPair('ECDH-ES', { crv: 'P-256' })
    expect(opened(await sealing().encrypt(other.publicKey))).toBeUndefined()
  })

  it('agrees with jose about every text with one byte changed', async () => {
    const sealed = await sealing().encrypt(keys.publicKey)
    for (let at = 0; at < sealed.length; at++) {
      const changed = `${sealed.slice(0, at)}${sealed[at] === 'A' ? 'B' : 'A'}${sealed.slice(at + 1)}`
      expect([at, opened(changed)]).toEqual([at, await openedByJose(changed)])
    }
  })

  /** The header of a sealed card with other members, so that the tag cannot match. */
  async function withHeader(change: (header: { epk: Record<string, unknown> }) => object): Promise<string> {
    const [header = '', ...rest] = (await sealing().encrypt(keys.publicKey)).split('.')
    const changed = change(JSON.parse(bytes(header).toString()))
    return [Buffer.from(JSON.stringify(changed)).toString('base64url'), ...rest].join('.')
  }

  it('never computes with a point that is not on the curve', async () => {
    const x = Buffer.alloc(32, 7).toString('base64url')
    const sealed = await withHeader((header) => ({ ...header, epk: { ...header.epk, x } }))
    const seal = readSeal(sealed)
    expect(seal).not.toBeNull()
    expect(() => seal && decryptSeal(seal, privateKey)).toThrow(/not valid for specified curve/)
  })

  const forms: [string, (header: { epk: Record<string, unknown> }) => object][] = [
    ['no kid', ({ ...header }) => ({ ...header, kid: undefined })],
    ['a long kid', (header) => ({ ...header, kid: 'k'.repeat(65) })],
    ['another algorithm', (header) => ({ ...header, alg: 'ECDH-ES+A256KW' })],
    ['another encryption', (header) => ({ ...header, enc: 'A128GCM' })],
    ['an extension that must be known', (header) => ({ ...header, crit: ['x'], x: 1 })],
    ['compression', (header) => ({ ...header, zip: 'DEF' })],
    ['another curve', (header) => ({ ...header, epk: { ...header.epk, crv: 'P-384' } })],
    ['another kind of key', (header) => ({ ...header, epk: { ...header.epk, kty: 'OKP' } })],
    ['a short coordinate', (header) => ({ ...header, epk: { ...header.epk, y: 'AAAA' } })],
    ['a coordinate that is no text', (header) => ({ ...header, epk: { ...header.epk, x: 7 } })],
    ['no point', (header) => ({ ...header, epk: undefined })],
    ['a party that is no text', (header) => ({ ...header, apu: 7 })],
    ['a list in its place', () => []],
  ]
  it.each(forms)('reads no seal with %s', async (_name, change) => {
    expect(readSeal(await withHeader(change))).toBeNull()
  })

  it('reads no seal with a shorter tag or vector, which GCM itself would allow', async () => {
    const parts = (await sealing().encrypt(keys.publicKey)).split('.')
    for (const part of [2, 4]) {
      const shorter = bytes(parts[part] ?? '')
        .subarray(0, 8)
        .toString('base64url')
      expect(readSeal(parts.with(part, shorter).join('.'))).toBeNull()
    }
  })

  it('reads no seal with an encrypted key or a sixth part', async () => {
    const sealed = await sealing().encrypt(keys.publicKey)
    expect(readSeal(sealed.replace('..', '.AAAA.'))).toBeNull()
    expect(readSeal(`${sealed}.`)).toBeNull()
  })
})
