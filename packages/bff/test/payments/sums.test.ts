/** What PayKKa's sums prove about a payment, and when they contradict themselves or its word. */
import type { Balances } from '@paykka-checkout/shared-types'
import { describe, expect, it } from 'vitest'
import { balancesOf, contradiction, statusFromSums } from '../../src/payments/sums.ts'

/** Sums of a payment of 1000 minor units. */
function sums(captured: number, voided = 0, refunded = 0, capturable = 1000 - captured - voided): Balances {
  const left = Math.max(0, capturable)
  return {
    authorized: 1000,
    captured,
    capturable: left,
    voided,
    voidable: left,
    refunded,
    refundable: captured - refunded,
  }
}

describe('balancesOf', () => {
  it('reads what was kept, and knows when nothing was', () => {
    expect(balancesOf({ balances: JSON.stringify(sums(400)) })).toEqual(sums(400))
    expect(balancesOf({ balances: null })).toBeNull()
  })
})

describe('statusFromSums', () => {
  const rows: [string, Balances, string | null][] = [
    ['only authorized', sums(0), null],
    ['a part captured, more can be', sums(400), 'authorized'],
    ['all captured', sums(1000), 'succeeded'],
    ['a part captured as the last one', sums(400, 0, 0, 0), 'succeeded'],
    ['a part voided, more is held', sums(0, 400), 'partially_reversed'],
    ['a part captured, the rest voided', sums(400, 600), 'partially_reversed'],
    ['a part captured, a part voided, more is held', sums(400, 200), 'partially_reversed'],
    ['all voided', sums(0, 1000), 'canceled'],
    ['the last part voided after a first one', sums(0, 400, 0, 0), 'canceled'],
    ['all captured and then voided', sums(1000, 1000, 0, 0), 'canceled'],
    ['a part refunded', sums(1000, 0, 300), 'partially_refunded'],
    ['all refunded', sums(1000, 0, 1000), 'refunded'],
    ['all of the captured part refunded, more can be captured', sums(400, 0, 400), 'partially_refunded'],
    ['all of the captured part refunded, the rest voided', sums(400, 600, 400), 'refunded'],
    ['captured again after a refund', sums(1000, 0, 400), 'partially_refunded'],
  ]
  it.each(rows)('%s', (_name, balances, status) => {
    expect(statusFromSums(balances)).toBe(status)
  })
})

describe('contradiction', () => {
  const rows: [string, Parameters<typeof contradiction>, boolean][] = [
    ['agreeing sums', ['succeeded', sums(1000), sums(0)], false],
    ['the same once more', ['succeeded', sums(1000), sums(1000)], false],
    ['a first answer', ['authorized', sums(0), null], false],
    ['more captured than authorized', ['succeeded', sums(1001), null], true],
    ['more voided than authorized', ['canceled', sums(0, 1001), null], true],
    [
      'more captured where the authorization is unknown',
      ['succeeded', { ...sums(1000), authorized: 0 }, null],
      false,
    ],
    ['more refunded than captured', ['refunded', sums(400, 0, 401), null], true],
    ['captured less than before', ['succeeded', sums(399), sums(400)], true],
    ['voided less than before', ['authorized', sums(0, 99), sums(0, 100)], true],
    ['a refund that failed in the end', ['succeeded', sums(1000), sums(1000, 0, 300)], false],
    ['refunded, by the word alone', ['refunded', sums(1000), sums(1000)], true],
    ['partially refunded, by the word alone', ['partially_refunded', sums(1000), null], true],
    ['canceled, with money taken', ['canceled', sums(1000), null], true],
    ['canceled, with all of it voided', ['canceled', sums(1000, 1000, 0, 0), null], false],
    ['canceled before anything was taken', ['canceled', sums(0), null], false],
    ['declined, with money taken', ['declined', sums(1000), null], true],
    ['declined', ['declined', sums(0), null], false],
    ['under way, with money announced', ['processing', sums(1000), null], false],
  ]
  it.each(rows)('%s', (_name, args, clashes) => {
    expect(contradiction(...args) !== null).toBe(clashes)
  })

  it.each([
    ['more moved than was authorized', contradiction('succeeded', sums(1001), null)],
    ['more refunded than was captured', contradiction('refunded', sums(400, 0, 401), null)],
    ['a sum went down', contradiction('succeeded', sums(399), sums(400))],
    ['the sums do not fit the word declined', contradiction('declined', sums(1000), null)],
  ])('says so: %s', (words, said) => {
    expect(said).toBe(words)
  })

  it('finds no money given back in a status word alone, whatever the other facts', () => {
    expect(contradiction('partially_refunded', sums(1000, 0, 300), null)).toBeNull()
    expect(contradiction('refunded', sums(1000, 0, 1000), null)).toBeNull()
    expect(contradiction('canceled', sums(1000, 0, 300), null)).toBeNull()
    expect(contradiction('declined', sums(1000, 0, 1000), null)).not.toBeNull()
  })
})
