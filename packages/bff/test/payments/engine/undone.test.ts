/** What an answer without a result proves. */
import { describe, expect, it } from 'vitest'
import type { Asked } from '../../../src/payments/engine/attempt.ts'
import {
  judgeUndone,
  messageOf,
  NOT_FOUND_IS_FINAL_MS,
  REVIEW_AFTER_MS,
  statusWithoutProof,
} from '../../../src/payments/engine/undone.ts'
import type { Undone } from '../../../src/payments/gateway.ts'

const NOW = 5000
const ORDER: Asked = { what: 'order', at: NOW, provenAt: 0 }
const QUERY: Asked = { what: 'query', at: NOW, provenAt: NOW }
const UNPROVEN_QUERY: Asked = { what: 'query', at: NOW, provenAt: 0 }

const NOT_SENT: Undone = { kind: 'not_sent', reason: 'ECONNREFUSED' }
const REFUSED: Undone = { kind: 'refused', reason: 'configuration', gatewayCode: '206002' }
const NOT_FOUND: Undone = { kind: 'not_found' }
const UNKNOWN: Undone = { kind: 'unknown', reason: 'timeout' }

const judged = (answer: Undone, asked: Asked, absent: string | null | undefined = undefined) =>
  judgeUndone(answer, asked, NOW, {
    failed: (failure, cause, isRefused) => `failed ${failure} ${cause} ${isRefused}`,
    absent: () => absent,
    unproven: (cause, now) => `unproven ${cause} ${now}`,
  })

describe('judgeUndone', () => {
  const cases: [string, Undone, Asked, string][] = [
    ['an order not sent', NOT_SENT, ORDER, 'failed gateway_unreachable ECONNREFUSED false'],
    ['an order refused', REFUSED, ORDER, 'failed configuration 206002 true'],
    ['an order answered "not found"', NOT_FOUND, ORDER, 'unproven not_found 0'],
    ['an order unanswered', UNKNOWN, ORDER, 'unproven timeout 5000'],
    ['a query not sent', NOT_SENT, QUERY, 'unproven ECONNREFUSED 5000'],
    ['a query refused', REFUSED, QUERY, 'unproven query_refused_206002 5000'],
    ['a query "not found" too early', NOT_FOUND, QUERY, 'unproven not_found 5000'],
    ['a query "not found" at an unproven time', NOT_FOUND, UNPROVEN_QUERY, 'unproven not_found 0'],
    ['a query unanswered', UNKNOWN, QUERY, 'unproven timeout 5000'],
  ]
  it.each(cases)('%s', (_what, answer, asked, expected) => {
    expect(judged(answer, asked)).toBe(expected)
  })

  it('ends what a query proves absent, and changes nothing where that changes nothing', () => {
    expect(judged(NOT_FOUND, QUERY, 'absent')).toBe('absent')
    expect(judged(NOT_FOUND, QUERY, null)).toBeNull()
    expect(judged(NOT_FOUND, ORDER, 'absent')).toBe('unproven not_found 0')
  })
})

describe('statusWithoutProof', () => {
  it.each([
    ['sending', false, 'unknown'],
    ['sending', true, 'unknown'],
    ['unknown', false, null],
    ['unknown', true, 'needs_review'],
    ['processing', true, 'needs_review'],
    ['needs_review', true, null],
  ])('%s, overdue %s: %s', (status, isOverdue, expected) => {
    expect(statusWithoutProof(status, isOverdue)).toBe(expected)
  })
})

describe('messageOf', () => {
  it("gives PayKKa's words of a refusal and of an answer that proves nothing", () => {
    expect(messageOf({ ...REFUSED, gatewayMessage: 'no' })).toBe('no')
    expect(messageOf({ ...UNKNOWN, gatewayMessage: 'odd' })).toBe('odd')
    expect(messageOf(UNKNOWN)).toBeUndefined()
    expect(messageOf({ kind: 'state', gatewayMessage: 'kept elsewhere' })).toBeUndefined()
  })
})

it('believes "not found" after ten minutes, and calls a person after a day', () => {
  expect([NOT_FOUND_IS_FINAL_MS, REVIEW_AFTER_MS]).toEqual([600_000, 86_400_000])
})
