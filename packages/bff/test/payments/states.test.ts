/** Which statuses are open or paid, and what an answer makes of each. */
import type { Balances, PaymentStatus } from '@paykka-checkout/shared-types'
import { describe, expect, it } from 'vitest'
import type { GatewayState } from '../../src/payments/gateway.ts'
import { isActive, isLeftBehind, isPaid, nextStatus, wasPaid } from '../../src/payments/states.ts'

const NOTHING: Balances = {
  authorized: 0,
  captured: 0,
  capturable: 0,
  voided: 0,
  voidable: 0,
  refunded: 0,
  refundable: 0,
}
const HELD: Balances = { ...NOTHING, authorized: 1000, capturable: 1000, voidable: 1000 }
const PART: Balances = { ...HELD, captured: 400, capturable: 600, voidable: 600, refundable: 400 }
const TAKEN: Balances = { ...NOTHING, authorized: 1000, captured: 1000, refundable: 1000 }
const REFUNDED: Balances = { ...TAKEN, refunded: 1000, refundable: 0 }

type Payment = Parameters<typeof nextStatus>[0]
const payment = (status: PaymentStatus, live = 1, balances: Balances | null = null): Payment => ({
  status,
  live,
  balances: balances && JSON.stringify(balances),
})

describe('isActive and isPaid', () => {
  const all: [PaymentStatus, boolean, boolean][] = [
    ['sending', true, false],
    ['action_required', true, false],
    ['processing', true, false],
    ['unknown', true, false],
    ['needs_review', true, false],
    ['authorized', false, true],
    ['succeeded', false, true],
    ['partially_refunded', false, true],
    ['refunded', false, true],
    ['partially_reversed', false, true],
    ['declined', false, false],
    ['failed', false, false],
    ['canceled', false, false],
    ['expired', false, false],
  ]
  it.each(all)('%s: open %s, paid %s', (status, live, paid) => {
    expect([isActive(status), isPaid(status)]).toEqual([live, paid])
  })
})

describe('isLeftBehind', () => {
  const rows: [PaymentStatus, number | null, boolean][] = [
    ['canceled', 5, true],
    ['expired', 5, true],
    ['canceled', null, false],
    ['action_required', 5, false],
    ['succeeded', 5, false],
  ]
  it.each(rows)('%s, left at %s: %s', (status, left_at, expected) => {
    expect(isLeftBehind({ status, left_at })).toBe(expected)
  })
})

describe('wasPaid', () => {
  const rows: [string, Payment, boolean][] = [
    ['a paid one', payment('succeeded', 0), true],
    ['a declined one', payment('declined', 0, HELD), false],
    ['one under review that never had a result', payment('needs_review', 1, HELD), false],
    ['one under review that was paid before', payment('needs_review', 0, HELD), true],
    [
      'the same, captured without an authorized sum',
      payment('needs_review', 0, { ...TAKEN, authorized: 0 }),
      true,
    ],
    ['one under review that was given up before', payment('needs_review', 0), false],
    ['the same, with sums of nothing', payment('needs_review', 0, NOTHING), false],
  ]
  it.each(rows)('%s: %s', (_what, row, expected) => {
    expect(wasPaid(row)).toBe(expected)
  })
})

describe('nextStatus', () => {
  type Row = [string, Payment, GatewayState['status'], Balances | undefined, PaymentStatus]
  const rows: Row[] = [
    ['a word leads on', payment('processing'), 'succeeded', undefined, 'succeeded'],
    ['a word that leads nowhere changes nothing', payment('refunded', 0), 'succeeded', undefined, 'refunded'],
    ['sums prove what no word leads to', payment('refunded', 0), 'succeeded', PART, 'authorized'],
    ['sums of a word that is paid decide', payment('processing'), 'authorized', TAKEN, 'succeeded'],
    [
      'sums are announcements while a payment is under way',
      payment('processing'),
      'processing',
      TAKEN,
      'processing',
    ],
    ['they are so beside a decline', payment('processing'), 'declined', TAKEN, 'declined'],
    [
      'of a payment that was paid they decide beside any word',
      payment('succeeded', 0),
      'processing',
      REFUNDED,
      'refunded',
    ],
    ['sums of nothing leave the word', payment('unknown'), 'authorized', HELD, 'authorized'],
    [
      'a review of what was paid ends by its sums',
      payment('needs_review', 0, HELD),
      'processing',
      PART,
      'authorized',
    ],
    ['also when money is only held', payment('needs_review', 0, HELD), 'processing', HELD, 'authorized'],
    ['not without sums', payment('needs_review', 0, HELD), 'processing', undefined, 'needs_review'],
    ['by a word that says what became of it', payment('needs_review', 0, HELD), 'declined', HELD, 'declined'],
    [
      'a review of what was never paid stays',
      payment('needs_review', 1, HELD),
      'processing',
      TAKEN,
      'needs_review',
    ],
    [
      'held money stays held beside "under way"',
      payment('authorized', 0, HELD),
      'processing',
      HELD,
      'authorized',
    ],
    [
      'taken money is not held again',
      payment('partially_refunded', 0, TAKEN),
      'processing',
      HELD,
      'partially_refunded',
    ],
  ]
  it.each(rows)('%s', (_what, row, word, sums, expected) => {
    expect(nextStatus(row, word, sums)).toBe(expected)
  })
})
