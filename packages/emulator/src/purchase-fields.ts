/** The fields of a purchase and of a checkout session, as far as PayKKa documents them. */

import type { Check, Fields } from './checks.ts'
import {
  anything,
  dateTime,
  flag,
  integer,
  list,
  matching,
  oneOf,
  shape,
  text,
  webAddress,
} from './checks.ts'

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
}

/** A checked purchase request. */
export interface PurchaseRequest extends OrderFields {
  mit?: boolean
  recurring_agreement_id?: string
  payment: PaymentFields
  browser?: unknown
  customer?: { pay_ip?: string }
  authentication?: unknown
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
}

// ISO 4217 as ICU knows it; the codes for "no currency" and "test" are no money.
const CURRENCIES = new Set(Intl.supportedValuesOf('currency').filter((code) => !/^X(XX|TS)$/.test(code)))

const currency: Check = (value, at) =>
  typeof value === 'string' && CURRENCIES.has(value) ? undefined : `${at} must be an ISO 4217 code`
const usage = oneOf('CARD_ON_FILE', 'SUBSCRIPTION', 'UNSCHEDULED_CARD_ON_FILE')
const ip = matching(/^[0-9a-fA-F.:]{2,45}$/, 'an IP address')
const digits = matching(/^\d{1,5}$/, 'a string of digits')

/** What every request body carries; `timestamp` is optional in the newer v3 pages. */
export const COMMON: Fields = { merchant_id: text(32, 1) }

/** The optional body timestamp of the older v3 pages. */
export const TIMESTAMP: Fields = { timestamp: integer(0) }

const STORING: Fields = { store_payment_method: flag, token_usage: usage, shopper_reference: text(64, 1) }

const payment = shape(
  { payment_method: oneOf('BANKCARD', 'APPLE_PAY', 'GOOGLE_PAY') },
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
    holder_email: text(254),
    token_data: text(20_000, 1),
    token_authentication: shape({}, { cryptogram: text(512, 1), token_format: text(64), eci: text(8) }),
  },
)

const browser = shape(
  {
    user_agent: text(2048, 1),
    color_depth: digits,
    language: text(64, 1),
    java_enabled: flag,
    timezone_offset: matching(/^[+-]\d\d:\d\d$/, 'an offset like +02:00'),
    screen_height: digits,
    screen_width: digits,
  },
  {
    device_type: oneOf('PC', 'MOBILE', 'TABLET'),
    terminal_type: text(32, 1),
    device_os: oneOf('WINDOWS', 'MACOS', 'LINUX', 'ANDROID', 'IOS', 'UNKNOWN'),
    cookies: text(8192),
    device_finger_print_id: text(256),
    fraud_detection_id: text(256),
  },
)

const goods = list(
  shape(
    { link: text(2048, 1) },
    {
      id: text(128),
      name: text(512),
      description: text(2048),
      category: text(256),
      brand: text(256),
      price: integer(0),
      quantity: integer(0),
      delivery_date: dateTime,
      picture_url: text(2048),
    },
  ),
  500,
)

const ADDRESS: Fields = {
  first_name: text(128),
  middle_name: text(128),
  last_name: text(128),
  address_line1: text(512),
  address_line2: text(512),
  country: matching(/^[A-Z]{2}$/, 'an ISO 3166-1 alpha-2 code'),
  state: text(128),
  city: text(128),
  postal_code: text(32),
  email: text(254),
  area_code: text(10),
  phone_number: text(32),
}

const bill = shape(
  {},
  { ...ADDRESS, billing_address_collection: oneOf('REQUIRED', 'AUTO'), descriptor: text(64) },
)

const customer = shape(
  {},
  {
    id: text(64),
    registration_time: anything,
    past_transactions: anything,
    area_code: text(10),
    phone_number: text(32),
    date_of_birth: text(32),
    gender: text(16),
    first_shopping_time: anything,
    last_shopping_time: anything,
    level: anything,
    email: text(254),
    pay_ip: ip,
    order_ip: ip,
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
  shipping: shape({}, ADDRESS),
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
    allowed_payment_methods: list(matching(/^[A-Z0-9_]{2,40}$/, 'a wire code'), 50),
    mit: flag,
    payment: shape({}, STORING),
  },
)
