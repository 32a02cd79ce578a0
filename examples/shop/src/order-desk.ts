/** Keeps an order and its checkout in step: opens one, changes it with the basket, replaces it when it has ended. */
import { createHash } from 'node:crypto'
import type { Quote } from './basket.ts'
import { priceBasket, withoutLines } from './basket.ts'
import type { BffClient, Checkout, Goods, NewCheckout } from './bff-client.ts'
import { ShopProblem } from './bff-client.ts'
import type { Delivery } from './delivery.ts'
import { ShopError } from './error-pages.ts'
import type { Order, Orders } from './orders.ts'
import { isBusy, isPaid } from './orders.ts'
import type { ShippingId } from './shipping.ts'
import type { Visitor } from './visitors.ts'
import { shopperReference } from './visitors.ts'

export type Prepared =
  | { kind: 'pay'; order: Order; checkoutId: string; clientSecret: string }
  | { kind: 'see-order'; order: Order }
  | { kind: 'empty-basket' }

export type OrderDesk = {
  /** Before the payment page: makes sure there is one open checkout for exactly what is in the basket. */
  prepare(visitor: Visitor, ip: string): Promise<Prepared>
  /** Opens an order that is the first payment of a subscription. It has nothing to do with the basket. */
  subscribe(visitor: Visitor, plan: string, quote: Quote, ip: string): Promise<Order>
  /** The order's checkout takes no payment any more: opens another for the same order. */
  restart(visitor: Visitor, reference: string, ip: string): Promise<Prepared>
  /** After the basket changed: an open checkout elsewhere must not go on asking for the old amount. */
  followBasket(visitor: Visitor): Promise<void>
  /** Something chosen in a wallet's sheet: the price follows it before the sheet shows it. */
  ship(visitor: Visitor, choice: ShippingChoice): Promise<Quote>
  /** Asks the BFF how an order stands. The only way this shop learns that it was paid. */
  look(order: Order, visitor: Visitor): Promise<Checkout | undefined>
}

/** `delivery` is the full address, told once the shopper agreed to pay. */
export type ShippingChoice = { method?: ShippingId | undefined; delivery?: Delivery | undefined }

export type DeskParts = { bff: BffClient; orders: Orders; publicUrl: string; checkoutSeconds: number }

export function createOrderDesk(parts: DeskParts): OrderDesk {
  const { bff, orders } = parts

  const look: OrderDesk['look'] = async (order, visitor) => {
    if (!order.checkout) return undefined
    const checkout = await bff.getCheckout(order.checkout.id)
    if (isPaid(checkout.status)) closeOrder(order, visitor)
    return checkout
  }

  const prepare: OrderDesk['prepare'] = async (visitor, ip) => {
    const order = orders.find(visitor.orderReference ?? '')
    const checkout = order && (await look(order, visitor))
    if (order && checkout && (isPaid(checkout.status) || isBusy(checkout.status))) {
      return { kind: 'see-order', order }
    }
    const quote = quoteOf(visitor)
    if (quote.pieces === 0) return { kind: 'empty-basket' }
    if (order && checkout?.status === 'open') return adjust(order, visitor, quote, ip)
    return openCheckout(order ?? newOrder(visitor, quote), visitor, quote, ip)
  }

  const newOrder = (visitor: Visitor, quote: Quote) => {
    const order = orders.open({ visitorId: visitor.id, quote, delivery: visitor.delivery })
    visitor.orderReference = order.reference
    return order
  }

  const subscribe: OrderDesk['subscribe'] = async (visitor, plan, quote, ip) => {
    const { id: visitorId, delivery } = visitor
    const order = orders.open({ visitorId, quote, delivery, plan })
    await openCheckout(order, visitor, quote, ip)
    return order
  }

  const restart: OrderDesk['restart'] = async (visitor, reference, ip) => {
    const order = orders.find(reference)
    if (order?.visitorId !== visitor.id) throw new ShopError(404, 'We do not know this order.')
    const checkout = await look(order, visitor)
    const isOver = checkout && (isPaid(checkout.status) || isBusy(checkout.status))
    return isOver ? { kind: 'see-order', order } : openCheckout(order, visitor, order.quote, ip)
  }

  /** Amount and goods can be changed; the other terms need a new checkout, which closes this one. */
  const adjust = async (order: Order, visitor: Visitor, quote: Quote, ip: string): Promise<Prepared> => {
    if (!order.checkout || !sameTerms(order, visitor) || !sameLanguage(order, visitor))
      return openCheckout(order, visitor, quote, ip)
    const moved = sameQuote(order.quote, quote) || (await whenNotBusy(() => change(order, quote)))
    if (!moved) return { kind: 'see-order', order }
    const { id: checkoutId, clientSecret } = order.checkout
    return { kind: 'pay', order, checkoutId, clientSecret }
  }

  const openCheckout = async (
    order: Order,
    visitor: Visitor,
    quote: Quote,
    ip: string,
  ): Promise<Prepared> => {
    const { delivery } = visitor
    const { language } = visitor.preferences
    const body = newCheckout(parts, { ...order, quote, delivery, language }, ip)
    // The order may be paid in another tab at this moment: then there is no second checkout, and nothing to pay here.
    const opened = await whenNotBusy(async () => {
      const { id, clientSecret } = await bff.createCheckout(body, idempotencyKey(order, body))
      order.checkoutCount += 1
      Object.assign(order, { quote, delivery, language, checkout: { id, clientSecret } })
    })
    if (!opened || !order.checkout) return { kind: 'see-order', order }
    return { kind: 'pay', order, checkoutId: order.checkout.id, clientSecret: order.checkout.clientSecret }
  }

  const change = async (order: Order, quote: Quote) => {
    if (!order.checkout) return
    await bff.updateCheckout(order.checkout.id, {
      amount: quote.total,
      goods: goodsOf(quote, parts.publicUrl),
    })
    order.quote = quote
  }

  const cancel = async (order: Order) => {
    if (order.checkout) await bff.cancelCheckout(order.checkout.id)
    order.checkout = undefined
  }

  const followBasket: OrderDesk['followBasket'] = async (visitor) => {
    const order = orders.find(visitor.orderReference ?? '')
    if (!order?.checkout || !sameTerms(order, visitor)) return
    const checkout = await look(order, visitor)
    const quote = quoteOf(visitor)
    if (checkout?.status !== 'open' || sameQuote(order.quote, quote)) return
    await whenNotBusy(() => (quote.pieces === 0 ? cancel(order) : change(order, quote)))
  }

  const ship: OrderDesk['ship'] = async (visitor, { method, delivery }) => {
    const order = orders.find(visitor.orderReference ?? '')
    if (!order?.checkout) throw new ShopError(409, 'There is no order to change.')
    // The same on both sides: the order must not look as if it went elsewhere than the visitor wants.
    if (delivery) order.delivery = visitor.delivery = delivery
    if (method) visitor.shipping = method
    const quote = quoteOf(visitor)
    const moved = sameQuote(order.quote, quote) || (await whenNotBusy(() => change(order, quote)))
    if (!moved) throw new ShopError(409, 'This order is being paid.')
    return quote
  }

  return {
    prepare: oneAtATime(prepare),
    restart: oneAtATime(restart),
    subscribe,
    followBasket: oneAtATime(followBasket),
    ship: oneAtATime(ship),
    look,
  }
}

