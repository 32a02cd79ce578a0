/** What each answer makes of a payment in each state, cell by cell. */
import type { PaymentStatus } from '@paykka-checkout/shared-types'
import { PAYMENT_STATUSES } from '@paykka-checkout/shared-types'
import { describe, expect, it } from 'vitest'
import type { PaymentRow } from '../../../src/database/tables.ts'
import type { Asked } from '../../../src/payments/engine/attempt.ts'
import { NOT_FOUND_IS_FINAL_MS, REVIEW_AFTER_MS } from '../../../src/payments/engine/undone.ts'
import type { GatewayAnswer } from '../../../src/payments/gateway.ts'
import { judgePayment } from '../../../src/payments/purchases/judge-payment.ts'
import { checkoutStatusFor, isActive, isPaid, MOVES_BY_WORD } from '../../../src/payments/states.ts'

const NOW = Date.UTC(2026, 5, 1, 12)
const PURCHASE: Asked = { what: 'order', at: NOW, provenAt: NOW }
const QUERY: Asked = { what: 'query', at: NOW, provenAt: NOW }

function payment(changes: Partial<PaymentRow> = {}): PaymentRow {
  const row = {
    status: 'unknown',
    created_at: NOW,
    send_deadline: NOW,
    gateway_order_id: null,
    balances: null,
  }
  const asked = { balances_asked_at: null }
  return { ...row, ...asked, ...changes } as PaymentRow
}

const LIVE = ['sending', 'action_required', 'processing', 'unknown', 'needs_review']
const PAID = ['authorized', 'succeeded', 'partially_refunded', 'refunded', 'partially_reversed']

describe.each(PAYMENT_STATUSES)('%s', (status) => {
  it('is live, paid or over', () => {
    expect([isActive(status), isPaid(status)]).toEqual([LIVE.includes(status), PAID.includes(status)])
  })

  it('has no move to itself', () => {
    expect(MOVES_BY_WORD[status]).not.toContain(status)
  })

  const states: [GatewayAnswer, PaymentStatus][] = [
    [{ kind: 'state', state: { status: 'succeeded' }, facts: {} }, 'succeeded'],
    [{ kind: 'state', state: { status: 'authorized' }, facts: {} }, 'authorized'],
    [{ kind: 'state', state: { status: 'processing' }, facts: {} }, 'processing'],
    [{ kind: 'state', state: { status: 'canceled' }, facts: {} }, 'canceled'],
    [{ kind: 'state', state: { status: 'refunded' }, facts: {} }, 'refunded'],
    [
      { kind: 'state', state: { status: 'action_required', url: 'https://b.example/' }, facts: {} },
      'action_required',
    ],
    [
      { kind: 'state', state: { status: 'declined', code: 'declined', retry: 'later' }, facts: {} },
      'declined',
    ],
  ]
  it.each(states)('becomes what the word proves, or stays (%#)', (answer, to) => {
    const allowed = status === to || MOVES_BY_WORD[status].includes(to)
    for (const asked of ['order', 'query'] as const)
      expect(
        judgePayment(payment({ status }), answer, { what: asked, at: NOW, provenAt: NOW }, NOW),
      ).toMatchObject({
        status: allowed ? to : status,
        cause: 'gateway',
      })
  })

  const inconclusive: GatewayAnswer[] = [
    { kind: 'unknown', reason: 'timeout' },
    { kind: 'not_sent', reason: 'ECONNREFUSED' },
    { kind: 'refused', reason: 'configuration', gatewayCode: '206003' },
    { kind: 'refused', reason: 'busy', gatewayCode: 'http_429' },
    { kind: 'not_found' },
  ]
  it.each(inconclusive)('learns nothing from a query that ends as $kind', (answer) => {
    const verdict = judgePayment(payment({ status }), answer, QUERY, NOW)
    expect(verdict?.status ?? null).toBe(status === 'sending' ? 'unknown' : null)
  })

  it('goes to a person after a day without an answer, while it is live', () => {
    const waiting = payment({ status, created_at: NOW - REVIEW_AFTER_MS })
    const verdict = judgePayment(waiting, { kind: 'unknown', reason: 'timeout' }, QUERY, NOW)
    const expected = { sending: 'unknown', action_required: 'needs_review', processing: 'needs_review' }
    const known: Partial<Record<PaymentStatus, string>> = { ...expected, unknown: 'needs_review' }
    expect(verdict?.status).toBe(known[status])
  })
})

