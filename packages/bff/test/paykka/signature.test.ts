/** PayKKa's signature against vectors made with openssl, and against every byte that may change on the way. */
import { createPublicKey } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { CASES, PUBLIC_KEY } from '../../../emulator/test/signature-vectors.ts'
import type { SignedParts } from '../../src/paykka/signature.ts'
import { bytesToSign, sign, verify } from '../../src/paykka/signature.ts'
import { rsaPair } from '../support/keys.ts'

/** Many runs on a busy machine. */
const TIMEOUT = { timeout: 30_000 }

const vectorKey = createPublicKey(PUBLIC_KEY)
const own = rsaPair('merchant')
const stranger = rsaPair('stranger')

function parts(changes: Partial<SignedParts> = {}): SignedParts {
  return {
    method: 'POST',
    path: '/v3/payment/acq',
    timestamp: '1757387467986',
    nonce: '4326048250346354435',
    body: Buffer.from('{"amount":100}'),
    ...changes,
  }
}

function flip<T extends Uint8Array>(bytes: T, bit: number): Buffer {
  const changed = Buffer.from(bytes)
  const at = (bit >> 3) % changed.length
  changed[at] = (changed[at] ?? 0) ^ (1 << (bit & 7))
  return changed
}

describe('bytesToSign', () => {
  it('joins five lines without a last line feed', () => {
    expect(bytesToSign(parts({ method: 'post' })).toString()).toBe(
      'POST\n/v3/payment/acq\n1757387467986\n4326048250346354435\n{"amount":100}',
    )
  })

  it('writes every empty element as one space', () => {
    const empty = { method: '', path: '', timestamp: '', nonce: '', body: Buffer.alloc(0) }
    expect(bytesToSign(empty).toString()).toBe(' \n \n \n \n ')
  })
})

describe('verify', () => {
  it.each(CASES)("accepts openssl's signature: $name", ({ header, body, ...rest }) => {
    const signed = { ...rest, body: Buffer.from(body) }
    expect(verify(signed, header, [vectorKey])).toBe(true)
    expect(verify(signed, decodeURIComponent(header), [vectorKey])).toBe(true)
    expect(verify(signed, header, [own.publicKey])).toBe(false)
    expect(verify(signed, header, [own.publicKey, vectorKey])).toBe(true)
  })

  it.each(CASES)('refuses one byte more, less or other: $name', ({ header, body, ...rest }) => {
    const bytes = Buffer.from(body)
    const wrong = [Buffer.concat([bytes, Buffer.from(' ')]), bytes.subarray(0, -1), flip(bytes, 0)]
    expect(wrong.map((other) => verify({ ...rest, body: other }, header, [vectorKey]))).toEqual([
      false,
      false,
      false,
    ])
  })

  const headers = [
    '',
    ' ',
    '%',
    '%zz',
    'abc',
    'not base64!',
    'AAAA',
    '%41%41%41%41',
    'é'.repeat(344),
    `${'A'.repeat(342)}==\n`,
    'A'.repeat(100_000),
  ]
  it.each(headers)('is false, without throwing, for the header %j', (header) => {
    expect(verify(parts(), header, [own.publicKey])).toBe(false)
  })

  it('is false when a plus sign became a space, as form decoding does', async () => {
    const many = await Promise.all(
      Array.from({ length: 8 }, (_, index) => sign(parts({ nonce: `n${index}` }), own.privateKey)),
    )
    const index = many.findIndex((header) => header.includes('%2B'))
    const spoiled = decodeURIComponent(many[index] ?? '').replaceAll('+', ' ')
    expect(spoiled).toContain(' ')
    expect(verify(parts({ nonce: `n${index}` }), spoiled, [own.publicKey])).toBe(false)
  })
})

describe('another spelling of a genuine signature', () => {
  /** Of the last character before `==` only the first two bits count. */
  const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
  const spellings: [string, (plain: string) => string, boolean][] = [
    ['as it is', (plain) => plain, true],
    ['percent-encoded', (plain) => encodeURIComponent(plain), true],
    ['percent-encoded twice', (plain) => encodeURIComponent(encodeURIComponent(plain)), false],
    ['without its end', (plain) => plain.slice(0, -2), false],
    ['with more after it', (plain) => `${plain}=`, false],
    ['with a blank before it', (plain) => ` ${plain}`, false],
    ['with a line feed in it', (plain) => `${plain.slice(0, 76)}\n${plain.slice(76)}`, false],
    ['in Base64url', (plain) => Buffer.from(plain, 'base64').toString('base64url'), false],
    [
      'with unused bits',
      (plain) => plain.replace(/.(?===$)/, (last) => ALPHABET[ALPHABET.indexOf(last) + 1] ?? ''),
      false,
    ],
  ]
  it.each(spellings)('%s: %s', async (_name, spell, genuine) => {
    const plain = decodeURIComponent(await sign(parts(), own.privateKey))
    expect(verify(parts(), spell(plain), [own.publicKey])).toBe(genuine)
  })
})

