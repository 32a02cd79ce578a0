/** The order in PayKKa's format: basket, bill, delivery and shopper. */

import type { Address, GoodsItem, Shopper } from '@paykka-checkout/shared-types'
import type { PaykkaConfig } from '../config/config.ts'
import { readIp } from '../domain/ip.ts'
import type { Purchase } from '../payments/gateway.ts'
import { agreementOf } from './recurring-data.ts'

type Members = Record<string, unknown>
type Order = Pick<Purchase, 'amount' | 'orderReference' | 'goods' | 'shopUrl'>

/** @returns `goods`, `bill`, `shipping`, `customer`, and the order reference where a setting wants it */
export function orderData(purchase: Purchase, config: PaykkaConfig): Members {
  const { orderReference, shopper, shipping } = purchase
  const { orderReferenceMember: member } = config
  return {
    description: member === 'description' ? orderReference : undefined,
    goods: goods(purchase, member === 'goods.description'),
    bill: bill(purchase, config),
    shipping: shipping && delivery(address(shipping, shopper)),
    customer: customer(purchase),
  }
}

/** If the shop sent no goods, the order itself is the only item. `link` may not be empty. */
function goods(order: Order, reportedInGoods: boolean): Members[] {
  const name = `Order ${order.orderReference}`
  const whole: GoodsItem = { id: order.orderReference, name, price: order.amount.value, quantity: 1 }
  if (order.goods.length === 0) return [goodsItem(whole, order.shopUrl)]
  return order.goods.map((item, index) => {
    const description = item.description ?? (reportedInGoods && index === 0 ? name : undefined)
    return goodsItem({ ...item, ...(description ? { description } : {}) }, order.shopUrl)
  })
}

function goodsItem(item: GoodsItem, shopUrl: string): Members {
  return {
    id: item.id,
    name: item.name,
    description: item.description,
    category: item.category,
    brand: item.brand,
    link: item.link ?? shopUrl,
    price: item.price,
    quantity: item.quantity,
    delivery_date: item.deliveryDate,
    picture_url: item.pictureUrl,
  }
}

/** @returns undefined when there are no billing data and nobody asks PayKKa to collect them */
function bill(purchase: Purchase, config: PaykkaConfig): Members | undefined {
  const { billing = {}, shopper, billingAddressCollection: collection, orderReference } = purchase
  const reported = config.orderReferenceMember === 'bill.descriptor' ? orderReference : undefined
  const members = {
    ...address(billing, shopper),
    descriptor: purchase.descriptor ?? config.descriptor ?? reported,
  }
  const empty = Object.values(members).every((value) => value === undefined)
  const wanted = collection ?? config.billingAddressCollection
  if (empty && collection === undefined && wanted === 'AUTO') return undefined
  return { billing_address_collection: wanted, ...members }
}

/** PayKKa refuses the whole purchase when one of these is missing, so an incomplete delivery is omitted. */
const NEEDED_FOR_DELIVERY = ['last_name', 'address_line1', 'city', 'postal_code']

function delivery(members: Members): Members | undefined {
  return NEEDED_FOR_DELIVERY.every((name) => members[name] !== undefined) ? members : undefined
}

function address(data: Address, shopper: Shopper): Members {
  return {
    ...names(data, shopper),
    address_line1: data.line1,
    address_line2: data.line2,
    country: data.country,
    state: data.state,
    city: data.city,
    postal_code: data.postalCode,
    email: data.email,
    area_code: data.phoneAreaCode,
    phone_number: data.phoneNumber,
  }
}

/** An address without a name gets the shopper's name; a partial name is never completed from another one. */
function names(data: Address, shopper: Shopper): Members {
  const { firstName, middleName, lastName } = isNamed(data) ? data : { ...shopper, middleName: undefined }
  return { first_name: firstName, middle_name: middleName, last_name: lastName }
}

function isNamed({ firstName, middleName, lastName }: Address): boolean {
  return firstName !== undefined || middleName !== undefined || lastName !== undefined
}

/** Wallets and PayKKa's script provide no name with the card. @returns the name on the bill, otherwise the shopper's */
export function holderName({ billing = {}, shopper }: Pick<Purchase, 'billing' | 'shopper'>) {
  const { first_name: first, middle_name: middle, last_name: last } = names(billing, shopper)
  return [first, middle, last].filter(Boolean).join(' ') || undefined
}

function customer(purchase: Purchase): Members {
  const { shopper } = purchase
  return {
    id: shopper.reference,
    registration_time: shopper.registrationTime,
    past_transactions: shopper.pastTransactions,
    area_code: shopper.phoneAreaCode,
    phone_number: shopper.phoneNumber,
    date_of_birth: shopper.dateOfBirth,
    gender: shopper.gender,
    first_shopping_time: shopper.firstShoppingTime,
    last_shopping_time: shopper.lastShoppingTime,
    level: shopper.level,
    email: shopper.email,
    ...addresses(purchase),
  }
}

/** A merchant-initiated charge has no shopper at a browser, so there is no IP address. */
function addresses(purchase: Purchase): Members {
  const { shopper, payIp } = purchase
  const orderIp = readIp(shopper.ip) ?? undefined
  return agreementOf(purchase) ? { order_ip: orderIp } : { pay_ip: payIp, order_ip: orderIp ?? payIp }
}
