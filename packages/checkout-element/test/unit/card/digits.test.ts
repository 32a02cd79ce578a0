import { describe, expect, it } from 'vitest'
import { digitsOf, latinDigits } from '../../../src/card/form/digits.ts'

describe('digitsOf', () => {
  it.each([
    ['4242 4242', '42424242', 'spaces'],
    ['4242-4242', '42424242', 'dashes'],
    ['４２４２', '4242', 'full width'],
    ['٤٢٤٢', '4242', 'Arabic-Indic'],
    ['۴۲۴۲', '4242', 'Persian'],
    ['४२४२', '4242', 'Devanagari'],
    ['০১২৩৪৫৬৭৮৯', '0123456789', 'Bengali'],
    ['𝟒𝟐', '42', 'mathematical bold'],
    ['\u200f4242\u200e', '4242', 'direction marks'],
    ['card: 42x42', '4242', 'letters'],
    ['', '', 'nothing'],
  ])('%s gives %s (%s)', (text, digits) => expect(digitsOf(text)).toBe(digits))
})

describe('latinDigits', () => {
  it('keeps separators', () => expect(latinDigits('١٢/٣٤')).toBe('12/34'))
})
