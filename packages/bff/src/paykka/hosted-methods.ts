/** PayKKa's codes of the payment methods on its own page. */
import type { HostedMethod } from '@paykka-checkout/shared-types'

/**
 * `BANKCARD`, `APPLE_PAY`, `GOOGLE_PAY` and `GRABPAY` are in PayKKa's examples, `G_CASH`, `PAYMAYA` and `SHOPEE_PAY` in one of
 * its integration notes. The others follow the same upper-snake form of the names in its reference and are not attested, so
 * a deployment can replace each (`HOSTED_METHOD_CODES`).
 * Source: PayKKa API reference v3, `payment_method` and `allowed_payment_methods`.
 */
export const HOSTED_CODES: Record<HostedMethod, string> = {
  card: 'BANKCARD',
  apple_pay: 'APPLE_PAY',
  google_pay: 'GOOGLE_PAY',
  eftpos: 'EFTPOS',
  wechat_pay: 'WECHAT_PAY_GLOBAL',
  alipay_plus: 'ALIPAY_PLUS',
  sepa: 'SEPA',
  bancontact: 'BANCONTACT',
  eps: 'EPS',
  ideal: 'IDEAL',
  p24: 'P24',
  sofort: 'SOFORT',
  grabpay: 'GRABPAY',
  boost: 'BOOST',
  touch_n_go: 'TOUCH_N_GO',
  maybank_qrpay: 'MAYBANK_QRPAY',
  shopeepay: 'SHOPEE_PAY',
  linepay: 'LINEPAY',
  ninepay: 'NINEPAY',
  gcash: 'G_CASH',
  paymaya: 'PAYMAYA',
  zalopay: 'ZALOPAY',
  vietqr: 'VIETQR',
  pix: 'PIX',
  picpay: 'PICPAY',
  opay_wallet: 'OPAY_WALLET',
  qris: 'QRIS',
  promptpay: 'PROMPTPAY',
}

/** @param overrides codes that this deployment's PayKKa account uses instead */
export function hostedCode(method: HostedMethod, overrides: Partial<Record<HostedMethod, string>>): string {
  return overrides[method] ?? HOSTED_CODES[method]
}

/** PayKKa's reference lists some methods under names that differ from their codes. */
const OTHER_NAMES: Record<string, HostedMethod> = {
  TOUCHNGOEWALLET: 'touch_n_go',
  '9PAY': 'ninepay',
  PRZELEWY24: 'p24',
  WECHATPAY: 'wechat_pay',
}

/** Codes differ in case and underscores between PayKKa's pages: `AlipayPlus`, `ALIPAY_PLUS`, `Alipay+`. */
const plain = (code: string) =>
  code
    .toUpperCase()
    .replace('+', 'PLUS')
    .replace(/[^A-Z0-9]/g, '')

const byPlainCode = (codes: Record<string, string>) =>
  Object.fromEntries(Object.entries(codes).map(([method, code]) => [plain(code), method]))

const METHODS: Record<string, string> = { ...OTHER_NAMES, ...byPlainCode(HOSTED_CODES) }

/**
 * @param overrides codes that this deployment's PayKKa account uses instead
 * @returns our name of the payment method; an unknown code stays PayKKa's, in lower case
 */
export function methodOf(code: string, overrides: Record<string, string>): string {
  const key = plain(code)
  const known = { ...METHODS, ...byPlainCode(overrides) }
  if (Object.hasOwn(known, key)) return known[key] ?? ''
  return code.toLowerCase().replace(/[^a-z0-9]+/g, '_')
}
