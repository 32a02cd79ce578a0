/** What may be done with a checkout, and where its shopper may be sent. */
import type { CreateCheckout } from '@paykka-checkout/shared-types'
import { describe, expect, it } from 'vitest'
import {
  checkCurrency,
  checkReturnUrl,
  checkShopperKnown,
  effectiveStatus,
  paymentInProgress,
  refuseUnlessOpen,
} from '../../src/checkouts/checkout-rules.ts'
import type { CheckoutRow } from '../../src/database/tables.ts'
import type { AppError } from '../../src/domain/errors.ts'

const NOW = 1_800_000_000_000
const row = (changes: Partial<CheckoutRow>) =>
  ({ status: 'open', expires_at: NOW + 1, live_payment_id: null, ...changes }) as CheckoutRow

/** @returns the code, or the field and its message, of what it throws */
function refusal(check: () => void): unknown {
  try {
    check()
    return 'fine'
  } catch (error) {
    const { code, extras } = error as AppError
    return code === 'validation_failed' ? extras.errors : code
  }
}

describe('a checkout in time', () => {
  it.each([
    ['open', 1, 'open'],
    ['open', 0, 'expired'],
    ['open', -1, 'expired'],
    ['processing', -1, 'processing'],
    ['unknown', -1, 'unknown'],
    ['succeeded', -1, 'succeeded'],
  ] as const)('%s, %i ms before its end, is %s', (status, left, effective) => {
    expect(effectiveStatus(row({ status, expires_at: NOW + left }), NOW)).toBe(effective)
  })

  const states: [Partial<CheckoutRow>, string][] = [
    [{}, 'fine'],
    [{ status: 'succeeded' }, 'already_paid'],
    [{ status: 'authorized' }, 'already_paid'],
    [{ status: 'canceled' }, 'checkout_closed'],
    [{ expires_at: NOW }, 'checkout_expired'],
    [{ status: 'processing', live_payment_id: 'pay_1' }, 'payment_in_progress'],
    [{ status: 'open', live_payment_id: 'pay_1' }, 'payment_in_progress'],
    [{ status: 'succeeded', live_payment_id: 'pay_1', expires_at: NOW }, 'already_paid'],
  ]
  it.each(states)('that is %j: %s', (changes, expected) => {
    expect(refusal(() => refuseUnlessOpen(row(changes), NOW))).toBe(expected)
  })

  it('that is being paid says where to ask', () => {
    expect(paymentInProgress().extras).toEqual({ statusUrl: '/client/v1/checkout', retryAfter: 1 })
  })
})

describe('a return address', () => {
  const allowed = ['https://shop.example', 'https://shop.example:8443']
  const origins = allowed.join(', ')
  const message = `must begin with one of BFF_ALLOWED_ORIGINS (${origins}), without a user`
  const wrong = [{ field: '/returnUrl', message }]
  const addresses: [string, boolean][] = [
    ['https://shop.example/', true],
    ['https://shop.example:443/a?b=c', true],
    ['https://SHOP.example/', true],
    ['https://shop.example:8443/', true],
    ['https://shop.example:9443/', false],
    ['http://shop.example/', false],
    ['https://shop.example.evil/', false],
    ['https://evil.example/https://shop.example/', false],
    ['https://user@shop.example/', false],
    ['https://:pw@shop.example/', false],
    ['https://shop.example/#here', true],
    ['//shop.example/', false],
    ['/', false],
    ['', false],
  ]
  it.each(addresses)('%s: %s', (address, fine) => {
    expect(refusal(() => checkReturnUrl(address, allowed))).toEqual(fine ? 'fine' : wrong)
  })
})

describe('other fields', () => {
  it.each([
    ['EUR', 'fine'],
    ['XXX', [{ field: '/amount/currency', message: 'is not a currency of ISO 4217 to pay in' }]],
  ])('the currency %s', (currency, expected) => {
    expect(refusal(() => checkCurrency({ value: 1, currency }))).toEqual(expected)
  })

  const message = 'is required to save a card or to begin recurring payments'
  const unnamed = [{ field: '/shopper/reference', message }]
  const bodies: [object, unknown][] = [
    [{}, 'fine'],
    [{ saveCard: 'off' }, 'fine'],
    [{ saveCard: 'ask' }, unnamed],
    [{ recurring: {} }, unnamed],
    [{ saveCard: 'ask', shopper: {} }, unnamed],
    [{ saveCard: 'ask', shopper: { reference: '' } }, unnamed],
    [{ saveCard: 'ask', shopper: { reference: 'u-1' } }, 'fine'],
    [{ recurring: {}, shopper: { reference: 'u-1' } }, 'fine'],
  ]
  it.each(bodies)('the shopper of %j', (body, expected) => {
    expect(refusal(() => checkShopperKnown(body as CreateCheckout))).toEqual(expected)
  })
})
