/** The edges of card number detection: every network's ranges and lengths, adjacent text, and separators. */
import { describe, expect, it } from 'vitest'
import { holdsCardNumber, isCardNumber, maskCardNumbers } from '../../src/cards/card-numbers.ts'
import { luhn } from '../../src/cards/luhn.ts'

/** @returns a number of that beginning and length whose check digit is right */
function numberOf(prefix: string, length: number): string {
  const body = prefix.padEnd(length - 1, '0')
  return [...'0123456789'].map((digit) => body + digit).find(luhn) ?? ''
}

describe('a range of a network', () => {
  /** Beginnings at both ends of each range, the lengths in use, and beginnings just outside. */
  const networks: [string, string[], number[], string[]][] = [
    ['Visa', ['40', '49'], [13, 16, 18, 19], []],
    [
      'Mastercard',
      ['51', '55', '2221', '2229', '223', '229', '23', '26', '270', '271', '2720'],
      [16],
      ['2220', '2721', '273', '20'],
    ],
    ['American Express', ['34', '37'], [15], ['33']],
    ['Discover', ['6011', '644', '649', '65'], [16, 17, 18, 19], []],
    ['Diners', ['300', '305', '3095', '36', '38', '39'], [14, 15, 16, 17, 18, 19], ['306', '3094', '31']],
    ['JCB', ['3528', '3529', '353', '358'], [16, 17, 18, 19], ['3527', '359']],
    ['UnionPay', ['62', '81'], [16, 17, 18, 19], ['80', '82']],
    ['Maestro', ['50', '56', '59', '60', '67', '69'], [16, 18, 19], ['70']],
    [
      'no card',
      [],
      [],
      [
        '10',
        '00',
        '71',
        '90',
        '99',
        '134',
        '137',
        '16011',
        '1644',
        '165',
        '13528',
        '162',
        '181',
        '14',
        '151',
        '150',
        '136',
      ],
    ],
  ]
  const lengths = Array.from({ length: 9 }, (_, index) => 12 + index)

  it.each(networks)('of %s', (_name, inside, allowed, outside) => {
    for (const length of lengths) {
      for (const prefix of inside)
        expect([prefix, length, isCardNumber(numberOf(prefix, length))]).toEqual([
          prefix,
          length,
          allowed.includes(length),
        ])
      for (const prefix of outside)
        expect([prefix, isCardNumber(numberOf(prefix, length))]).toEqual([prefix, false])
    }
  })

  it('does not count without its check digit', () => {
    const digits = numberOf('4', 16)
    const wrong = [...'0123456789'].map((digit) => digits.slice(0, -1) + digit).filter(isCardNumber)
    expect(wrong).toEqual([digits])
  })
})

const PAN = '4242424242424242'
const THIRTEEN = '4222222222222'
const hex = (text: string) => Buffer.from(text).toString('hex')

describe('the text beside it', () => {
  const beside: [string, boolean][] = [
    [`(${PAN})`, true],
    [`<${PAN}>`, true],
    [`${PAN}.`, true],
    [`a ${PAN} b`, true],
    [`pan=${PAN}&x`, true],
    // A digit of a script that is not looked for ends a number.
    [`${PAN}\u07c1`, true],
    [`x${PAN}`, false],
    [`${PAN}x`, false],
    [`_${PAN}`, false],
    [`${PAN}_`, false],
    [`é${PAN}`, false],
    [`1${PAN}`, false],
    [`${PAN}1`, false],
    [`12 ${PAN}`, true],
    [`${PAN} 12/31 123`, true],
  ]
  it.each(beside)('%j: %s', (text, found) => {
    expect([holdsCardNumber(text), maskCardNumbers(text) !== text]).toEqual([found, found])
  })

  it.each([
    ['4242  4242 4242 4242', false],
    ['4242/4242/4242/4242', false],
    ['4242, 4242, 4242, 4242', false],
    ['4 2 4 2 4 2 4 2 4 2 4 2 4 2 4 2', true],
    ['42424242-42424242', true],
    ['4242%2E4242%2e4242%2D4242', true],
    // Groups of a longer run: a card may begin at any of them, and none may be skipped.
    ['9999 4242 4242 4242 4242 9999', true],
  ])('its gaps in %j: %s', (text, found) => {
    expect(holdsCardNumber(text)).toBe(found)
  })

  it('of thirteen digits counts only in one piece: in groups it is a telephone number', () => {
    expect(holdsCardNumber(THIRTEEN)).toBe(true)
    expect(holdsCardNumber(`7 ${THIRTEEN}`)).toBe(true)
    expect(holdsCardNumber(`${THIRTEEN} 7`)).toBe(true)
    expect(holdsCardNumber('4222 222 222 222')).toBe(false)
    expect(holdsCardNumber(numberOf('36', 14).replace(/^(.{7})/, '$1 '))).toBe(true)
    expect(holdsCardNumber('4222 222222222')).toBe(false)
  })

  it('of nineteen digits counts, of twenty does not', () => {
    expect(holdsCardNumber(numberOf('4', 19))).toBe(true)
    expect(holdsCardNumber(`${numberOf('62', 19).slice(0, 10)} ${numberOf('62', 19).slice(10)}`)).toBe(true)
    expect(holdsCardNumber(numberOf('4', 20))).toBe(false)
  })
})

