import { describe, expect, it } from 'vitest'
import type { CardField } from '../../../src/card/entry/card-entry.ts'
import type { CardText, FieldErrors } from '../../../src/card/form/card.ts'
import { afterLeaving, afterTyping } from '../../../src/card/form/field-errors.ts'

const rules = { today: new Date(2026, 10, 23), brands: ['visa', 'amex'] as const }
const VISA = '4242 4242 4242 4242'
const MASTERCARD = '5555 5555 5555 4444'
const good: CardText = { number: VISA, expiry: '12 / 34', cvc: '123', holder: 'Ada Lovelace' }

type Row = [what: string, shown: FieldErrors, field: CardField, text: Partial<CardText>, after: FieldErrors]

describe('afterTyping', () => {
  it.each<Row>([
    [
      'takes a mistake that was put right away',
      { expiry: 'empty', cvc: 'empty' },
      'expiry',
      {},
      { cvc: 'empty' },
    ],
    ['keeps one that was not', { expiry: 'empty' }, 'expiry', { expiry: '1' }, { expiry: 'empty' }],
    ['shows no new one', {}, 'expiry', { expiry: '01 / 20' }, {}],
    ['leaves other fields alone', { holder: 'empty' }, 'cvc', {}, { holder: 'empty' }],
    ['shows a brand that is not taken at once', {}, 'number', { number: '5555' }, { number: 'brand' }],
    [
      'in place of another mistake',
      { number: 'empty' },
      'number',
      { number: MASTERCARD },
      { number: 'brand' },
    ],
    ['takes that away with the first digits of another', { number: 'brand' }, 'number', { number: '4' }, {}],
    ['a new number may put the code right', { cvc: 'incomplete' }, 'number', {}, {}],
    [
      'or not',
      { cvc: 'incomplete' },
      'number',
      { number: '3782 822463 10005', cvc: '123' },
      { cvc: 'incomplete' },
    ],
  ])('%s', (_, shown, field, text, after) => {
    expect(afterTyping(shown, field, { ...good, ...text }, rules)).toEqual(after)
  })

  it.each<CardField>(['number', 'expiry', 'cvc', 'holder'])('changes nothing for a good %s', (field) => {
    const shown: FieldErrors = field === 'holder' ? { expiry: 'empty' } : { holder: 'empty' }
    expect(afterTyping(shown, field, good, rules)).toBe(shown)
  })
})

describe('afterLeaving', () => {
  it.each<Row>([
    ['shows what is wrong', {}, 'number', { number: '4242' }, { number: 'incomplete' }],
    ['in place of what was', { expiry: 'empty' }, 'expiry', { expiry: '01 / 20' }, { expiry: 'expired' }],
    ['takes away what was put right', { cvc: 'empty', holder: 'empty' }, 'cvc', {}, { holder: 'empty' }],
  ])('%s', (_, shown, field, text, after) => {
    expect(afterLeaving(shown, field, { ...good, ...text }, rules)).toEqual(after)
  })

  it.each<[string, FieldErrors, Partial<CardText>]>([
    ['an untouched field is no mistake', {}, { number: ' ' }],
    ['nor does it put one right', { number: 'incomplete' }, { number: '' }],
    ['the same mistake', { number: 'incomplete' }, { number: '4242' }],
    ['still right', { cvc: 'empty' }, {}],
  ])('changes nothing: %s', (_, shown, text) => {
    expect(afterLeaving(shown, 'number', { ...good, ...text }, rules)).toBe(shown)
  })
})
