/** Ids that sort by time. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { newTimedId } from '../../src/domain/ids.ts'

const NOW = Date.UTC(2026, 10, 30)
const END = Date.UTC(2094, 0, 1)
const random = (id: string) => id.slice(-15)

it('sort by the bytes of their text, whatever their random part', () => {
  const moments = fc.uniqueArray(fc.integer({ min: 0, max: END }), { minLength: 2 })
  fc.assert(
    fc.property(moments, (times) => {
      const inOrder = times.toSorted((a, b) => a - b).map((time) => newTimedId('pay', time))
      expect(inOrder.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))).toEqual(inOrder)
    }),
  )
})

it('have the form of other ids, and 90 random bits', () => {
  const ids = Array.from({ length: 1000 }, () => newTimedId('pay', NOW))
  for (const id of ids) expect(id).toMatch(/^pay_[\w-]{22}$/)
  expect(new Set(ids.map(random)).size).toBe(1000)
  const letters = new Set(ids.map(random).join(''))
  expect(letters.size).toBe(64)
})

it.each([-1, 0, 0.5, Number.MAX_SAFE_INTEGER])('keep their form at the time %d', (time) => {
  expect(newTimedId('pay', time)).toMatch(/^pay_[\w-]{22}$/)
})