describe('an id', () => {
  it('is none for the digits in it, in either case', () => {
    const uuid = 'a0000000-0000-4000-4242-424242424242'
    expect([holdsCardNumber(uuid), holdsCardNumber(uuid.slice(19))]).toEqual([false, true])
    const digits = numberOf('4', 16)
    const id = `${digits.slice(0, 8)}-${digits.slice(8, 12)}-${digits.slice(12)}-8abc-abcdefabcdef`
    expect(holdsCardNumber(id.slice(0, 18))).toBe(true)
    for (const text of [id, id.toUpperCase(), `{"id":"${id}"}`]) expect(holdsCardNumber(text)).toBe(false)
    // A card number beside an id is still detected.
    expect(holdsCardNumber(`${id} ${PAN}`)).toBe(true)
  })
})

describe('an encoding', () => {
  const encoded: [string, boolean][] = [
    [hex(PAN), true],
    [hex(PAN).toUpperCase(), true],
    [`0x${hex(PAN)}`, true],
    [`a${hex(PAN)}`, false],
    [hex('4242 4242-4242.4242'), true],
    [hex('4242,4242,4242,4242'), false],
    [hex(THIRTEEN), true],
    [Buffer.from(PAN).toString('base64'), true],
    [Buffer.from(THIRTEEN).toString('base64'), true],
    [Buffer.from(`?>${PAN}?>`).toString('base64url'), true],
    [Buffer.from(`?>${PAN}?>`).toString('base64'), true],
    ['%34%32%34%32%34%32%34%32%34%32%34%32%34%32%34%32', true],
    ['%2534%2532%2534%2532%2534%2532%2534%2532%2534%2532%2534%2532%2534%2532%2534%2532', true],
    ['4242%204242%2042424242', true],
    [`%34${PAN.slice(1)}`, true],
    [`%64${PAN.slice(1)}`, false],
  ]
  it.each(encoded)('%s: %s', (text, found) => {
    expect(holdsCardNumber(text)).toBe(found)
  })

  it.each([0x0660, 0x06f0, 0x0966, 0x09e6, 0x0e50, 0xff10])('in digits from U+%x on', (zero) => {
    const written = (digits: string) =>
      [...digits].map((digit) => String.fromCodePoint(zero + Number(digit))).join('')
    for (const digits of [PAN, numberOf('4901357', 16), numberOf('4986', 16)])
      expect(holdsCardNumber(written(digits))).toBe(true)
    expect(holdsCardNumber(written('4242424242424241'))).toBe(false)
  })

  it('in digits of a script nobody types in is no number', () => {
    expect(
      holdsCardNumber([...PAN].map((digit) => String.fromCodePoint(0x1d7ce + Number(digit))).join('')),
    ).toBe(false)
  })
})

describe('a mask', () => {
  const lines: [string, string][] = [
    [`a ${PAN} b ${THIRTEEN} c`, 'a [card] b [card] c'],
    [`a ${hex(PAN)} b`, 'a [card] b'],
    [`a ${hex('4242424242424241')} b`, `a ${hex('4242424242424241')} b`],
    ['4242424242424241', '4242424242424241'],
    [`${PAN} 123`, '[card]'],
  ]
  it.each(lines)('%s: %s', (line, masked) => {
    expect(maskCardNumbers(line)).toBe(masked)
  })
})

describe('luhn', () => {
  it.each([
    ['0', true],
    ['00', true],
    ['18', true],
    ['59', true],
    ['81', false],
    ['79927398713', true],
    ['79927398710', false],
    ['', true],
  ])('%j: %s, as characters and as bytes', (digits, fits) => {
    expect([luhn(digits), luhn(Buffer.from(digits))]).toEqual([fits, fits])
  })
})
