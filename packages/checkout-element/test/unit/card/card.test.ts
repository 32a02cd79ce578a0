import cardValidator from 'card-validator'
import { describe, expect, it } from 'vitest'
import { brandOf } from '../../../src/card/form/brand.ts'
import { cardStatus, checkCard, parseCard } from '../../../src/card/form/card.ts'
import { checkCvc } from '../../../src/card/form/cvc.ts'
import { checkPan, editPan } from '../../../src/card/form/pan.ts'

const ALL = ['visa', 'mastercard', 'amex', 'discover', 'diners', 'jcb', 'unionpay'] as const
const rules = { today: new Date(2026, 10, 23), brands: ALL }
const good = { number: '4242 4242 4242 4242', expiry: '12 / 34', cvc: '123', holder: 'Ada  Lovelace ' }

describe('brandOf', () => {
  it.each([
    ['4', 'visa'],
    ['4026', 'visa'],
    ['5', 'mastercard'],
    ['51', 'mastercard'],
    ['2221', 'mastercard'],
    ['2720', 'mastercard'],
    ['34', 'amex'],
    ['37', 'amex'],
    ['6011', 'discover'],
    ['36', 'diners'],
    ['3528', 'jcb'],
    ['62', 'unionpay'],
    ['5018', 'other'],
  ])('%s is %s', (digits, brand) => expect(brandOf(digits)?.brand).toBe(brand))

  it.each(['', '3', '6', '9999'])('%s is not decided', (digits) => expect(brandOf(digits)).toBeNull())

  it('knows the four-digit code of American Express', () => expect(brandOf('37')?.cvcLength).toBe(4))

  it('answers for every new number, and again for the last', () => {
    const numbers = ['4242424242424242', '4242424242424242', '378282246310005', '4', '', '55']
    expect(numbers.map((digits) => brandOf(digits)?.brand ?? null)).toEqual([
      'visa',
      'visa',
      'amex',
      'visa',
      null,
      'mastercard',
    ])
  })

  it('misses nothing by looking at eight digits: no pattern of the tables is longer', () => {
    const { types, getTypeInfo } = cardValidator.creditCardType
    const patterns = Object.values(types).flatMap((type) => getTypeInfo(type).patterns.flat())
    expect(Math.max(...patterns.map((pattern) => String(pattern).length))).toBe(8)
  })
})

describe('checkPan', () => {
  it.each([
    ['4242424242424242', null],
    ['5555555555554444', null],
    ['2223003122003222', null],
    ['378282246310005', null],
    ['6011111111111117', null],
    ['36227206271667', null],
    ['3566002020360505', null],
    ['6205500000000000004', null],
    ['4242424242424241', 'invalid'],
    ['424242424242', 'incomplete'],
    ['', 'empty'],
    ['9999999999999995', 'brand'],
    ['9999999999999994', 'invalid'],
    ['5018000000000009', 'brand'],
  ])('%s: %s', (digits, problem) => expect(checkPan(digits, ALL)).toBe(problem))

  it('reports a brand that is not accepted before anything else', () => {
    expect(checkPan('37', ['visa'])).toBe('brand')
  })
})

describe('editPan', () => {
  it.each([
    ['378282246310005', '3782 822463 10005'],
    ['４２４２４２４２', '4242 4242'],
    ['4242-4242-4242-4242', '4242 4242 4242 4242'],
    ['5555555555554444999', '5555 5555 5555 4444'],
  ])('%s is shown as %s', (text, shown) => {
    expect(editPan({ text, caret: text.length }, 'insert')).toEqual({ text: shown, caret: shown.length })
  })
})

describe('checkCvc', () => {
  it.each([
    ['', 3, 'empty'],
    ['12', 3, 'incomplete'],
    ['123', 3, null],
    ['123', 4, 'incomplete'],
    ['1234', 4, null],
    ['1234', 3, 'long'],
    ['12345', 4, 'long'],
    ['12345', null, 'long'],
    ['123', null, null],
    ['1234', null, null],
  ] as const)('%s of %s: %s', (digits, length, problem) => expect(checkCvc(digits, length)).toBe(problem))
})

describe('parseCard', () => {
  it('gives the card in the words of the wire', () => {
    expect(parseCard(good, rules)).toEqual({
      ok: true,
      card: {
        number: '4242424242424242',
        expMonth: '12',
        expYear: '2034',
        cvc: '123',
        holderName: 'Ada Lovelace',
        brand: 'visa',
      },
    })
  })

  it.each([
    [{ number: '' }, { number: 'empty' }],
    [{ expiry: '10 / 26' }, { expiry: 'expired' }],
    [{ cvc: '1' }, { cvc: 'incomplete' }],
    [{ holder: '4242 4242 4242' }, { holder: 'invalid' }],
    [{ holder: '---' }, { holder: 'invalid' }],
    [
      { number: '', expiry: '', cvc: '', holder: '' },
      { number: 'empty', expiry: 'empty', cvc: 'empty', holder: 'empty' },
    ],
  ])('%o is refused with %o', (change, errors) => {
    expect(checkCard({ ...good, ...change }, rules)).toEqual(errors)
    expect(parseCard({ ...good, ...change }, rules).ok).toBe(false)
  })
})

describe('cardStatus', () => {
  it('reports last four digits only of a valid number', () => {
    expect(cardStatus(good, {}, rules)).toMatchObject({
      brand: 'visa',
      last4: '4242',
      complete: true,
      empty: false,
    })
    expect(cardStatus({ ...good, number: '4242 4242' }, {}, rules).last4).toBeNull()
  })

  it('never holds more digits than the last four', () => {
    expect(JSON.stringify(cardStatus(good, {}, rules))).not.toMatch(/\d{5}/)
  })
})