describe('judge', () => {
  const purchases: [GatewayAnswer, string, string | undefined][] = [
    [{ kind: 'not_sent', reason: 'ECONNREFUSED' }, 'failed', 'gateway_unreachable'],
    [{ kind: 'refused', reason: 'configuration', gatewayCode: '206003' }, 'failed', 'configuration'],
    [{ kind: 'refused', reason: 'invalid_request', gatewayCode: '010000' }, 'failed', 'invalid_request'],
    [{ kind: 'refused', reason: 'card_unreadable', gatewayCode: '2004' }, 'failed', 'card_unreadable'],
    [{ kind: 'refused', reason: 'busy', gatewayCode: 'http_429' }, 'failed', 'busy'],
    [{ kind: 'not_found' }, 'unknown', undefined],
    [{ kind: 'unknown', reason: 'timeout' }, 'unknown', undefined],
  ]
  it.each(purchases)('of a purchase that ends as $kind', (answer, status, failure) => {
    const verdict = judgePayment(payment({ status: 'sending' }), answer, PURCHASE, NOW)
    expect([verdict?.status, verdict?.failure]).toEqual([status, failure])
  })

  const silences: [number, string | null, string | null][] = [
    [NOT_FOUND_IS_FINAL_MS - 1, null, null],
    [NOT_FOUND_IS_FINAL_MS, null, 'failed'],
    [NOT_FOUND_IS_FINAL_MS, 'GW1', null],
    [REVIEW_AFTER_MS, 'GW1', 'needs_review'],
  ]
  it.each(silences)(
    'of "not found" %i ms after the last moment to send, order %j: %j',
    (ms, order, status) => {
      const asked = payment({ gateway_order_id: order })
      expect(
        judgePayment(
          asked,
          { kind: 'not_found' },
          { what: 'query', at: NOW + ms, provenAt: NOW + ms },
          NOW + ms,
        )?.status ?? null,
      ).toBe(status)
    },
  )

  it('goes by when "not found" was asked, not by when the answer was read', () => {
    const asked: Asked = {
      what: 'query',
      at: NOW + NOT_FOUND_IS_FINAL_MS - 1,
      provenAt: NOW + NOT_FOUND_IS_FINAL_MS - 1,
    }
    expect(judgePayment(payment(), { kind: 'not_found' }, asked, NOW + NOT_FOUND_IS_FINAL_MS)).toBeNull()
  })

  it('ends a payment whose challenge is at an unsafe address, also when a query reports it', () => {
    const answer: GatewayAnswer = {
      kind: 'refused',
      reason: 'configuration',
      gatewayCode: 'unsafe_action_url',
    }
    expect(judgePayment(payment(), answer, QUERY, NOW)).toMatchObject({
      status: 'failed',
      failure: 'configuration',
    })
  })
})

