/** Which columns an update writes. */
import { expect, it } from 'vitest'
import { changesOf } from '../../src/database/changes.ts'

it('names only what differs', () => {
  const row = { status: 'sending', last4: '4242', action: null, late: 0, extra: 'kept' }
  const changes = { status: 'succeeded', last4: '4242', action: null, late: 0 }
  expect(changesOf(row, changes)).toEqual({ status: 'succeeded' })
})

it.each([
  [null, 'x'],
  ['x', null],
  [0, 1],
  ['1', 1],
])('sees %j become %j', (before, after) => {
  expect(changesOf<{ value: unknown }>({ value: before }, { value: after })).toEqual({ value: after })
})
