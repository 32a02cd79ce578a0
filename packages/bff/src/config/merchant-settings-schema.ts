/** The environment variables of captures, saved cards, the hosted page and Encrypted Card; part of `config-schema.ts`. */
import { OneOf } from '@paykka-checkout/shared-types'
import { Type } from 'typebox'

const text = (description: string) => Type.Optional(Type.String({ description }))
const count = (description: string, minimum: number, maximum: number, defaultValue: number) =>
  Type.Integer({ description, minimum, maximum, default: defaultValue })

export const MERCHANT_VARIABLES = {
  CAPTURE_WITHIN_HOURS: count(
    'Held funds not captured within so many hours are reported, or released; 0 turns it off',
    0,
    720,
    144,
  ),
  CAPTURE_OVERDUE: OneOf(
    ['alert', 'void'],
    'What to do with held funds that nobody captured in time (alert)',
  ),
  PARTIAL_VOID: OneOf(
    ['true', 'false'],
    'Take an amount on voids; PayKKa documents none, so ask them first (false)',
  ),
  SAVED_CARD_CODE: OneOf(['true', 'false'], 'Ask for the security code of a saved card (true)'),
  HOSTED_METHODS: text(
    'Ways to pay on PayKKa’s own page, comma-separated, each with its currencies where not all: ideal:EUR,grabpay:PHP,alipay_plus. Without it that page is not offered',
  ),
  HOSTED_METHOD_CODES: text(
    'PayKKa’s codes for them where they differ from the built-in ones: wechat_pay=WECHAT_PAY,ninepay=9PAY',
  ),
  HOSTED_MERCHANT_NAME: text('Your name on PayKKa’s own page; a checkout may name another (theirs)'),
  HOSTED_THEME_ID: text(
    'Theme of PayKKa’s own page, made in its back office; a checkout may name another (theirs)',
  ),
  HOSTED_MINUTES: count(
    'How long a shopper may take on PayKKa’s own page. Until then no second attempt starts, unless the shopper leaves the page by its cancel link or by "Pay another way"',
    5,
    1440,
    15,
  ),
  HOSTED_DUPLICATE: OneOf(
    ['refund', 'report'],
    'What to do with a payment on a page the shopper left, beside another payment of the checkout (refund)',
  ),
  ENCRYPTED_CARD_CLIENT_KEY: text('PayKKa’s client key, ck_…; required with CARD_ENTRY=encrypted-card'),
  FRAUD_SCRIPT_URL: text(
    'PayKKa’s fraud script, if your page loads it for the element’s fraud property: GET /csp and /scripts.json then name it',
  ),
  ENCRYPTED_CARD_URL: text(
    'Where PayKKa’s checkout scripts are served (https://checkout.eu.paykka.com live, https://checkout-sandbox.aq.paykka.com else; the emulator itself)',
  ),
}

/** Defaults of the enumerated variables among them. */
export const MERCHANT_WORD_DEFAULTS = {
  CAPTURE_OVERDUE: 'alert',
  HOSTED_DUPLICATE: 'refund',
  PARTIAL_VOID: 'false',
  SAVED_CARD_CODE: 'true',
} as const
