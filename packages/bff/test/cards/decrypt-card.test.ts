/** Sealed cards that must not open: wrong checkout, wrong time, wrong key, wrong form. */
import type { ECDH } from 'node:crypto'
import { createSecretKey } from 'node:crypto'
import { CARD_BRANDS } from '@paykka-checkout/shared-types'
import type { CryptoKey } from 'jose'
import { CompactEncrypt, exportJWK, generateKeyPair, importJWK } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import { decryptCard, decryptCode } from '../../src/cards/decrypt-card.ts'
import { AppError } from '../../src/domain/errors.ts'
import { ecdhOf } from '../support/ecdh.ts'
import { rsaPair } from '../support/keys.ts'

const NOW = Date.UTC(2026, 5, 1, 12)
const SECONDS = NOW / 1000
const CHECKOUT = `chk_${'a'.repeat(22)}`
const CARD = {
  number: '4242424242424242',
  expMonth: '12',
  expYear: '2031',
  cvc: '123',
  checkout: CHECKOUT,
  iat: SECONDS,
}
const HEADER = { alg: 'ECDH-ES', enc: 'A256GCM', kid: 'ck_known' }

let privateKey: ECDH
let publicKey: CryptoKey

beforeAll(async () => {
  const pair = await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true })
  privateKey = await ecdhOf(pair.privateKey)
  publicKey = pair.publicKey
})

type Header = Record<string, unknown> & { alg: string; enc: string }

function seal(
  card: unknown,
  header: Header = HEADER,
  key: CryptoKey | Uint8Array = publicKey,
): Promise<string> {
  const text = typeof card === 'string' ? card : JSON.stringify(card)
  return new CompactEncrypt(new TextEncoder().encode(text)).setProtectedHeader(header).encrypt(key)
}

const open = (sealed: string, acceptedBrands = [...CARD_BRANDS]) =>
  decryptCard(sealed, {
    checkoutId: CHECKOUT,
    acceptedBrands,
    now: NOW,
    findKey: async (kid) => (kid === HEADER.kid ? privateKey : null),
  })

async function codeOf(sealed: string, acceptedBrands = [...CARD_BRANDS]): Promise<string> {
  try {
    await open(sealed, acceptedBrands)
    return 'opened'
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return error.code
  }
}

