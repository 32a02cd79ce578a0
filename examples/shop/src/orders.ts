/**
 * An order: what was ordered, and the one checkout that may pay for it.
 * Kept in memory because this is a demo; a real shop writes orders to its database before it asks for money.
 */
import { randomInt } from 'node:crypto'
import type { Quote } from './basket.ts'
import type { CheckoutStatus } from './bff-client.ts'
import type { Delivery } from './delivery.ts'

export type Order = {
  readonly reference: string
  readonly visitorId: string
  /** What the checkout asks money for. It changes only after the BFF has agreed. */
  quote: Quote
  delivery: Delivery
  /** The language of the checkout. */
  language: string
  checkout: { id: string; clientSecret: string } | undefined
  /** Counts the checkouts this order has had, so each gets an idempotency key of its own. */
  checkoutCount: number
  paid: boolean
  /** The name of the subscription of which this is the first payment. */
  readonly plan: string | undefined
  /** Later payments of the subscription, taken without the shopper. */
  readonly charges: Charge[]
  /** When packing began, in milliseconds since 1970. Set once, by the BFF's event. */
  packedAt: number | undefined
}

export type Charge = { reference: string; status: string }

export type NewOrder = { visitorId: string; quote: Quote; delivery: Delivery; plan?: string }

export type Orders = {
  open(order: NewOrder): Order
  find(reference: string): Order | undefined
}

export function createOrders(): Orders {
  const byReference = new Map<string, Order>()
  return {
    open({ visitorId, quote, delivery, plan }) {
      const reference = newReference()
      const order = {
        reference,
        visitorId,
        quote,
        delivery,
        language: 'en',
        plan,
        charges: [],
        checkout: undefined,
        checkoutCount: 0,
        paid: false,
        packedAt: undefined,
      }
      byReference.set(reference, order)
      return order
    },
    find: (reference) => byReference.get(reference),
  }
}

/** No vowels and no look-alikes, so it can be read out on the phone; long enough that nobody guesses one. */
const LETTERS = '23456789BCDFGHJKMNPQRSTVWXYZ'

function newReference(): string {
  const letters = Array.from({ length: 14 }, () => LETTERS[randomInt(LETTERS.length)])
  return `MW-${letters.join('')}`
}

/** What the shopper reads about an order. Every sentence is true for the state it belongs to. */
export type OrderState = { state: CheckoutStatus; title: string; text: string; final: boolean }

const STATE_TEXTS: Record<CheckoutStatus, [title: string, text: string]> = {
  open: ['Not paid yet', 'No payment has been taken for this order. You can pay below.'],
  processing: ['Your payment is being processed', 'Please do not pay again. This page updates by itself.'],
  action_required: ['Your bank asks you to confirm', 'The payment goes on when you have confirmed it.'],
  unknown: ['We are checking your payment', 'Please do not pay again. This page updates by itself.'],
  authorized: [
    'Thank you, your order is confirmed',
    'Your bank has reserved the amount. We charge it when the order ships.',
  ],
  succeeded: ['Thank you, your order is paid', 'We are packing it now.'],
  canceled: ['This payment was canceled', 'No payment has been taken. You can go to checkout again.'],
  expired: ['The time to pay is over', 'No payment has been taken. You can go to checkout again.'],
}

export function describeState(state: CheckoutStatus): OrderState {
  const [title, text] = STATE_TEXTS[state]
  return { state, title, text, final: isPaid(state) || isClosed(state) }
}

export const isPaid = (state: CheckoutStatus) => state === 'authorized' || state === 'succeeded'
export const isClosed = (state: CheckoutStatus) => state === 'canceled' || state === 'expired'

/** An attempt is under way or its outcome is not known, so nothing about the order may change. */
export const isBusy = (state: CheckoutStatus) => !isPaid(state) && !isClosed(state) && state !== 'open'
