/** The words a checkout and a payment may be in. The moves between them live in the BFF. */
import type { Static } from 'typebox'
import { OneOf } from './primitives.ts'

export const CHECKOUT_STATUSES = [
  'open',
  'processing',
  'action_required',
  'unknown',
  'authorized',
  'succeeded',
  'canceled',
  'expired',
] as const

/** `unknown` is a separate state: money may have moved, so the shopper must not pay again until a query proves the result. */
export const CheckoutStatus = OneOf(CHECKOUT_STATUSES)
export type CheckoutStatus = Static<typeof CheckoutStatus>

export const PAYMENT_STATUSES = [
  'sending',
  'action_required',
  'processing',
  'unknown',
  'authorized',
  'succeeded',
  'declined',
  'failed',
  'canceled',
  'expired',
  'partially_refunded',
  'refunded',
  'partially_reversed',
  'needs_review',
] as const

/** State of one attempt to pay. */
export const PaymentStatus = OneOf(PAYMENT_STATUSES)
export type PaymentStatus = Static<typeof PaymentStatus>

/** What a shopper can do after a decline. Fraud reasons are never distinguished. */
export const RetryAdvice = OneOf(['same-card', 'other-card', 'later', 'contact-bank', 'never'])
export type RetryAdvice = Static<typeof RetryAdvice>

export const CaptureMode = OneOf(['automatic', 'manual'])
export type CaptureMode = Static<typeof CaptureMode>