describe('an answer with a state', () => {
  const reported = (state: Record<string, unknown>, facts = {}) =>
    ({ kind: 'state', state, facts }) as unknown as GatewayAnswer
  const facts = { orderId: 'GW1' }

  it('brings the address of the challenge, or what to do about a decline, and its facts', () => {
    const url = 'https://bank.example/'
    expect(judgePayment(payment(), reported({ status: 'action_required', url }, facts), QUERY, NOW)).toEqual({
      status: 'action_required',
      facts,
      cause: 'gateway',
      actionUrl: url,
    })
    const declined = { status: 'declined', code: 'expired_card', retry: 'other_card' }
    expect(judgePayment(payment(), reported(declined, facts), QUERY, NOW)).toEqual({
      status: 'declined',
      facts,
      cause: 'gateway',
      decline: { code: 'expired_card', retry: 'other_card' },
    })
    const succeeded = { status: 'succeeded', facts, cause: 'gateway' }
    expect(judgePayment(payment(), reported({ status: 'succeeded' }, facts), QUERY, NOW)).toEqual(succeeded)
  })

  it("leaves a shopper on PayKKa's own page, whose address a query does not tell again", () => {
    const away = payment({ method: 'hosted', status: 'action_required' })
    expect(judgePayment(away, reported({ status: 'processing' }), QUERY, NOW)).toBeNull()
    expect(judgePayment(away, reported({ status: 'succeeded' }), QUERY, NOW)).toMatchObject({
      status: 'succeeded',
    })
    for (const elsewhere of [
      { ...away, method: 'card' },
      { ...away, status: 'unknown' },
    ] as PaymentRow[])
      expect(judgePayment(elsewhere, reported({ status: 'processing' }), QUERY, NOW)).toMatchObject({
        status: 'processing',
      })
  })

  it.each(['canceled', 'partially_reversed'] as const)(
    'is too old when it was asked before money went back: %s',
    (status) => {
      const row = payment({ status, updated_at: NOW })
      const paid = reported({ status: 'succeeded' })
      expect(judgePayment(row, paid, { what: 'query', at: NOW - 1, provenAt: NOW - 1 }, NOW)).toBeNull()
      expect(judgePayment(row, paid, QUERY, NOW)).toMatchObject({ status: 'succeeded' })
      expect(
        judgePayment(
          { ...row, status: 'processing' },
          paid,
          { what: 'query', at: NOW - 1, provenAt: NOW - 1 },
          NOW,
        ),
      ).not.toBeNull()
    },
  )

  it('sends what is under way for a whole day to a person, and nothing that is over', () => {
    const old = payment({ created_at: NOW - REVIEW_AFTER_MS })
    expect(judgePayment(old, reported({ status: 'processing' }, facts), QUERY, NOW)).toEqual({
      status: 'needs_review',
      facts,
      cause: 'processing',
    })
    expect(judgePayment(old, reported({ status: 'succeeded' }), QUERY, NOW)).toMatchObject({
      status: 'succeeded',
    })
    const younger = payment({ created_at: NOW - REVIEW_AFTER_MS + 1 })
    expect(judgePayment(younger, reported({ status: 'processing' }), QUERY, NOW)).toMatchObject({
      status: 'processing',
    })
  })
})

describe('sums beside the word', () => {
  const balances = (captured: number, voided: number, refunded: number) => ({
    authorized: 1000,
    captured,
    capturable: 1000 - captured - voided,
    voided,
    voidable: 1000 - captured - voided,
    refunded,
    refundable: captured - refunded,
  })
  const reported = (status: string, ...sums: [number, number, number]) =>
    ({ kind: 'state', state: { status }, facts: { balances: balances(...sums) } }) as unknown as GatewayAnswer

  const rows: [string, PaymentStatus, GatewayAnswer, PaymentStatus][] = [
    [
      'a capture after a refund',
      'partially_refunded',
      reported('authorized', 1000, 0, 400),
      'partially_refunded',
    ],
    [
      'a refund of a part, called a success',
      'authorized',
      reported('succeeded', 400, 0, 400),
      'partially_refunded',
    ],
    ['a part captured, called a success', 'authorized', reported('succeeded', 400, 0, 0), 'authorized'],
    ['a part captured, called under way', 'authorized', reported('processing', 400, 0, 0), 'authorized'],
    ['all captured, called under way', 'authorized', reported('processing', 1000, 0, 0), 'succeeded'],
    ['the rest voided after a refund', 'partially_refunded', reported('canceled', 400, 600, 400), 'refunded'],
    [
      'never paid, called under way, with sums announced',
      'unknown',
      reported('processing', 1000, 0, 0),
      'processing',
    ],
    [
      'given up, and refunded in part since',
      'failed',
      reported('succeeded', 1000, 0, 400),
      'partially_refunded',
    ],
  ]
  it.each(rows)('%s', (_name, status, answer, to) => {
    const verdict = judgePayment(payment({ status }), answer, QUERY, NOW)
    expect(verdict).toMatchObject({ status: to, cause: 'gateway' })
    expect(verdict?.facts.balances).toBeDefined()
  })

  it('that contradict it go to a person, with both versions, and the known sums stay', () => {
    const known = payment({ status: 'succeeded', balances: JSON.stringify(balances(1000, 0, 0)) })
    const verdict = judgePayment(known, reported('succeeded', 400, 0, 0), QUERY, NOW)
    expect(verdict).toMatchObject({ status: 'needs_review', cause: 'contradiction', facts: {} })
    expect(verdict?.detail).toBe(
      'a sum went down: PayKKa says succeeded authorized 1000, captured 400, voided 0, refunded 0; ' +
        'known authorized 1000, captured 1000, voided 0, refunded 0',
    )
    expect(verdict?.facts.balances).toBeUndefined()
  })

  it('are not old beside a moment that a wrong clock has put into the future', () => {
    const year = 365 * 86_400_000
    const sums = payment({ status: 'succeeded', balances_asked_at: NOW + year })
    const refunded = reported('refunded', 1000, 0, 1000)
    expect(judgePayment(sums, refunded, QUERY, NOW)?.status).toBe('refunded')
    const canceled = payment({ status: 'canceled', updated_at: NOW + year })
    expect(judgePayment(canceled, reported('succeeded', 1000, 0, 0), QUERY, NOW)).not.toBeNull()
    expect(judgePayment(sums, refunded, QUERY, 0)).toBeNull()
  })

  it('of an older question are old, unless the payment waits for any answer', () => {
    const settled = payment({ status: 'succeeded', balances_asked_at: NOW })
    const old: Asked = { what: 'query', at: NOW - 1, provenAt: NOW - 1 }
    expect(judgePayment(settled, reported('authorized', 0, 0, 0), old, NOW)).toBeNull()
    expect(judgePayment(settled, reported('succeeded', 1000, 0, 0), QUERY, NOW)).not.toBeNull()
    expect(
      judgePayment({ ...settled, status: 'needs_review' }, reported('succeeded', 1000, 0, 0), old, NOW),
    ).not.toBeNull()
  })
})

