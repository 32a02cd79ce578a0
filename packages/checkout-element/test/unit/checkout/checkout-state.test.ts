import { describe, expect, it } from 'vitest'
import type { CheckoutEvent, CheckoutState } from '../../../src/checkout/checkout-state.ts'
import { isFollowed, next, statusWord } from '../../../src/checkout/checkout-state.ts'
import { CheckoutError } from '../../../src/errors.ts'
import { eventFor } from '../../../src/ui/results/state-events.ts'
import { checkout, payment } from '../../support/checkout.ts'

const loading: CheckoutState = { kind: 'loading' }
const ready: CheckoutState = { kind: 'ready', checkout: checkout(), banner: null }
const paying: CheckoutState = { kind: 'paying', checkout: checkout(), banner: null }
const unknown: CheckoutState = { kind: 'unknown', checkout: checkout(), payment: null }
const paid: CheckoutState = { kind: 'paid', checkout: checkout(), payment: null }
const loaded = (change: Parameters<typeof checkout>[0]): CheckoutEvent => ({
  type: 'loaded',
  checkout: checkout(change),
})

describe('next after a load', () => {
  it.each([
    [{ status: 'open' }, 'ready'],
    [{ status: 'open', lastPayment: payment('declined') }, 'declined'],
    [{ status: 'open', lastPayment: payment('canceled') }, 'canceled'],
    [{ status: 'open', lastPayment: payment('failed') }, 'failed'],
    [{ status: 'processing', lastPayment: payment('processing') }, 'processing'],
    [{ status: 'processing' }, 'processing'],
    [{ status: 'unknown', lastPayment: payment('unknown') }, 'unknown'],
    [{ status: 'unknown', lastPayment: payment('needs_review') }, 'unknown'],
    [{ status: 'action_required', lastPayment: payment('action_required') }, 'action'],
    [{ status: 'succeeded', lastPayment: payment('succeeded') }, 'paid'],
    [{ status: 'succeeded', lastPayment: payment('refunded') }, 'paid'],
    [{ status: 'authorized', lastPayment: payment('authorized') }, 'paid'],
    [{ status: 'canceled' }, 'canceled'],
    [{ status: 'expired' }, 'expired'],
  ] as const)('%o shows %s', (change, word) => expect(statusWord(next(loading, loaded(change)))).toBe(word))

  it('does not break into an attempt', () => expect(next(paying, loaded({ status: 'expired' }))).toBe(paying))

  it('shows the end of an attempt once', () => {
    const declined = { status: 'open', lastPayment: payment('declined') } as const
    const first = next(loading, loaded(declined))
    const cleared = next(next(first, { type: 'pay' }), { type: 'card-refused' })
    // The banner stays until there is a new one.
    expect(next(cleared, loaded(declined))).toEqual(first)
    expect(eventFor(cleared, next(cleared, loaded(declined)))).toBe(null)
  })
})

describe('next after an answer', () => {
  it.each([
    ['succeeded', 'paid'],
    ['authorized', 'paid'],
    ['declined', 'declined'],
    ['failed', 'failed'],
    ['canceled', 'canceled'],
    ['action_required', 'action'],
    ['processing', 'processing'],
    ['sending', 'processing'],
    ['unknown', 'unknown'],
  ] as const)('%s shows %s', (status, word) => {
    expect(statusWord(next(paying, { type: 'answered', payment: payment(status) }))).toBe(word)
  })
})

describe('next keeps still', () => {
  const nothing: CheckoutEvent[] = [
    { type: 'pay' },
    { type: 'lost' },
    { type: 'answered', payment: payment('declined') },
    { type: 'expired' },
    { type: 'load-failed', error: new CheckoutError('bff_unreachable') },
  ]
  it.each(nothing)('when paid, after $type', (event) => expect(next(paid, event)).toBe(paid))

  it('when a second pay comes while paying', () => expect(next(paying, { type: 'pay' })).toBe(paying))
  it('when a poll fails', () => {
    expect(next(unknown, { type: 'load-failed', error: new CheckoutError('bff_unreachable') })).toBe(unknown)
  })
})

describe('next with trouble', () => {
  it('is unknown when an answer is lost', () => expect(next(paying, { type: 'lost' }).kind).toBe('unknown'))
  it('keeps the form when trying again is safe', () => {
    expect(statusWord(next(paying, { type: 'refused', error: new CheckoutError('busy') }))).toBe('failed')
  })
  it('stops when it is not', () => {
    expect(next(paying, { type: 'refused', error: new CheckoutError('forbidden') }).kind).toBe('stopped')
  })
  it('shows both amounts', () => {
    const changed = next(paying, {
      type: 'amount-changed',
      checkout: checkout({ version: 2 }),
      shown: '€1',
      current: '€2',
    })
    expect(changed).toMatchObject({
      kind: 'ready',
      checkout: { version: 2 },
      banner: { shown: '€1', current: '€2' },
    })
  })
  it('follows exactly the open outcomes', () => {
    expect([loading, ready, paying, unknown, paid].filter(isFollowed)).toEqual([unknown])
  })
})

describe('eventFor', () => {
  const at = (event: CheckoutEvent, from: CheckoutState = paying) =>
    eventFor(from, next(from, event))?.type ?? null
  it.each([
    [{ type: 'answered', payment: payment('succeeded') }, 'paykka-success'],
    [{ type: 'answered', payment: payment('declined') }, 'paykka-decline'],
    [{ type: 'answered', payment: payment('canceled') }, 'paykka-cancel'],
    [{ type: 'answered', payment: payment('unknown') }, 'paykka-unknown'],
    [{ type: 'answered', payment: payment('processing') }, null],
    [{ type: 'lost' }, 'paykka-unknown'],
    [{ type: 'expired' }, 'paykka-expired'],
    [{ type: 'refused', error: new CheckoutError('busy') }, 'paykka-error'],
    [{ type: 'card-refused' }, null],
    [{ type: 'amount-changed', checkout: checkout(), shown: '1', current: '2' }, 'paykka-amount-changed'],
  ] as [CheckoutEvent, string | null][])('%o raises %s', (event, type) => expect(at(event)).toBe(type))

  it('raises nothing twice', () => {
    expect(eventFor(unknown, { ...unknown, payment: payment('unknown') })).toBeNull()
  })
})

describe('next with old or missing news', () => {
  it('never reopens what is paid', () => expect(next(paid, loaded({ status: 'open' }))).toBe(paid))
  it.each(['unauthorized', 'bff_unreachable'] as const)(
    'never takes an open outcome for an error: %s',
    (code) => {
      expect(next(unknown, { type: 'load-failed', error: new CheckoutError(code) })).toBe(unknown)
    },
  )
})
