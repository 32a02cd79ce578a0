/** The fields of a purchase and of a checkout session, as far as PayKKa documents them. */

import type { Check, Fields } from './checks.ts'
import { dateTime, flag, integer, list, matching, oneOf, shape, text, webAddress } from './checks.ts'
import { bill, browser, customer, email, goods, shipping } from './order-fields.ts'

/** The members of `payment` that ask PayKKa to store what pays. */
export interface StoringFields {
  store_payment_method?: boolean
  token_usage?: string
  shopper_reference?: string
}

/** `payment` of a purchase. */
export interface PaymentFields extends StoringFields {
  payment_method: string
  token?: string
  card_no?: string
  exp_year?: string
  exp_month?: string
  cvv?: string
  encrypted_card_no?: string
  encrypted_exp_year?: string
  encrypted_exp_month?: string
  token_data?: string
  token_authentication?: { cryptogram?: string; token_format?: string; eci?: string }
}

/** Fields a purchase and a session share. */
export interface OrderFields {
  merchant_id: string
  trans_id: string
  payment_type: 'PURCHASE' | 'RECURRING'
  authorisation_type?: string
  capture_method?: 'AUTOMATIC' | 'MANUAL'
  currency: string
  amount: number
  notify_url?: string
  return_url?: string
  expire_time?: string
  shipping?: Partial<Record<string, string>>
  customer?: { id?: string; order_ip?: string; pay_ip?: string }
}

/** A checked purchase request. */
export interface PurchaseRequest extends OrderFields {
  mit?: boolean
  recurring_agreement_id?: string
  payment: PaymentFields
  browser?: unknown
  authentication?: { challenge_indicator?: string; authentication_only?: boolean }
}

/** A checked session request. */
export interface SessionRequest extends OrderFields {
  return_url: string
  cancel_url?: string
  session_mode: 'HOSTED' | 'DROP_IN' | 'COMPONENT'
  display_merchant_name?: string
  allowed_payment_methods?: string[]
  mit?: boolean
  payment?: StoringFields
  bill?: Readonly<Record<string, unknown>>
}

// ISO 4217 as ICU knows it; the codes for "no currency" and "test" are no money.
const CURRENCIES = new Set(Intl.supportedValuesOf('currency').filter((code) => !/^X(XX|TS)$/.test(code)))

const currency: Check = (value, at) =>
  typeof value === 'string' && CURRENCIES.has(value) ? undefined : `${at} must be an ISO 4217 code`
const usage = oneOf('CARD_ON_FILE', 'SUBSCRIPTION', 'UNSCHEDULED_CARD_ON_FILE')

/** What every request body carries; `timestamp` is optional in the newer v3 pages. */
export const COMMON: Fields = { merchant_id: text(32, 1) }

/** The optional body timestamp of the older v3 pages. */
export const TIMESTAMP: Fields = { timestamp: integer(0) }

const STORING: Fields = { store_payment_method: flag, token_usage: usage, shopper_reference: text(64, 1) }

const payment = shape(
  { payment_method: text(64, 1) },
  {
    ...STORING,
    token: text(64, 1),
    card_no: matching(/^\d{12,19}$/, 'a card number of 12 to 19 digits'),
    exp_year: matching(/^20\d\d$/, 'a four-digit year'),
    exp_month: matching(/^(0[1-9]|1[0-2])$/, 'a two-digit month'),
    cvv: matching(/^\d{3,4}$/, 'three or four digits'),
    encrypted_card_no: text(4096, 1),
    encrypted_exp_year: text(4096, 1),
    encrypted_exp_month: text(4096, 1),
    encrypted_cvv: text(4096, 1),
    holder_name: text(128),
    holder_email: email,
    token_data: text(20_000, 1),
    token_authentication: shape({}, { cryptogram: text(512, 1), token_format: text(64), eci: text(8) }),
  },
)

const ORDER: Fields = {
  ...COMMON,
  trans_id: text(64, 1),
  payment_type: oneOf('PURCHASE', 'RECURRING'),
  currency,
  amount: integer(1),
}

const ORDER_OPTIONAL: Fields = {
  ...TIMESTAMP,
  authorisation_type: text(32, 1),
  capture_method: oneOf('AUTOMATIC', 'MANUAL'),
  notify_url: webAddress,
  expire_time: dateTime,
  description: text(512),
  browser,
  goods,
  bill,
  shipping,
  customer,
  authentication: shape({}, { challenge_indicator: text(32, 1), authentication_only: flag }),
}

/** `POST /v3/payment/acq`. */
export const PURCHASE_FIELDS = shape(
  { ...ORDER, payment },
  { ...ORDER_OPTIONAL, return_url: webAddress, mit: flag, recurring_agreement_id: text(64, 1) },
)

/** `POST /v3/payment/acq/session`. */
export const SESSION_FIELDS = shape(
  { ...ORDER, return_url: webAddress, session_mode: oneOf('HOSTED', 'DROP_IN', 'COMPONENT') },
  {
    ...ORDER_OPTIONAL,
    cancel_url: webAddress,
    display_merchant_name: text(128),
    display_locale: text(16),
    theme_id: text(64),
    allowed_payment_methods: list(text(64, 1), 50),
    mit: flag,
    payment: shape({}, STORING),
  },
)