describe('decryptCard', () => {
  it('opens a card sealed for this checkout, now', async () => {
    const card = await open(await seal({ ...CARD, holderName: 'Ada' }))
    expect([card.brand, card.last4]).toEqual(['visa', '4242'])
    expect(JSON.stringify(card)).not.toContain('424242424242')
  })

  const ages: [number, string][] = [
    [0, 'opened'],
    [-600, 'opened'],
    [-601, 'card_expired_seal'],
    [-86_400, 'card_expired_seal'],
    [60, 'opened'],
    [61, 'card_expired_seal'],
    [86_400, 'card_expired_seal'],
  ]
  it.each(ages)('sealed %i seconds from now: %s', async (offset, code) => {
    expect(await codeOf(await seal({ ...CARD, iat: SECONDS + offset }))).toBe(code)
  })

  // The first of June, noon. A day of slack, since months end later in the west.
  it.each([
    ['05', '2026', 'opened'],
    ['04', '2026', 'validation_failed'],
    ['12', '2025', 'validation_failed'],
    ['01', '2001', 'validation_failed'],
    ['06', '2026', 'opened'],
    ['01', '2027', 'opened'],
  ])('good to the end of %s/%s: %s', async (expMonth, expYear, code) => {
    expect(await codeOf(await seal({ ...CARD, expMonth, expYear }))).toBe(code)
  })

  it('good to the end of last month is refused a day into this one', async () => {
    const openAt = async (now: number) =>
      decryptCard(await seal({ ...CARD, expMonth: '05', expYear: '2026', iat: Math.floor(now / 1000) }), {
        checkoutId: CHECKOUT,
        acceptedBrands: [...CARD_BRANDS],
        now,
        findKey: async () => privateKey,
      })
    const dayAfter = Date.UTC(2026, 5, 2)
    expect((await openAt(dayAfter - 1)).last4).toBe('4242')
    await expect(openAt(dayAfter)).rejects.toMatchObject({
      code: 'validation_failed',
      extras: { errors: [{ field: '/method/card', message: expect.stringContaining('expired') }] },
    })
  })

  const contents: [string, unknown][] = [
    ['another checkout', { ...CARD, checkout: `chk_${'b'.repeat(22)}` }],
    ['no checkout', { ...CARD, checkout: undefined }],
    ['a list of checkouts', { ...CARD, checkout: [CHECKOUT] }],
    ['no iat', { ...CARD, iat: undefined }],
    ['iat as text', { ...CARD, iat: String(SECONDS) }],
    ['iat with a fraction', { ...CARD, iat: SECONDS + 0.5 }],
    ['iat in milliseconds and beyond', { ...CARD, iat: 2 ** 60 }],
    ['month 13', { ...CARD, expMonth: '13' }],
    ['month 0', { ...CARD, expMonth: '00' }],
    ['one-digit month', { ...CARD, expMonth: '1' }],
    ['month as number', { ...CARD, expMonth: 12 }],
    ['two-digit year', { ...CARD, expYear: '31' }],
    ['year of another century', { ...CARD, expYear: '1931' }],
    ['5-digit cvc', { ...CARD, cvc: '12345' }],
    ['2-digit cvc', { ...CARD, cvc: '12' }],
    ['no cvc', { ...CARD, cvc: undefined }],
    ['letters as cvc', { ...CARD, cvc: 'abc' }],
    ['spaces in the number', { ...CARD, number: '4242 4242 4242 4242' }],
    ['a number that is too short', { ...CARD, number: '42424242424' }],
    ['a number that is too long', { ...CARD, number: '42424242424242424242' }],
    ['other digits', { ...CARD, number: '٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢' }],
    ['JSON inside the number', { ...CARD, number: '4242424242424242","x":"' }],
    ['a control character in the holder', { ...CARD, holderName: 'A\nB' }],
    ['a holder that is too long', { ...CARD, holderName: 'a'.repeat(65) }],
    ['an empty holder', { ...CARD, holderName: '' }],
    [
      'another number before the real one',
      `{"x":{"number":"5555555555554444"},${JSON.stringify(CARD).slice(1)}`,
    ],
    ['another code before the real one', `{"x":{"cvc":"987"},${JSON.stringify(CARD).slice(1)}`],
    ['a card that is no JSON', `${JSON.stringify(CARD)},`],
    ['null', 'null'],
    ['a list', '[]'],
    ['text', '"card"'],
    ['no JSON', '{"number":'],
    ['nothing', ''],
  ]
  it.each(contents)('refuses %s', async (_name, card) => {
    expect(await codeOf(await seal(card))).toBe('card_unreadable')
  })

  const invalid: [string, string][] = [
    ['a bad check digit', '4242424242424241'],
    ['zeros', '0000000000000000'],
    ['an unknown brand', '9999999999999995'],
    // Maestro: a network, but none that this BFF has a word for.
    ['a brand the shop cannot know', '6304000000000000'],
  ]
  const MESSAGES: Record<string, string> = {
    'a brand the shop cannot know': 'this card brand is not accepted',
  }
  it.each(invalid)('names the field for %s, not the digits', async (_name, number) => {
    const sealed = await seal({ ...CARD, number })
    await expect(open(sealed)).rejects.toMatchObject({
      code: 'validation_failed',
      extras: {
        errors: [{ field: '/method/card', message: MESSAGES[_name] ?? 'the card number is not valid' }],
      },
    })
    await expect(open(sealed)).rejects.not.toThrow(number)
  })

  it('refuses a brand the shop does not take', async () => {
    const sealed = await seal(CARD)
    expect(await codeOf(sealed, ['mastercard'])).toBe('validation_failed')
    expect(await codeOf(sealed, ['visa'])).toBe('opened')
  })

  const brands: [string, string][] = [
    ['4242424242424242', 'visa'],
    ['5555555555554444', 'mastercard'],
    ['2223003122003222', 'mastercard'],
    ['378282246310005', 'amex'],
    ['6011111111111117', 'discover'],
    ['30569309025904', 'diners'],
    ['30951234567897', 'diners'],
    ['3530111333300000', 'jcb'],
    ['6200000000000005', 'unionpay'],
    // UnionPay gives out numbers without a check digit.
    ['6200000000000004', 'unionpay'],
  ]
  it.each(brands)('knows %s as %s', async (number, brand) => {
    expect((await open(await seal({ ...CARD, number }))).brand).toBe(brand)
  })
})

