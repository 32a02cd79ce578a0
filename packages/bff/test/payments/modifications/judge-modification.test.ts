/** What each answer makes of a capture, void or refund. */
import { describe, expect, it } from 'vitest'
import type { ModificationRow } from '../../../src/database/tables.ts'
import type { Asked } from '../../../src/payments/engine/attempt.ts'
import { NOT_FOUND_IS_FINAL_MS, REVIEW_AFTER_MS } from '../../../src/payments/engine/undone.ts'
import { isOver, judgeModification } from '../../../src/payments/modifications/judge-modification.ts'
import type { ModificationAnswer } from '../../../src/payments/modifications/modification-gateway.ts'

const NOW = Date.UTC(2026, 5, 1, 12)
const ORDER: Asked = { what: 'order', at: NOW, provenAt: NOW }
const QUERY: Asked = { what: 'query', at: NOW, provenAt: NOW }
const TIMEOUT: ModificationAnswer = { kind: 'unknown', reason: 'timeout' }

function row(changes: Partial<ModificationRow> = {}): ModificationRow {
  const fields = { type: 'refund', status: 'sending', amount: 500, sum_before: 0, accepted: 0 }
  return { ...fields, created_at: NOW, send_deadline: NOW, ...changes } as ModificationRow
}

const refund = (state: string, gatewayCode?: string) =>
  ({
    kind: 'refund',
    state,
    gatewayStatus: state.toUpperCase(),
    ...(gatewayCode ? { gatewayCode } : {}),
  }) as ModificationAnswer

describe('a refund that is not over', () => {
  const DAY = 86_400_000
  const asked = (state: string, changes: Partial<ModificationRow>, days: number, id = 'GW1') => {
    const operation = row({ status: 'processing', accepted: 1, payout: 0, ...changes })
    const answer = { ...refund(state), gatewayRefundId: id } as ModificationAnswer
    return judgeModification(operation, answer, QUERY, NOW + days * DAY)?.status
  }
  const waits: [string, string, Partial<ModificationRow>, string, number][] = [
    ['to a card', 'processing', {}, 'GW1', 10],
    ['that PayKKa reviews', 'reviewing', {}, 'GW1', 30],
    ['that is paid out, by its id', 'processing', {}, 'RG1', 30],
    ['that is paid out, by what was paid with', 'processing', { payout: 1 }, 'GW1', 30],
  ]
  it.each(waits)(
    '%s is waited for quietly, and then a person must look',
    (_name, state, changes, id, days) => {
      expect(asked(state, changes, days - 0.01, id)).toBe(state)
      expect(asked(state, changes, days, id)).toBe('needs_review')
      expect(asked('succeeded', changes, days + 1, id)).toBe('succeeded')
    },
  )

  it('is known as a payout from then on, with its id', () => {
    const answer = { ...refund('reviewing'), gatewayRefundId: 'RG1' } as ModificationAnswer
    expect(judgeModification(row(), answer, ORDER, NOW)).toMatchObject({
      payout: true,
      gatewayRefundId: 'RG1',
    })
    expect(judgeModification(row(), refund('processing'), ORDER, NOW)).not.toHaveProperty('payout')
  })
})

describe('isOver', () => {
  it.each([
    ['succeeded', true],
    ['failed', true],
    ['sending', false],
    ['processing', false],
    ['reviewing', false],
    ['unknown', false],
    ['needs_review', false],
  ] as const)('%s: %s', (status, over) => {
    expect(isOver(status)).toBe(over)
  })
})

