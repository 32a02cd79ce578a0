/**
 * Takes the BFF's events (Standard Webhooks): checks the signature, handles each event id once.
 * The inbox is kept in memory because this is a demo; a real shop writes the id in the same transaction as the effect.
 */
import type { ShopEvent } from '@paykka-checkout/client'
import { ShopProblem, verifyEvent } from '@paykka-checkout/client'
import type { Order, Orders } from './orders.ts'

export type Taken = 'handled' | 'repeated' | 'forged'

export type EventInbox = { take(body: string, headers: Record<string, string>): Taken }

type InboxLog = { warn(facts: object, message: string): void }

/** @param secret the BFF's SHOP_EVENTS_SECRET */
export function createEventInbox(secret: string, orders: Orders, log: InboxLog, now = Date.now): EventInbox {
  const seen = new Set<string>()
  return {
    take: (body, headers) => {
      const event = open(secret, body, headers)
      if (!event) return 'forged'
      if (seen.has(event.id)) return 'repeated'
      handle(event, orders, log, now)
      seen.add(event.id)
      return 'handled'
    },
  }
}

function open(secret: string, body: string, headers: Record<string, string>): ShopEvent | undefined {
  try {
    return verifyEvent(body, headers, secret)
  } catch (error) {
    if (error instanceof ShopProblem && error.code === 'event_not_genuine') return undefined
    throw error
  }
}

/** Packing starts here and not on a page: the shopper may have closed the browser long ago. */
function handle(event: ShopEvent, orders: Orders, log: InboxLog, now: () => number): void {
  const { orderReference, late, duplicate, amountDiffers, payment } = event.data
  const order = orders.find(orderReference)
  const expected = order !== undefined && paysFor(order, event)
  if (late || duplicate || amountDiffers || (isPaidEvent(event) && !expected)) {
    log.warn({ orderReference, supportCode: payment.supportCode }, 'a person must look at this payment')
  }
  if (expected && isPaidEvent(event)) order.packedAt ??= now()
}

const isPaidEvent = ({ type }: ShopEvent) => type === 'payment.succeeded' || type === 'payment.authorized'

/** A payment of another checkout or of an older price does not pay for what is in the order now. */
function paysFor(order: Order, { data }: ShopEvent): boolean {
  const { total } = order.quote
  const { value, currency } = data.payment.amount
  return order.checkout?.id === data.checkoutId && value === total.value && currency === total.currency
}
