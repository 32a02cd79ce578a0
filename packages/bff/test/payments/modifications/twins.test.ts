/** Which capture, void or refund is taken for a repetition of another one. */
import { describe, expect, it } from 'vitest'
import type { ModificationRow } from '../../../src/database/tables.ts'
import type { Repeatable } from '../../../src/payments/modifications/twins.ts'
import { refuseTwin, TWIN_MS } from '../../../src/payments/modifications/twins.ts'

const NOW = 1_800_000_000_000
const first = (changes: Partial<ModificationRow> = {}) =>
  ({
    id: 'ref_1',
    type: 'refund',
    amount: 500,
    whole: 0,
    status: 'succeeded',
    open: 0,
    updated_at: NOW - 1000,
    ...changes,
  }) as ModificationRow
const open = (status: ModificationRow['status'], changes = {}) => first({ status, open: 1, ...changes })

function codeOf(operations: ModificationRow[], changes: Partial<Repeatable> = {}, now = NOW): string {
  try {
    refuseTwin(
      { type: 'refund', amount: 500, allowRepeat: false, ...changes },
      { amount: 1099 },
      operations,
      now,
    )
    return 'fine'
  } catch (error) {
    return (error as { code: string }).code
  }
}

describe('a twin', () => {
  it.each(['sending', 'unknown', 'needs_review', 'processing', 'reviewing'] as const)(
    'of one that is %s has to wait',
    (status) => expect(codeOf([open(status)])).toBe('operation_in_progress'),
  )

  it.each([
    ['sending', 'operation_in_progress'],
    ['unknown', 'operation_in_progress'],
    ['needs_review', 'operation_in_progress'],
    ['processing', 'fine'],
    ['reviewing', 'fine'],
  ] as const)('of one that is %s, and allowed: %s', (status, code) => {
    expect(codeOf([open(status)], { allowRepeat: true })).toBe(code)
  })

  it('of one that has succeeded needs to be allowed, for ten minutes', () => {
    expect(codeOf([first()])).toBe('operation_repeated')
    expect(codeOf([first()], { allowRepeat: true })).toBe('fine')
    const ended = first({ updated_at: NOW })
    expect(codeOf([ended], {}, NOW + TWIN_MS - 1)).toBe('operation_repeated')
    expect(codeOf([ended], {}, NOW + TWIN_MS)).toBe('fine')
  })

  it('is none of one that failed: nothing was moved', () => {
    expect(codeOf([first({ status: 'failed' })])).toBe('fine')
  })

  it.each([
    ['of another kind', [first({ type: 'capture' })], { amount: 500 }, 'fine'],
    ['of another amount', [first()], { amount: 499 }, 'fine'],
    ['all of it, after a part', [first()], { amount: undefined }, 'fine'],
    ['all of it, after all of it', [first({ whole: 1 })], { amount: undefined }, 'operation_repeated'],
    [
      'all of it, after the whole sum',
      [first({ amount: 1099 })],
      { amount: undefined },
      'operation_repeated',
    ],
    [
      'the sum of all of it, after all of it',
      [first({ whole: 1, amount: 1099 })],
      { amount: 1099 },
      'operation_repeated',
    ],
    ['beside a different one under way', [open('unknown', { amount: 1 })], {}, 'fine'],
  ])('%s', (_name, operations, changes, code) => {
    expect(codeOf(operations, changes)).toBe(code)
  })

  it('names the newest of several', () => {
    const names = (operations: ModificationRow[]) => {
      try {
        refuseTwin({ type: 'refund', amount: 500, allowRepeat: false }, { amount: 1099 }, operations, NOW)
      } catch (error) {
        return (error as { extras: { operation: unknown } }).extras.operation
      }
      return undefined
    }
    expect(names([first(), first({ id: 'ref_2' })])).toEqual({
      id: 'ref_2',
      type: 'refund',
      status: 'succeeded',
    })
    expect(names([open('unknown', { id: 'ref_3' }), first()])).toEqual({
      id: 'ref_3',
      type: 'refund',
      status: 'unknown',
    })
  })
})