/** Two tabs of one shopper must not open two checkouts: calls for the same visitor wait for each other. */
function oneAtATime<Rest extends unknown[], T>(work: (visitor: Visitor, ...rest: Rest) => Promise<T>) {
  return (visitor: Visitor, ...rest: Rest): Promise<T> => {
    const before = turns.get(visitor) ?? Promise.resolve()
    const turn = before.then(() => work(visitor, ...rest))
    turns.set(
      visitor,
      turn.catch(() => undefined),
    )
    return turn
  }
}

const turns = new WeakMap<Visitor, Promise<unknown>>()

function closeOrder(order: Order, visitor: Visitor): void {
  if (order.paid) return
  order.paid = true
  if (visitor.id !== order.visitorId || order.plan) return
  visitor.basket = withoutLines(visitor.basket, order.quote.lines)
  if (visitor.orderReference === order.reference) visitor.orderReference = undefined
}

/** False when a payment began between our look and our change: then the order must stay as it is. */
async function whenNotBusy(change: () => Promise<void>): Promise<boolean> {
  try {
    await change()
    return true
  } catch (error) {
    if (error instanceof ShopProblem && (error.status === 409 || error.status === 410)) return false
    throw error
  }
}

const quoteOf = (visitor: Visitor) => priceBasket(visitor.basket, visitor.currency, visitor.shipping)

const sameTerms = (order: Order, visitor: Visitor) =>
  order.quote.total.currency === visitor.currency && order.delivery === visitor.delivery

const sameLanguage = (order: Order, visitor: Visitor) => order.language === visitor.preferences.language

const sameQuote = (a: Quote, b: Quote) => JSON.stringify(a) === JSON.stringify(b)

/** The same wish gives the same key, so asking again after a lost answer cannot open a second checkout. */
function idempotencyKey(order: Order, body: NewCheckout): string {
  const digest = createHash('sha256').update(JSON.stringify(body)).digest('base64url')
  return `${order.reference}-${order.checkoutCount}-${digest.slice(0, 16)}`
}

/** The element shows the shopper what they subscribe to, and how often it is charged. */
const subscriptionTo = (label: string) =>
  ({ type: 'subscription', label, interval: { unit: 'month', count: 1 } }) as const

function newCheckout(parts: DeskParts, order: Order, ip: string): NewCheckout {
  const { email, firstName, lastName } = order.delivery
  const isMade = order.quote.lines.some(({ product }) => product.madeToOrder)
  const keeping = order.plan ? { recurring: subscriptionTo(order.plan) } : { saveCard: 'ask' as const }
  return {
    orderReference: order.reference,
    amount: order.quote.total,
    returnUrl: `${parts.publicUrl}/orders/${order.reference}`,
    shopper: { reference: shopperReference(order.visitorId), email, firstName, lastName, ip },
    capture: isMade ? 'manual' : 'automatic',
    ...keeping,
    goods: goodsOf(order.quote, parts.publicUrl),
    billing: order.delivery,
    shipping: order.delivery,
    locale: order.language,
    expiresIn: parts.checkoutSeconds,
  }
}

function goodsOf(quote: Quote, publicUrl: string): Goods[] {
  const goods = quote.lines.map(({ product, price, quantity }) => ({
    id: product.id,
    name: product.name,
    category: product.category,
    link: `${publicUrl}/#${product.id}`,
    pictureUrl: `${publicUrl}/public/pictures/${product.id}.svg`,
    price: price.value,
    quantity,
  }))
  return [...goods, ...shippingGoods(quote, publicUrl)]
}

/** Delivery is one of the goods, so that their sum is the amount. Free delivery costs nothing and is no line. */
function shippingGoods({ shipping: { id, name, fee } }: Quote, publicUrl: string): Goods[] {
  if (fee.value === 0) return []
  const links = { link: `${publicUrl}/delivery`, pictureUrl: `${publicUrl}/public/pictures/icon.svg` }
  return [{ id: `delivery-${id}`, name, category: 'Delivery', ...links, price: fee.value, quantity: 1 }]
}