describe('what is kept as the cause', () => {
  it("of a refusal is the gateway's code", () => {
    const refused = { kind: 'refused', reason: 'configuration', gatewayCode: '206003' } as const
    expect(judgePayment(payment(), refused, PURCHASE, NOW)).toEqual({
      status: 'failed',
      facts: { gatewayCode: '206003' },
      cause: '206003',
      failure: 'configuration',
    })
    const cause = 'query_refused_206003'
    expect(judgePayment(payment({ status: 'sending' }), refused, QUERY, NOW)).toMatchObject({ cause })
  })

  it('of "not found" is that; only a query that was asked late enough ends the payment', () => {
    const late = NOW + NOT_FOUND_IS_FINAL_MS
    const ended = { status: 'failed', facts: {}, cause: 'not_found', failure: 'not_executed' }
    expect(
      judgePayment(payment(), { kind: 'not_found' }, { what: 'query', at: late, provenAt: late }, late),
    ).toEqual(ended)
    expect(
      judgePayment(payment(), { kind: 'not_found' }, { what: 'order', at: late, provenAt: late }, late),
    ).toBeNull()
    const cause = 'not_found'
    expect(judgePayment(payment({ status: 'sending' }), { kind: 'not_found' }, QUERY, NOW)).toMatchObject({
      cause,
    })
  })
})

