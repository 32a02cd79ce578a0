/** Settings of PayKKa's own page and its payment methods. */
import { HOSTED_METHODS } from '@paykka-checkout/shared-types'
import { list, wordOf } from '../environment/readers.ts'
import { readAll } from '../environment/setting-error.ts'
import type { Values } from '../environment/variable.ts'
import { integer, oneOf, text, withDefault } from '../environment/variable.ts'
import type { HostedOffer } from './hosted-ways.ts'

function hostedMethods(value: string): HostedOffer[] {
  return list(value).map((item) => {
    const [name = '', currencies] = item.split(':')
    const codes = currencies?.split('+') ?? null
    if (codes?.some((code) => !/^[A-Z]{3}$/.test(code)))
      throw new Error(`"${item}" must be a method and its currencies, like p24:EUR+PLN`)
    return { method: wordOf(HOSTED_METHODS, name), currencies: codes }
  })
}

function hostedCodes(value: string): Record<string, string> {
  const codes = list(value).map((pair) => {
    const [name = '', code = ''] = pair.split('=')
    if (!/^\w{2,40}$/.test(code)) throw new Error(`"${pair}" must be a method and PayKKa's code for it`)
    return [wordOf(HOSTED_METHODS, name), code]
  })
  return Object.fromEntries(codes)
}

export const HOSTED_VARIABLES = {
  HOSTED_METHODS: {
    about:
      "Ways to pay on PayKKa's own page, comma-separated, each with its currencies where not all: ideal:EUR,grabpay:PHP,alipay_plus. Without it that page is not offered",
    ...withDefault('', hostedMethods),
  },
  HOSTED_METHOD_CODES: {
    about:
      "PayKKa's codes for them where they differ from the built-in ones: wechat_pay=WECHAT_PAY,ninepay=9PAY",
    ...withDefault('', hostedCodes),
  },
  HOSTED_MERCHANT_NAME: text("Your name on PayKKa's own page; a checkout may name another (theirs)"),
  HOSTED_THEME_ID: text(
    "Theme of PayKKa's own page, made in its back office; a checkout may name another (theirs)",
  ),
  HOSTED_MINUTES: {
    about:
      'How long a shopper may take on PayKKa\'s own page. Until then no second attempt starts, unless the shopper leaves the page by its cancel link or by "Pay another way"',
    ...integer(5, 1440, 15),
  },
  HOSTED_DUPLICATE: {
    about: 'What to do with a payment on a page the shopper left, when the checkout has another payment',
    ...oneOf(['refund', 'report'], 'refund'),
  },
}

/** `methods`: in the order offered. `codes`: PayKKa's codes where they differ from the built-in ones. */
export type HostedSettings = ReturnType<typeof readHosted>

/** @throws SettingError */
export function readHosted(values: Values<typeof HOSTED_VARIABLES>) {
  return readAll({
    methods: () => values.HOSTED_METHODS,
    codes: () => values.HOSTED_METHOD_CODES,
    merchantName: () => values.HOSTED_MERCHANT_NAME,
    themeId: () => values.HOSTED_THEME_ID,
    lifetimeMs: () => values.HOSTED_MINUTES * 60_000,
  })
}
