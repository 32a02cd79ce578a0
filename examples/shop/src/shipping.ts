/** How an order travels and what that costs. Like every price, it is worked out here and never comes from the browser. */
import type { Currency, Money } from './money.ts'
import { formatMoney, toDecimal } from './money.ts'

export type ShippingId = 'standard' | 'express'
export type Shipping = { id: ShippingId; name: string; fee: Money }

type Method = { name: string; detail: string; fees: Record<Currency, number> }

const METHODS: Record<ShippingId, Method> = {
  standard: { name: 'Standard', detail: '3 to 5 days, free', fees: { EUR: 0, USD: 0, JPY: 0 } },
  express: { name: 'Express', detail: 'next working day', fees: { EUR: 990, USD: 1090, JPY: 1600 } },
}

export const isShippingId = (text: unknown): text is ShippingId =>
  typeof text === 'string' && Object.hasOwn(METHODS, text)

export function priceShipping(id: ShippingId, currency: Currency): Shipping {
  const { name, fees } = METHODS[id]
  return { id, name: `${name} delivery`, fee: { value: fees[currency], currency } }
}

/** The ways to deliver as a wallet's sheet lists them; the chosen one first, because the sheet selects that. */
export function shippingMethods(currency: Currency, chosen: ShippingId) {
  return (Object.keys(METHODS) as ShippingId[])
    .toSorted((one, other) => Number(other === chosen) - Number(one === chosen))
    .map((id) => {
      const { fee } = priceShipping(id, currency)
      const { name, detail } = METHODS[id]
      const label = fee.value > 0 ? `${name}, ${formatMoney(fee)}` : name
      return { id, label, detail, amount: toDecimal(fee) }
    })
}
