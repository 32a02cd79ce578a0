/** Results that the database refuses are kept, logged once, and written later. */
import { expect, it } from 'vitest'
import { createUnwrittenResults } from '../../../src/payments/engine/unwritten.ts'

function bench() {
  const logged: unknown[] = []
  const note = (level: string) => (facts: Record<string, unknown>, message: string) =>
    void logged.push([level, facts.id, message])
  const results = createUnwrittenResults({ warn: note('warn'), error: note('error') })
  return { results, logged }
}

const full = () => Promise.reject(Object.assign(new Error('full'), { errcode: 13 }))
const broken = () => Promise.reject(new Error('broken'))

const KEPT =
  'PayKKa answered, and the database does not take the result: no new payment is taken until it does. Its disk is full: make space.'
const WRITTEN = 'Every result of PayKKa is written: payments are taken again.'

it('passes on what was written', async () => {
  const { results, logged } = bench()
  expect(await results.write('a', async () => 'written')).toBe('written')
  expect([results.count(), logged]).toEqual([0, []])
  expect(() => results.refuseNew()).not.toThrow()
})

it('keeps what a failing database refuses, logs the first, and refuses new payments', async () => {
  const { results, logged } = bench()
  await expect(results.write('a', full)).rejects.toThrow('full')
  await expect(results.write('b', full)).rejects.toThrow('full')
  expect(results.count()).toBe(2)
  expect(logged).toEqual([['error', 'a', KEPT]])
  expect(() => results.refuseNew()).toThrow(
    expect.objectContaining({ code: 'busy', extras: { retryAfter: 5 } }),
  )
})

it('writes all of it later, and logs when the last one is written', async () => {
  const { results, logged } = bench()
  let isFull = true
  const written: string[] = []
  const write = (id: string) => () => (isFull ? full() : Promise.resolve(written.push(id)))
  for (const id of ['a', 'b']) await results.write(id, write(id)).catch(() => {})
  await results.retry()
  expect([results.count(), written]).toEqual([2, []])
  isFull = false
  await results.write('a', write('a'))
  expect([results.count(), logged.length]).toEqual([1, 1])
  await results.retry()
  expect([results.count(), written]).toEqual([0, ['a', 'b']])
  expect(logged).toEqual([
    ['error', 'a', KEPT],
    ['warn', undefined, WRITTEN],
  ])
  await results.write('c', write('c'))
  expect(logged).toHaveLength(2)
})

it('keeps nothing that would fail again for another reason', async () => {
  const { results, logged } = bench()
  await expect(results.write('a', broken)).rejects.toThrow('broken')
  expect([results.count(), logged]).toEqual([0, []])
  await results.write('a', full).catch(() => {})
  await results.write('a', broken).catch(() => {})
  expect([results.count(), logged.at(-1)]).toEqual([0, ['warn', undefined, WRITTEN]])
})
