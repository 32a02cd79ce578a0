/** What "not found", a word of the shopper and a late answer prove about PayKKa's own page, cell by cell. */
import { describe, expect, it } from 'vitest'
import { fits, PAGE_MARGIN_MS, planPage } from '../../src/checkouts/hosted-page.ts'
import type { PaymentRow } from '../../src/database/tables.ts'
import type { Asked } from '../../src/payments/engine/attempt.ts'
import { NOT_FOUND_IS_FINAL_MS, REVIEW_AFTER_MS } from '../../src/payments/engine/undone.ts'
import type { GatewayAnswer, GatewayState } from '../../src/payments/gateway.ts'
import { judgePayment, LEFT_BY_SHOPPER } from '../../src/payments/purchases/judge-payment.ts'
import { LEFT_BEHIND_DELAYS_MS, nextQueryAt } from '../../src/payments/purchases/payment-schedule.ts'
import { isLeftBehind } from '../../src/payments/states.ts'
import { paymentRow } from '../database/rows.ts'

const NOW = Date.UTC(2026, 5, 1, 12)
const MINUTE = 60_000
const UNTIL = NOW + 15 * MINUTE
const OVER = UNTIL + PAGE_MARGIN_MS

const page = (changes: Partial<PaymentRow> = {}): PaymentRow =>
  paymentRow('pay_1', 'chk_1', {
    method: 'hosted',
    status: 'action_required',
    action_url: 'https://checkout.example/CS1',
    created_at: NOW,
    send_deadline: NOW,
    payable_until: UNTIL,
    ...changes,
  })
const left = (changes: Partial<PaymentRow> = {}) =>
  page({ status: 'canceled', live: 0, left_at: NOW + MINUTE, ...changes })

const NOT_FOUND: GatewayAnswer = { kind: 'not_found' }
const query = (at: number): Asked => ({ what: 'query', at, provenAt: at })
const state = (status: string, facts = {}): GatewayAnswer =>
  ({ kind: 'state', state: { status } as GatewayState, facts }) as GatewayAnswer

describe('"not found" about a page', () => {
  const cells: [string, Partial<PaymentRow>, number, string | null][] = [
    ['that can be paid', {}, NOW + 11 * MINUTE, null],
    ['that has just expired', {}, UNTIL, null],
    ['whose margin is not over', {}, OVER - 1, null],
    ['that is over', {}, OVER, 'expired'],
    ['that is over, its address never known', { status: 'unknown', action_url: null }, OVER, 'expired'],
    ['that is over, but PayKKa knew an order', { gateway_order_id: 'GW1' }, OVER, null],
    ['the shopper has left', { left_at: NOW }, NOW, 'canceled'],
    ['the shopper left after the question', { left_at: NOW + 1 }, NOW, null],
    ['the shopper has left, but PayKKa knew an order', { left_at: NOW, gateway_order_id: 'GW1' }, NOW, null],
    ['the shopper has left, its address never known', { status: 'unknown', left_at: NOW }, NOW, 'canceled'],
    ['that is shorter than a purchase needs', { payable_until: NOW + MINUTE }, NOW + 9 * MINUTE, null],
    ['that was short and is over', { payable_until: NOW + MINUTE }, NOW + NOT_FOUND_IS_FINAL_MS, 'expired'],
  ]
  it.each(cells)('%s', (_name, changes, at, status) => {
    expect(judgePayment(page(changes), NOT_FOUND, query(at), at)?.status ?? null).toBe(status)
  })

  it('names the shopper as the cause of an end by their word', () => {
    expect(judgePayment(page({ left_at: NOW }), NOT_FOUND, query(NOW), NOW)?.cause).toBe(LEFT_BY_SHOPPER)
  })

  it('is no reason to call a person while the page is open for a day', () => {
    const long = page({ payable_until: NOW + REVIEW_AFTER_MS })
    const at = NOW + REVIEW_AFTER_MS + 5 * MINUTE
    expect(judgePayment(long, NOT_FOUND, query(at), at)).toBeNull()
    const later = NOW + REVIEW_AFTER_MS + PAGE_MARGIN_MS + 60 * MINUTE
    expect(judgePayment(long, { kind: 'unknown', reason: 'timeout' }, query(later), later)?.status).toBe(
      'needs_review',
    )
  })

  it('still ends a card payment after ten minutes, and never by a word', () => {
    const card = page({ method: 'card', status: 'unknown', payable_until: null })
    const at = NOW + NOT_FOUND_IS_FINAL_MS
    expect(judgePayment(card, NOT_FOUND, query(at - 1), at)).toBeNull()
    expect(judgePayment(card, NOT_FOUND, query(at), at)).toMatchObject({
      status: 'failed',
      failure: 'not_executed',
    })
  })
})

