/** A basket says what and how many, never what it costs: the price is worked out here, from the shop's own list. */
import type { Currency, Money } from './money.ts'
import type { Product } from './products.ts'
import { findProduct } from './products.ts'
import type { Shipping, ShippingId } from './shipping.ts'
import { priceShipping } from './shipping.ts'

/** Quantity by product id. */
export type Basket = ReadonlyMap<string, number>
export type Line = { product: Product; quantity: number; price: Money; sum: Money }
export type Quote = { lines: Line[]; shipping: Shipping; total: Money; pieces: number }

export const MAX_QUANTITY = 20
export const EMPTY_BASKET: Basket = new Map()

/** Reads a quantity from a form. Anything but a plain number from 0 to 20 is not a quantity. */
export function readQuantity(text: string): number | undefined {
  if (!/^\d{1,2}$/.test(text)) return undefined
  const quantity = Number(text)
  return quantity <= MAX_QUANTITY ? quantity : undefined
}

export function addItem(basket: Basket, productId: string, quantity: number): Basket {
  const wanted = (basket.get(productId) ?? 0) + quantity
  return setQuantity(basket, productId, Math.min(wanted, MAX_QUANTITY))
}

export function setQuantity(basket: Basket, productId: string, quantity: number): Basket {
  const next = new Map(basket)
  if (quantity > 0) next.set(productId, quantity)
  else next.delete(productId)
  return next
}

/** What is left when some lines were bought. The shopper may have added more while paying. */
export function withoutLines(basket: Basket, lines: readonly Line[]): Basket {
  return lines.reduce<Basket>(
    (left, { product, quantity }) => setQuantity(left, product.id, (left.get(product.id) ?? 0) - quantity),
    basket,
  )
}

export function priceBasket(basket: Basket, currency: Currency, by: ShippingId = 'standard'): Quote {
  const lines = [...basket].flatMap(([id, quantity]) => priceLine(findProduct(id), quantity, currency))
  const goods = lines.reduce((sum, line) => sum + line.sum.value, 0)
  const pieces = lines.reduce((sum, line) => sum + line.quantity, 0)
  const shipping = priceShipping(by, currency)
  const value = pieces > 0 ? goods + shipping.fee.value : 0
  return { lines, shipping, total: { value, currency }, pieces }
}

function priceLine(product: Product | undefined, quantity: number, currency: Currency): Line[] {
  if (!product) return []
  const value = product.prices[currency]
  return [{ product, quantity, price: { value, currency }, sum: { value: value * quantity, currency } }]
}
