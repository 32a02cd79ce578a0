/** The fields that describe the order and the shopper, as far as PayKKa documents them. */

import { isIP } from 'node:net'
import type { Check, Fields } from './checks.ts'
import { dateTime, either, flag, integer, list, matching, oneOf, shape, text } from './checks.ts'

// PayKKa's examples are public IPv4; an IPv4 address in IPv6 clothing or one with a zone is none to a risk check.
const ip: Check = (value, at) => {
  const plain = typeof value === 'string' && isIP(value) !== 0 && !/%|^::ffff:/i.test(value)
  return plain ? undefined : `${at} must be an IP address`
}

/** An e-mail address, checked only for its outline. */
export const email = matching(/^([^\s@]{1,128}@[^\s@]{1,125})?$/, 'an e-mail address')

const pixels = matching(/^\d{1,5}$/, 'a string of 1 to 5 digits')
const scalar = either(text(64), integer(0))

/** `browser`: the data of the shopper's device. */
export const browser = shape(
  {
    user_agent: text(2048, 1),
    color_depth: matching(/^\d{1,3}$/, 'a string of 1 to 3 digits'),
    language: matching(/^[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8}){0,4}$/, 'a language like en-GB'),
    java_enabled: flag,
    timezone_offset: matching(/^[+-](0\d|1[0-4]):[0-5]\d$/, 'an offset like +02:00'),
    screen_height: pixels,
    screen_width: pixels,
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

/** `goods`: the basket. */
export const goods = list(
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
  email,
  area_code: text(10),
  phone_number: text(32),
}

/** `bill`: who pays, and what the statement says. */
export const bill = shape(
  {},
  { ...ADDRESS, billing_address_collection: oneOf('REQUIRED', 'AUTO'), descriptor: text(64) },
)

/** `shipping`: where the goods go. */
export const shipping = shape({}, ADDRESS)

/** `customer`: what the shop knows of the shopper. */
export const customer = shape(
  {},
  {
    id: text(64),
    registration_time: scalar,
    past_transactions: scalar,
    area_code: text(10),
    phone_number: text(32),
    date_of_birth: text(32),
    gender: text(16),
    first_shopping_time: scalar,
    last_shopping_time: scalar,
    level: scalar,
    email,
    pay_ip: ip,
    order_ip: ip,
  },
)