describe('the seal itself', () => {
  it.each([0, 1, 2, 3, 4])('refuses a change in part %i', async (part) => {
    const parts = (await seal(CARD)).split('.')
    const text = parts[part] ?? ''
    const changed = text === '' ? 'AAAA' : `${text[0] === 'A' ? 'B' : 'A'}${text.slice(1)}`
    expect(await codeOf(parts.with(part, changed).join('.'))).toBe('card_unreadable')
  })

  it.each([0, 2, 3, 4])('refuses part %i missing', async (part) => {
    const parts = (await seal(CARD)).split('.')
    expect(await codeOf(parts.with(part, '').join('.'))).toBe('card_unreadable')
  })

  it('refuses an exchanged body under the header of another seal', async () => {
    const [first, second] = [await seal(CARD), await seal({ ...CARD, number: '5555555555554444' })]
    const [head, key, ...rest] = second.split('.')
    expect(await codeOf([first.split('.')[0], key, ...rest].join('.'))).toBe('card_unreadable')
    expect(await codeOf([head, key, ...rest].join('.'))).toBe('opened')
  })

  const headers: [string, Header][] = [
    ['another kid', { ...HEADER, kid: 'ck_other' }],
    ['no kid', { alg: 'ECDH-ES', enc: 'A256GCM' }],
    ['a kid that is no text', { ...HEADER, kid: ['ck_known'] }],
    ['a long kid', { ...HEADER, kid: 'k'.repeat(65) }],
    ['A128GCM', { ...HEADER, enc: 'A128GCM' }],
    ['A256CBC-HS512', { ...HEADER, enc: 'A256CBC-HS512' }],
    ['key wrapping', { ...HEADER, alg: 'ECDH-ES+A256KW' }],
  ]
  it.each(headers)('refuses %s', async (_name, header) => {
    expect(await codeOf(await seal(CARD, header))).toBe('card_unreadable')
  })

  it('refuses the plain dir algorithm with a guessed key', async () => {
    expect(await codeOf(await seal(CARD, { ...HEADER, alg: 'dir' }, new Uint8Array(32)))).toBe(
      'card_unreadable',
    )
  })

  it('refuses RSA', async () => {
    const rsa = rsaPair('merchant').publicKey
    const key = (await importJWK({ ...(await exportJWK(rsa)), alg: 'RSA-OAEP-256' })) as CryptoKey
    expect(await codeOf(await seal(CARD, { ...HEADER, alg: 'RSA-OAEP-256' }, key))).toBe('card_unreadable')
  })

  it('refuses a password', async () => {
    const key = new Uint8Array(createSecretKey(Buffer.from('password')).export())
    expect(await codeOf(await seal(CARD, { ...HEADER, alg: 'PBES2-HS256+A128KW' }, key))).toBe(
      'card_unreadable',
    )
  })

  it('refuses an extension it does not know', async () => {
    const sealed = await new CompactEncrypt(new TextEncoder().encode(JSON.stringify(CARD)))
      .setProtectedHeader({ ...HEADER, crit: ['exp'], exp: 1 })
      .encrypt(publicKey, { crit: { exp: true } })
    expect(await codeOf(sealed)).toBe('card_unreadable')
  })

  it('refuses a compressed card', async () => {
    const [header = '', ...rest] = (await seal(CARD)).split('.')
    const fields = JSON.parse(Buffer.from(header, 'base64url').toString()) as object
    const zipped = Buffer.from(JSON.stringify({ ...fields, zip: 'DEF' })).toString('base64url')
    expect(await codeOf([zipped, ...rest].join('.'))).toBe('card_unreadable')
    expect(await codeOf(await seal(CARD, { ...HEADER, zip: 'DEF' }))).toBe('card_unreadable')
  })

  it.each(['', '.', '....', 'a.b.c.d.e', 'null', '{}', 'eyJhbGciOiJub25lIn0...'])(
    'refuses %j',
    async (text) => {
      expect(await codeOf(text)).toBe('card_unreadable')
    },
  )

  it('says nothing about the inside when it refuses', async () => {
    const refusal = await open(await seal({ ...CARD, cvc: '98765' })).catch((error: AppError) => error)
    expect(refusal).toBeInstanceOf(AppError)
    expect(JSON.stringify(refusal) + String((refusal as AppError).stack)).not.toMatch(/98765|4242/)
    expect((refusal as AppError).cause).toBeUndefined()
  })
})

