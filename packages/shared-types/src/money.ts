/** Money is an integer in the currency's minor unit (ISO 4217), never a float and never a formatted string. */
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { Strict } from './primitives.ts'

/** The largest amount accepted, in minor units. Well below 2^53, so no step can round it. */
export const MAX_AMOUNT = 999_999_999_999

export const CurrencyCode = Type.String({
  pattern: '^[A-Z]{3}$',
  maxLength: 3,
  description: 'ISO 4217 alphabetic code',
})

export const MinorUnits = Type.Integer({
  minimum: 1,
  maximum: MAX_AMOUNT,
  description: "Integer in the currency's minor unit",
})

/** `{ value: 1099, currency: 'EUR' }` is 10.99 euro; `{ value: 500, currency: 'JPY' }` is 500 yen. */
export const Money = Strict({ value: MinorUnits, currency: CurrencyCode }, 'Money')
export type Money = Static<typeof Money>

/** Money that may be zero: sums and balances. */
export const Balance = Type.Integer({ minimum: 0, maximum: MAX_AMOUNT })

/** Money with the text a shopper reads, made once by the BFF from exact digits. */
export const DisplayMoney = Strict({
  value: MinorUnits,
  currency: CurrencyCode,
  display: Type.String({ maxLength: 64, description: "Ready to show, in the checkout's locale" }),
  decimals: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: 4,
      description:
        'How many digits of `value` are decimals (ISO 4217): a page formats by these, never by its own table',
    }),
  ),
})
export type DisplayMoney = Static<typeof DisplayMoney>
