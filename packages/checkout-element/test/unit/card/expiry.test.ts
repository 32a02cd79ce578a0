import { describe, expect, it } from 'vitest'
import { checkExpiry, editExpiry } from '../../../src/card/form/expiry.ts'
import { readExpiry } from '../../../src/card/form/read-expiry.ts'

/** Types one character after the other at the end. */
const typed = (text: string): string =>
  Array.from(text).reduce((shown, char) => {
    const next = shown + char
    return editExpiry({ text: next, caret: next.length }, 'insert').text
  }, '')

describe('editExpiry', () => {
  it.each([
    ['1', '1'],
    ['12', '12 / '],
    ['1234', '12 / 34'],
    ['2', '02 / '],
    ['934', '09 / 34'],
    ['1/34', '01 / 34'],
    ['13', '01 / 3'],
    ['12/34', '12 / 34'],
    ['12/2034', '12 / 34'],
    ['122034', '12 / 34'],
    ['12 / 34', '12 / 34'],
    ['١٢٣٤', '12 / 34'],
    ['12345', '12 / 34'],
  ])('typing %s shows %s', (text, shown) => expect(typed(text)).toBe(shown))

  it.each([
    ['12/34', '12 / 34'],
    ['12/2034', '12 / 34'],
    ['2034-12', '12 / 34'],
    ['1234', '12 / 34'],
    ['12-34', '12 / 34'],
  ])('pasting %s shows %s', (text, shown) => {
    expect(editExpiry({ text, caret: text.length }, 'insert').text).toBe(shown)
  })

  it.each([
    ['12 / ', '12'],
    ['12 /', '12'],
    ['1', '1'],
    ['12 / 3', '12 / 3'],
  ])('deleting down to %s leaves %s', (text, left) => {
    expect(editExpiry({ text, caret: text.length }, 'delete').text).toBe(left)
  })
})

describe('readExpiry', () => {
  it.each([
    ['12 / 34', { month: '12', year: '2034' }],
    ['12/2034', { month: '12', year: '2034' }],
    ['1/34', { month: '01', year: '2034' }],
    ['12 / 3', null],
    ['12', null],
  ])('%s', (text, expiry) => expect(readExpiry(text)).toEqual(expiry))
})

describe('checkExpiry', () => {
  const today = new Date(2026, 10, 23)
  it.each([
    ['', 'empty'],
    ['12', 'incomplete'],
    ['11 / 26', null],
    ['10 / 26', 'expired'],
    ['12 / 25', 'expired'],
    ['00 / 30', 'invalid'],
    ['11 / 56', null],
    ['12 / 56', 'invalid'],
  ])('%s: %s', (text, problem) => expect(checkExpiry(text, today)).toBe(problem))
})