describe('a card around what is well formed', () => {
  const around: [string, Record<string, unknown>][] = [
    ['a month with more before it', { expMonth: '112' }],
    ['a month with more after it', { expMonth: '121' }],
    ['a year with more before it', { expYear: '12031' }],
    ['a year with more after it', { expYear: '20311' }],
    ['a code of two digits', { cvc: '12' }],
    ['a code of five digits', { cvc: '12345' }],
    ['a checkout with more before it', { checkout: `x${CHECKOUT}` }],
    ['a checkout with more after it', { checkout: `${CHECKOUT}x` }],
  ]
  it.each(around)('is unreadable: %s', async (_name, changes) => {
    expect(await codeOf(await seal({ ...CARD, ...changes }))).toBe('card_unreadable')
  })

  it('asks for a key by names of at most 64 characters', async () => {
    const asked: string[] = []
    const findKey = async (kid: string) => {
      asked.push(kid)
      return privateKey
    }
    const context = { checkoutId: CHECKOUT, acceptedBrands: [...CARD_BRANDS], now: NOW, findKey }
    const opened = await decryptCard(await seal(CARD, { ...HEADER, kid: 'k'.repeat(64) }), context)
    expect(opened.brand).toBe('visa')
    await expect(decryptCard(await seal(CARD, { ...HEADER, kid: 'k'.repeat(65) }), context)).rejects.toThrow()
    await expect(decryptCard(await seal(CARD, { ...HEADER, kid: ['ck'] }), context)).rejects.toThrow()
    expect(asked).toEqual(['k'.repeat(64)])
  })
})

describe('decryptCode', () => {
  const CODE = { cvc: '917', checkout: CHECKOUT, iat: SECONDS }
  const context = {
    checkoutId: CHECKOUT,
    now: NOW,
    findKey: async (kid: string) => (kid === HEADER.kid ? privateKey : null),
  }
  const outcome = async (code: unknown) => {
    try {
      return (await decryptCode(await seal(code), context)).toString()
    } catch (error) {
      return (error as AppError).code
    }
  }

  it.each(['917', '9176'])('gives the digits of %s', async (cvc) => {
    expect(await outcome({ ...CODE, cvc })).toBe(cvc)
  })

  const unreadable: [string, unknown][] = [
    ['of another checkout', { ...CODE, checkout: `chk_${'b'.repeat(22)}` }],
    ['too short', { ...CODE, cvc: '12' }],
    ['too long', { ...CODE, cvc: '12345' }],
    ['that is a number', { ...CODE, cvc: 917 }],
    ['named twice', `{"cvc":"917","cvc":"918","checkout":"${CHECKOUT}","iat":${SECONDS}}`],
    ['without one', { checkout: CHECKOUT, iat: SECONDS }],
    ['without a time', { ...CODE, iat: undefined }],
    ['with half a second', { ...CODE, iat: SECONDS + 0.5 }],
    ['in no JSON', '{"cvc":"917"'],
    ['before the real one', `{"x":{"cvc":"918"},${JSON.stringify(CODE).slice(1)}`],
    ['in nothing', 'null'],
  ]
  it.each(unreadable)('refuses a code %s', async (_name, code) => {
    expect(await outcome(code)).toBe('card_unreadable')
  })

  it.each([
    [-600, '917'],
    [-601, 'card_expired_seal'],
    [60, '917'],
    [61, 'card_expired_seal'],
  ])('of %i seconds from now: %s', async (offset, expected) => {
    expect(await outcome({ ...CODE, iat: SECONDS + offset })).toBe(expected)
  })
})