describe('a status word alone', () => {
  /** Columns in the order of the rows. `x`: may become that. */
  const MATRIX = `
                       send act proc unk rev auth succ decl fail canc exp  p-re re   p-rv
    sending            .    x   x    x   .   x    x    x    x    x    x    x    x    x
    action_required    .    .   x    x   x   x    x    x    x    x    x    x    x    x
    processing         .    x   .    x   x   x    x    x    x    x    x    x    x    x
    unknown            .    x   x    .   x   x    x    x    x    x    x    x    x    x
    needs_review       .    .   .    .   .   x    x    x    x    x    x    x    x    x
    authorized         .    .   .    .   .   .    x    .    .    x    .    x    x    x
    succeeded          .    .   .    .   .   .    .    .    .    x    .    x    x    x
    declined           .    .   .    .   .   x    x    .    .    .    .    x    x    x
    failed             .    .   .    .   .   x    x    .    .    .    .    x    x    x
    canceled           .    .   .    .   .   x    x    .    .    .    .    x    x    x
    expired            .    .   .    .   .   x    x    .    .    .    .    x    x    x
    partially_refunded .    .   .    .   .   .    .    .    .    .    .    .    x    .
    refunded           .    .   .    .   .   .    .    .    .    .    .    .    .    .
    partially_reversed .    .   .    .   .   .    x    .    .    x    .    x    x    .
  `
  const rows = MATRIX.trim()
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
  const order = rows.map(([from]) => from as PaymentStatus)

  it.each(rows)('are these, from %s', (from, ...cells) => {
    const targets = order.filter((_, column) => cells[column] === 'x')
    expect([...MOVES_BY_WORD[from as PaymentStatus]].sort()).toEqual(targets.sort())
  })

  it('are known for every status', () => {
    expect([...order].sort()).toEqual([...PAYMENT_STATUSES].sort())
  })

  it.each(PAYMENT_STATUSES)('never lead back to sending, from %s', (status) => {
    expect(MOVES_BY_WORD[status]).not.toContain('sending')
  })

  it.each(PAID as PaymentStatus[])('never lead from paid (%s) to declined, failed or unknown', (status) => {
    for (const wrong of ['declined', 'failed', 'unknown', 'processing', 'expired'] as const)
      expect(MOVES_BY_WORD[status]).not.toContain(wrong)
  })

  it.each(['declined', 'failed', 'canceled', 'expired'] as const)('keep a late success of %s', (status) => {
    expect(MOVES_BY_WORD[status]).toEqual(expect.arrayContaining(['succeeded', 'authorized']))
  })
})

describe('checkoutStatusFor', () => {
  const expected: Record<PaymentStatus, string> = {
    sending: 'processing',
    processing: 'processing',
    action_required: 'action_required',
    unknown: 'unknown',
    needs_review: 'unknown',
    authorized: 'authorized',
    succeeded: 'succeeded',
    partially_refunded: 'succeeded',
    refunded: 'succeeded',
    partially_reversed: 'succeeded',
    declined: 'open',
    failed: 'open',
    canceled: 'open',
    expired: 'open',
  }
  it.each(PAYMENT_STATUSES)('of a %s payment', (status) => {
    expect(checkoutStatusFor(status, 'unknown')).toBe(expected[status])
  })

  it('of a payment that was voided after the funds were held: the order is over, not open again', () => {
    expect(checkoutStatusFor('canceled', 'authorized')).toBe('canceled')
  })
})

describe("PayKKa's own words", () => {
  const refused = (gatewayMessage?: string): GatewayAnswer => ({
    kind: 'refused',
    reason: 'configuration',
    gatewayCode: '1001',
    ...(gatewayMessage === undefined ? {} : { gatewayMessage }),
  })

  it('are facts of a refusal and of an answer that proves nothing', () => {
    const sending = payment({ status: 'sending' })
    expect(judgePayment(sending, refused('not yours'), PURCHASE, NOW)?.facts).toEqual({
      gatewayCode: '1001',
      gatewayMessage: 'not yours',
    })
    expect(judgePayment(sending, refused(), PURCHASE, NOW)?.facts).toEqual({ gatewayCode: '1001' })
    const odd: GatewayAnswer = { kind: 'unknown', reason: 'http_500', gatewayMessage: 'odd' }
    expect(judgePayment(sending, odd, PURCHASE, NOW)?.facts).toEqual({ gatewayMessage: 'odd' })
    expect(judgePayment(payment(), odd, QUERY, NOW)).toBeNull()
  })
})

describe('an address that no shopper may be sent to', () => {
  const unsafe = (gatewayCode: string): GatewayAnswer => ({
    kind: 'refused',
    reason: 'configuration',
    gatewayCode,
  })

  it('ends the attempt, whatever was asked; another refused query ends nothing', () => {
    const verdict = {
      status: 'failed',
      failure: 'configuration',
      facts: { gatewayCode: 'unsafe_action_url' },
    }
    for (const asked of [PURCHASE, QUERY])
      expect(judgePayment(payment(), unsafe('unsafe_action_url'), asked, NOW)).toMatchObject(verdict)
    expect(judgePayment(payment(), unsafe('1001'), QUERY, NOW)).toBeNull()
  })
})