describe('an answer to the order itself', () => {
  const answers: [string, ModificationAnswer, unknown][] = [
    ['a yes', { kind: 'accepted' }, { status: 'processing', accepted: true }],
    ['never sent', { kind: 'not_sent', reason: 'x' }, { status: 'failed', failure: 'gateway_unreachable' }],
    [
      'a refusal',
      { kind: 'refused', reason: 'configuration', gatewayCode: '1001' },
      { status: 'failed', failure: 'configuration', gatewayCode: '1001' },
    ],
    ['not found', { kind: 'not_found' }, { status: 'unknown' }],
    ['silence', TIMEOUT, { status: 'unknown' }],
    [
      'a refund that is over',
      refund('succeeded'),
      { status: 'succeeded', accepted: true, gatewayStatus: 'SUCCEEDED' },
    ],
    [
      'a refund that was declined',
      refund('failed', '9001'),
      {
        status: 'failed',
        accepted: true,
        gatewayStatus: 'FAILED',
        gatewayCode: '9001',
        failure: 'refused_by_gateway',
      },
    ],
    [
      'a refund under review',
      refund('reviewing'),
      { status: 'reviewing', accepted: true, gatewayStatus: 'REVIEWING', payout: true },
    ],
  ]
  it.each(answers)('that is %s', (_name, answer, verdict) => {
    expect(judgeModification(row(), answer, ORDER, NOW)).toEqual(verdict)
  })

  it('that accepts again proves nothing new', () => {
    expect(judgeModification(row({ accepted: 1 }), { kind: 'accepted' }, ORDER, NOW)).toBeNull()
  })
})

describe('an answer to a question about it', () => {
  const nothing: ModificationAnswer[] = [
    TIMEOUT,
    { kind: 'not_sent', reason: 'x' },
    { kind: 'refused', reason: 'configuration', gatewayCode: '1001' },
    { kind: 'not_found' },
  ]
  it.each(nothing)('proves nothing when it is $kind', (answer) => {
    expect(judgeModification(row(), answer, QUERY, NOW)).toEqual({ status: 'unknown' })
    expect(judgeModification(row({ status: 'unknown' }), answer, QUERY, NOW)).toBeNull()
  })

  const FINAL = NOW + NOT_FOUND_IS_FINAL_MS
  const absences: [string, Partial<ModificationRow>, Asked, boolean][] = [
    ['as soon as nothing can be on its way', {}, { what: 'query', at: NOW, provenAt: FINAL }, true],
    ['not a moment earlier', {}, { what: 'query', at: NOW, provenAt: FINAL - 1 }, false],
    ['not when PayKKa had said yes', { accepted: 1 }, { what: 'query', at: NOW, provenAt: FINAL }, false],
    ['not when it answers the order', {}, { what: 'order', at: NOW, provenAt: FINAL }, false],
  ]
  it.each(absences)('“not found” ends it: %s', (_name, changes, asked, ended) => {
    const waiting = row({ status: 'unknown', ...changes })
    expect(judgeModification(waiting, { kind: 'not_found' }, asked, FINAL)).toEqual(
      ended ? { status: 'failed', failure: 'not_executed' } : null,
    )
  })
})

describe('a long wait', () => {
  const REVIEW = { status: 'needs_review', failure: 'no_answer' }
  const waits: [string, Partial<ModificationRow>, number, unknown][] = [
    ['a refund nobody answered, after a day', { status: 'unknown' }, REVIEW_AFTER_MS, REVIEW],
    ['a refund nobody answered, before', { status: 'unknown' }, REVIEW_AFTER_MS - 1, null],
    ['a refund PayKKa works on', { status: 'processing' }, REVIEW_AFTER_MS, null],
    ['a capture it once said yes to', { status: 'processing', type: 'capture' }, REVIEW_AFTER_MS, REVIEW],
    ['a void, before a day', { status: 'processing', type: 'void' }, REVIEW_AFTER_MS - 1, null],
    ['what a person looks at already', { status: 'needs_review', type: 'void' }, REVIEW_AFTER_MS, null],
  ]
  it.each(waits)('of %s', (_name, changes, ms, verdict) => {
    expect(judgeModification(row(changes), TIMEOUT, QUERY, NOW + ms)).toEqual(verdict)
  })

  it('of a refund that stays in progress for ten days goes to a person; one under review may take longer', () => {
    const after = (state: string, ms: number) => judgeModification(row(), refund(state), QUERY, NOW + ms)
    const stuck = { status: 'needs_review', failure: 'still_processing', gatewayStatus: 'PROCESSING' }
    expect(after('processing', 10 * REVIEW_AFTER_MS)).toMatchObject(stuck)
    expect(after('processing', 10 * REVIEW_AFTER_MS - 1)).toMatchObject({ status: 'processing' })
    expect(after('reviewing', 10 * REVIEW_AFTER_MS)).toMatchObject({ status: 'reviewing' })
  })
})