describe('sign', () => {
  it('leaves zeros of what it signed: a card is in it', async () => {
    const concat = Buffer.concat.bind(Buffer)
    const made: { bytes: Buffer; text: string }[] = []
    vi.spyOn(Buffer, 'concat').mockImplementation((list, length) => {
      const bytes = concat(list, length)
      made.push({ bytes, text: bytes.toString() })
      return bytes
    })
    onTestFinished(() => void vi.restoreAllMocks())
    await sign(parts(), own.privateKey)
    const signed = made.filter(({ text }) => text.includes('{"amount":100}'))
    expect(signed.map(({ bytes }) => bytes.every((byte) => byte === 0))).toEqual([true])
  })

  const text = fc.string({ unit: 'binary', maxLength: 200 })
  const line = fc.stringMatching(/^[\x21-\x7e]{1,40}$/)

  it('makes a percent-encoded signature that verifies, for any body', TIMEOUT, async () => {
    await fc.assert(
      fc.asyncProperty(text, line, line, async (body, path, nonce) => {
        const signed = parts({ path: `/${path}`, nonce, body: Buffer.from(body) })
        const header = await sign(signed, own.privateKey)
        expect(header).toMatch(/^[A-Za-z0-9%]+$/)
        expect(verify(signed, header, [own.publicKey])).toBe(true)
        expect(verify(signed, header, [stranger.publicKey])).toBe(false)
      }),
      { numRuns: 40 },
    )
  })

  it('does not verify after one flipped bit in any element', TIMEOUT, async () => {
    const signed = parts({ body: Buffer.from('{"name":"珠宝 🛒"}') })
    const header = await sign(signed, own.privateKey)
    const raw = Buffer.from(decodeURIComponent(header), 'base64')
    const text = (value: string, bit: number) => flip(Buffer.from(value), bit).toString('latin1')
    fc.assert(
      fc.property(fc.nat(4095), (bit) => {
        const wrong: SignedParts[] = [
          { ...signed, body: flip(signed.body, bit) },
          { ...signed, path: text(signed.path, bit) },
          { ...signed, timestamp: text(signed.timestamp, bit) },
          { ...signed, nonce: text(signed.nonce, bit) },
        ]
        for (const other of wrong) expect(verify(other, header, [own.publicKey])).toBe(false)
        expect(verify(signed, flip(raw, bit).toString('base64'), [own.publicKey])).toBe(false)
      }),
      { numRuns: 200 },
    )
  })

  it(
    "does not verify after one flipped bit in the header's text, unused Base64 bits included",
    TIMEOUT,
    async () => {
      const signed = parts()
      const plain = Buffer.from(decodeURIComponent(await sign(signed, own.privateKey)))
      const bits = Array.from({ length: plain.length * 8 }, (_, bit) => bit)
      const accepted = bits.filter((bit) =>
        verify(signed, flip(plain, bit).toString('latin1'), [own.publicKey]),
      )
      expect(accepted).toEqual([])
    },
  )
})

describe('sign', () => {
  it.each([1, 2])('makes the same signature on %i core(s), and wipes its copy of the body', async (cores) => {
    vi.resetModules()
    vi.doMock('node:os', () => ({ availableParallelism: () => cores }))
    onTestFinished(() => void vi.doUnmock('node:os'))
    const concat = vi.spyOn(Buffer, 'concat')
    onTestFinished(() => concat.mockRestore())
    const { sign: signThere } = await import('../../src/paykka/signature.ts')
    const header = await signThere(parts(), own.privateKey)
    expect(verify(parts(), header, [own.publicKey])).toBe(true)
    const copy = concat.mock.results.find(({ value }) => (value as Buffer).length > 40)?.value as Buffer
    expect(copy.every((byte) => byte === 0)).toBe(true)
  })
})
