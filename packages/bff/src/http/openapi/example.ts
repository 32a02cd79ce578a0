/** The type of an example, and shared values. */
import type { Money } from '@paykka-checkout/shared-types'

/** One call. The answer's `status` is 200 by default. */
export type Example = { request?: object; status?: number; answer?: object | string }

/** Examples by method and path in OpenAPI notation. */
export type Examples = Record<string, Example>

export const CHECKOUT_ID = 'chk_PDjHAeo1iv6KVeVYGpUfLA'
export const PAYMENT_ID = 'pay_7aGvOwkZut4WXdIy_6izAQ'
export const CARD_ID = 'card_Zk3vQ0pXr8dLw2sYt5NbEg'
export const AGREEMENT_ID = 'agr_m4TzB7uWc1HfRj9KxVq0Da'

export const AMOUNT: Money = { value: 1099, currency: 'EUR' }
export const CARD = { brand: 'visa', last4: '4242' }
export const CLIENT_SECRET = 'cs_pJ3IXG9beovKrNdEIbogtC3NygEyTR8WTEZSaqXPQ0A'
export const RETURN_URL = 'https://shop.example/orders/1001'

/** Each time is a little later than the one before. */
export const MOMENTS = {
  created: '2026-11-23T06:31:49.708Z',
  sent: '2026-11-23T06:32:20.114Z',
  paid: '2026-11-23T06:32:21.902Z',
  later: '2026-11-25T09:10:04.551Z',
  laterDone: '2026-11-25T09:10:05.317Z',
  expires: '2026-11-23T07:31:49.708Z',
} as const