describe('balances', () => {
  const balances = (captured: number, voided = 0) => ({
    authorized: 1000,
    captured,
    capturable: 1000 - captured - voided,
    voided,
    voidable: 1000 - captured - voided,
    refunded: 0,
    refundable: captured,
  })
  const FINAL = NOW + NOT_FOUND_IS_FINAL_MS
  const capture = row({ type: 'capture', status: 'unknown', sum_before: 200 })
  const rows: [string, ModificationRow, ReturnType<typeof balances>, number, unknown][] = [
    ['all of it', capture, balances(700), NOW, { status: 'succeeded', accepted: true, amount: 500 }],
    [
      'a void, by what was voided',
      { ...capture, type: 'void' },
      balances(0, 700),
      NOW,
      { status: 'succeeded', accepted: true, amount: 500 },
    ],
    [
      'more, as a person captured too',
      capture,
      balances(701),
      NOW,
      { status: 'succeeded', accepted: true, amount: 500 },
    ],
    ['less, which a person captured', capture, balances(500), FINAL - 1, null],
    [
      'less, and nothing more can come',
      capture,
      balances(500),
      FINAL,
      { status: 'failed', failure: 'not_executed' },
    ],
    [
      'all that a capture by hand left to void',
      { ...capture, type: 'void', whole: 1 },
      balances(600, 400),
      NOW,
      { status: 'succeeded', accepted: true, amount: 200 },
    ],
    [
      'a part, when all was to be voided',
      { ...capture, type: 'void', whole: 1 },
      balances(0, 400),
      NOW,
      null,
    ],
    ['less than before', capture, balances(100), NOW, { status: 'needs_review', failure: 'balances_differ' }],
    ['nothing, yet', capture, balances(200), FINAL - 1, null],
    [
      'nothing, and nothing can come',
      capture,
      balances(200),
      FINAL,
      { status: 'failed', failure: 'not_executed' },
    ],
    ['nothing, after a yes', { ...capture, accepted: 1 }, balances(200), FINAL, null],
  ]
  it.each(rows)('that moved by %s', (_name, operation, now, at, verdict) => {
    expect(
      judgeModification(operation, { kind: 'sums', balances: now }, { ...QUERY, provenAt: at }, at),
    ).toEqual(verdict)
  })
})

describe("PayKKa's own words", () => {
  const said = (answer: ModificationAnswer, asked = ORDER) =>
    judgeModification(row(), answer, asked, NOW)?.gatewayMessage

  it('are kept of a failed refund, a refusal and an answer that proves nothing', () => {
    expect(
      said({ kind: 'refund', state: 'failed', gatewayStatus: 'FAILURE', gatewayMessage: 'closed' }),
    ).toBe('closed')
    const refused = { kind: 'refused', reason: 'busy', gatewayCode: '1', gatewayMessage: 'later' } as const
    expect(said(refused)).toBe('later')
    expect(said({ kind: 'unknown', reason: 'http_500', gatewayMessage: 'odd' })).toBe('odd')
  })

  it('are left out where there are none, and where nothing is proven', () => {
    const verdict = judgeModification(row(), TIMEOUT, ORDER, NOW)
    expect(verdict).not.toHaveProperty('gatewayMessage')
    const odd: ModificationAnswer = { kind: 'unknown', reason: 'http_500', gatewayMessage: 'odd' }
    expect(judgeModification(row({ status: 'unknown' }), odd, QUERY, NOW)).toBeNull()
  })
})

it('voids of a part end like captures of a part', () => {
  const part = row({ type: 'void', whole: 0, amount: 500, status: 'unknown' })
  const sums = { authorized: 1000, captured: 0, capturable: 500, voided: 500, voidable: 500 }
  const answer = { kind: 'sums', balances: { ...sums, refunded: 0, refundable: 0 } } as const
  expect(judgeModification(part, answer, QUERY, NOW)).toEqual({
    status: 'succeeded',
    accepted: true,
    amount: 500,
  })
  const less = { ...answer, balances: { ...answer.balances, voided: 499 } }
  expect(judgeModification(part, less, QUERY, NOW)).toBeNull()
})
