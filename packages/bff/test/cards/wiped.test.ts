/** The digits of a refused card are wiped before the refusal is answered. */
import type { ECDH } from 'node:crypto'
import type { CryptoKey } from 'jose'
import { CompactEncrypt, generateKeyPair } from 'jose'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { decryptCard, decryptCode } from '../../src/cards/decrypt-card.ts'
import { ecdhOf } from '../support/ecdh.ts'

const NOW = Date.UTC(2026, 5, 1, 12)
const CHECKOUT = `chk_${'a'.repeat(22)}`
const DATES = { expMonth: '12', expYear: '2031', checkout: CHECKOUT, iat: NOW / 1000 }
const CARD = { number: '4242424242424242', cvc: '917', ...DATES }

let keys: { privateKey: ECDH; publicKey: CryptoKey }
/** Every block of memory of its own that was made for digits. */
let blocks: Buffer[]
/** What the parser was given: the opened bytes, where only zeros may be left. */
let plaintexts: Uint8Array[]
let parsed: string[]

beforeAll(async () => {
  const pair = await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true })
  keys = { ...pair, privateKey: await ecdhOf(pair.privateKey) }
})

beforeEach(() => {
  blocks = []
  plaintexts = []
  parsed = []
  const from = Buffer.from.bind(Buffer) as (...parts: unknown[]) => Buffer
  vi.spyOn(Buffer, 'from').mockImplementation(((...parts: unknown[]) => {
    const made = from(...parts)
    if (parts.length === 1 && parts[0] instanceof ArrayBuffer) blocks.push(made)
    return made
  }) as typeof Buffer.from)
  const decode = TextDecoder.prototype.decode
  vi.spyOn(TextDecoder.prototype, 'decode').mockImplementation(function (
    this: InstanceType<typeof TextDecoder>,
    bytes,
  ) {
    const text = decode.call(this, bytes)
    if (text.includes('"iat"')) {
      plaintexts.push(bytes as Uint8Array)
      parsed.push(text)
    }
    return text
  })
})

afterEach(() => void vi.restoreAllMocks())

const context = (now: number) => ({
  checkoutId: CHECKOUT,
  acceptedBrands: ['visa' as const],
  now,
  findKey: async () => keys.privateKey,
})
const seal = (card: unknown) =>
  new CompactEncrypt(new TextEncoder().encode(JSON.stringify(card)))
    .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', kid: 'ck' })
    .encrypt(keys.publicKey)

const digits = () => blocks.map((block) => block.toString('latin1'))
const blank = (length: number) => '\0'.repeat(length)

describe('a card', () => {
  it('that decrypts has its digits in separate memory until it is wiped, and leaves no copies', async () => {
    const card = await decryptCard(await seal(CARD), context(NOW))
    expect(digits()).toEqual(['4242424242424242', '917'])
    expect(parsed).toEqual([JSON.stringify({ ...CARD, number: '0'.repeat(16), cvc: '000' })])
    expect(plaintexts.map((bytes) => bytes.every((byte) => byte === 0))).toEqual([true])
    card.wipe()
    expect(digits()).toEqual([blank(16), blank(3)])
  })

  const refused: [string, object, number, number[]][] = [
    ['of another checkout', { ...CARD, checkout: `chk_${'b'.repeat(22)}` }, NOW, [16, 3]],
    ['too old', CARD, NOW + 3_600_000, [16, 3]],
    ['of a brand that is not taken', { ...CARD, number: '5555555555554444' }, NOW, [16, 3]],
    ['without a month', { ...CARD, expMonth: '13' }, NOW, [16, 3]],
    ['without a code', { ...CARD, cvc: undefined }, NOW, [16]],
    ['without a number', { ...CARD, number: undefined }, NOW, [3]],
  ]
  it.each(refused)('%s is wiped', async (_name, card, now, lengths) => {
    await expect(decryptCard(await seal(card), context(now))).rejects.toThrow()
    expect(digits()).toEqual(lengths.map(blank))
    expect(plaintexts.map((bytes) => bytes.every((byte) => byte === 0))).toEqual([true])
  })
})

describe('a code', () => {
  const CODE = { cvc: '917', checkout: CHECKOUT, iat: NOW / 1000 }

  it("that opens is the caller's to wipe", async () => {
    const code = await decryptCode(await seal(CODE), context(NOW))
    expect(digits()).toEqual(['917'])
    code.fill(0)
    expect(digits()).toEqual([blank(3)])
  })

  it.each([
    ['of another checkout', { ...CODE, checkout: 'x' }, NOW],
    ['too old', CODE, NOW + 3_600_000],
  ])('%s is wiped', async (_name, code, now) => {
    await expect(decryptCode(await seal(code), context(now))).rejects.toThrow()
    expect(digits()).toEqual([blank(3)])
  })
})
