/** Every input of the corpus is read correctly, or the shopper is asked; no input is cut to another card. */
import { describe, expect, it } from 'vitest'
import { checkCvc } from '../../../src/card/form/cvc.ts'
import { digitsOf } from '../../../src/card/form/digits.ts'
import { checkExpiry, editExpiry } from '../../../src/card/form/expiry.ts'
import { checkHolder, readHolder } from '../../../src/card/form/holder.ts'
import { checkPan, editPan } from '../../../src/card/form/pan.ts'
import { readExpiry } from '../../../src/card/form/read-expiry.ts'
import { CODES, EXPIRIES, HOLDERS, NUMBERS } from '../../support/card-inputs.ts'

const BRANDS = ['visa', 'mastercard', 'amex', 'discover', 'diners', 'jcb', 'unionpay'] as const
const whole = (text: string) => ({ text, caret: text.length })

describe('the corpus', () => {
  it('has at least 300 inputs, each once', () => {
    for (const inputs of [NUMBERS, EXPIRIES, CODES, HOLDERS]) {
      const keys = inputs.map((input) => JSON.stringify(input.slice(1)))
      expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([])
    }
    expect(NUMBERS.length + EXPIRIES.length + CODES.length + HOLDERS.length).toBeGreaterThan(300)
  })
})

describe('a number that is pasted or filled in', () => {
  it.each(NUMBERS)('%s: %j', (_, text, digits, problem) => {
    const read = digitsOf(editPan(whole(text), 'whole').text)
    if (digits !== null) expect(read).toBe(digits)
    expect(checkPan(read, BRANDS)).toBe(problem)
  })
})

describe('an expiry date', () => {
  const short = (text: string) => {
    const expiry = readExpiry(text)
    return expiry && `${expiry.month}/${expiry.year.slice(2)}`
  }

  it.each(EXPIRIES)('%s: %j', (_, text, reading) => {
    expect(short(text)).toBe(reading)
    const shown = editExpiry(whole(text), 'whole').text
    expect(short(shown), 'as it is shown').toBe(reading)
    if (reading) expect(shown).toBe(reading.replace('/', ' / '))
    else expect(['empty', 'incomplete', 'invalid']).toContain(checkExpiry(shown, new Date(2026, 10, 23)))
  })

  it.each(EXPIRIES.filter(([, , reading]) => reading === null))('%s: %j loses no digit', (_, text) => {
    const kept = digitsOf(editExpiry(whole(text), 'whole').text).replace(/^0/, '')
    expect(kept).toBe(digitsOf(text).replace(/^0/, ''))
  })
})

describe('a security code', () => {
  it.each(CODES)('%s: %j for %j digits', (_, text, length, digits, problem) => {
    expect(digitsOf(text)).toBe(digits)
    expect(checkCvc(digitsOf(text), length)).toBe(problem)
  })
})

describe('a name', () => {
  it.each(HOLDERS)('%s: %j', (_, text, name, problem) => {
    expect(readHolder(text)).toBe(name)
    expect(checkHolder(text)).toBe(problem)
  })
})