describe('a page left behind', () => {
  const AT = NOW + 2 * MINUTE
  const cells: [GatewayAnswer, number, string | null, boolean][] = [
    [state('succeeded', { orderId: 'GW1' }), AT, 'succeeded', false],
    [state('authorized'), AT, 'authorized', false],
    [state('refunded'), AT, 'refunded', false],
    [state('processing', { orderId: 'GW1' }), AT, 'canceled', false],
    [state('canceled'), AT, 'canceled', true],
    [state('declined'), AT, 'canceled', true],
    [NOT_FOUND, AT, null, false],
    [NOT_FOUND, OVER, 'canceled', true],
    [{ kind: 'unknown', reason: 'timeout' }, OVER + REVIEW_AFTER_MS, null, false],
    [{ kind: 'not_sent', reason: 'ECONNREFUSED' }, OVER, null, false],
    [{ kind: 'refused', reason: 'configuration', gatewayCode: '206003' }, OVER, null, false],
  ]
  it.each(cells)(
    'answered with %j becomes what it says, and is over when that is certain',
    (answer, at, status, over) => {
      const verdict = judgePayment(left(), answer, query(at), at)
      expect([verdict?.status ?? null, verdict?.pageOver ?? false]).toEqual([status, over])
    },
  )

  it('keeps money that an answer from before the end reports', () => {
    const row = left({ updated_at: NOW + MINUTE })
    expect(judgePayment(row, state('succeeded'), query(NOW + 1), AT)?.status).toBe('succeeded')
  })

  it('is one only while nothing came of it', () => {
    const cases = [page({ left_at: NOW }), left(), left({ status: 'succeeded' }), left({ left_at: null })]
    expect(cases.map(isLeftBehind)).toEqual([false, true, false, false])
  })

  it('is asked about ever more rarely, at the moment it is over, and then on until PayKKa answers', () => {
    const delays = LEFT_BEHIND_DELAYS_MS.slice(0, 4)
    for (const [queries, delay] of delays.entries())
      expect(nextQueryAt(left({ queries, payable_until: NOW + 60 * MINUTE }), NOW + 20 * MINUTE, 0.5)).toBe(
        NOW + 20 * MINUTE + delay,
      )
    expect(nextQueryAt(left({ queries: 5 }), OVER - MINUTE, 0.5)).toBe(OVER)
    expect(nextQueryAt(left({ queries: 9 }), OVER, 0.5, OVER - 1)).toBe(OVER)
    const old = left({ queries: 9, created_at: NOW - 60 * MINUTE })
    expect(nextQueryAt(old, OVER, 0.5)).toBe(OVER + 60 * MINUTE)
    expect(nextQueryAt(left({ left_at: null }), NOW, 0.5)).toBeNull()
  })
})

describe('a page that is open', () => {
  it('is asked about at the moment it is over', () => {
    expect(nextQueryAt(page({ queries: 9 }), OVER - MINUTE, 0.5)).toBe(OVER)
  })

  const backs: [number, number][] = [
    [0, 1000],
    [3000, 3000],
    [16_000, 16_000],
    [10 * MINUTE, 10 * MINUTE],
  ]
  it.each(backs)('%i ms after the shopper came back is asked about in %i ms', (since, pause) => {
    const now = NOW + 12 * MINUTE
    const row = page({ queries: 9, return_used_at: now - since, payable_until: NOW + 60 * MINUTE })
    expect(nextQueryAt(row, now, 0.5)).toBe(now + pause)
  })

  it('keeps an order in mind that PayKKa has, and its address', () => {
    expect(judgePayment(page(), state('processing', { orderId: 'GW1' }), query(NOW), NOW)).toEqual({
      status: 'action_required',
      facts: { orderId: 'GW1' },
      cause: 'gateway',
      actionUrl: 'https://checkout.example/CS1',
    })
    expect(
      judgePayment(
        page({ gateway_order_id: 'GW1' }),
        state('processing', { orderId: 'GW1' }),
        query(NOW),
        NOW,
      ),
    ).toBeNull()
  })
})

describe('the ways on a page', () => {
  const offered = ['ideal', 'bancontact', 'alipay_plus'] as const
  const plans: [string[], string[], string | null][] = [
    [[], ['ideal', 'bancontact', 'alipay_plus'], null],
    [['bancontact'], ['bancontact', 'ideal', 'alipay_plus'], 'bancontact'],
    [['alipay_plus', 'ideal'], ['alipay_plus', 'ideal', 'bancontact'], null],
  ]
  it.each(plans)('asked for %j are %j', (asked, ways, chosen) => {
    expect(planPage(asked as never, [...offered])).toEqual({ ways, chosen })
  })

  const asks: [string[] | null, string[], boolean][] = [
    [['ideal'], ['ideal'], true],
    [['ideal'], ['alipay_plus'], false],
    [['ideal'], [], false],
    [[...offered], [], true],
    [[...offered], ['alipay_plus', 'ideal'], true],
    [null, ['ideal'], false],
  ]
  it.each(asks)('%j fit who asks for %j: %j', (ways, asked, fit) => {
    const present = ways ? { ways: ways as never, chosen: null } : null
    expect(fits(present, asked as never, [...offered])).toBe(fit)
  })
})
