/** Single words of PayKKa's answers, each in the dialect in use. */

import type { Dialect } from './dialects.ts'

const BRAND_NAMES: Readonly<Record<string, string>> = {
  VISA: 'Visa',
  MASTERCARD: 'Mastercard',
  AMEX: 'American Express',
  JCB: 'JCB',
  DINERS: 'Diners Club',
  DISCOVER: 'Discover',
  UNIONPAY: 'UnionPay',
}

const BRAND_CODES: Readonly<Record<string, string>> = {
  MASTERCARD: 'MASTER_CARD',
  AMEX: 'AMERICAN_EXPRESS',
  DINERS: 'DINERS_CLUB',
  UNIONPAY: 'UNION_PAY',
}

/** The names in PayKKa's enum list and prose, by the codes its examples send. */
export const METHOD_NAMES: Readonly<Record<string, string>> = {
  BANKCARD: 'BankCard',
  APPLE_PAY: 'ApplePay',
  GOOGLE_PAY: 'GooglePay',
  EFTPOS: 'eftpos',
  WECHAT_PAY: 'WechatPay',
  WECHAT_PAY_GLOBAL: 'WechatPayGlobal',
  ALIPAY_PLUS: 'AlipayPlus',
  SEPA: 'SEPA',
  BANCONTACT: 'Bancontact',
  EPS: 'EPS',
  IDEAL: 'iDEAL',
  P24: 'P24',
  SOFORT: 'Sofort',
  GRABPAY: 'GrabPay',
  BOOST: 'Boost',
  TOUCH_N_GO: "Touch'n Go eWallet",
  MAYBANK_QRPAY: 'Maybank QRPay',
  SHOPEE_PAY: 'ShopeePay',
  LINEPAY: 'LinePay',
  NINEPAY: '9Pay',
  '9PAY': '9Pay',
  G_CASH: 'GCash',
  PAYMAYA: 'PayMaya',
  ZALOPAY: 'ZaloPay',
  VIETQR: 'VietQR',
  PIX: 'Pix',
  PICPAY: 'PicPay',
  OPAY_WALLET: 'OpayWallet',
  QRIS: 'QRIS',
  PROMPTPAY: 'PromptPay',
}

const EIGHT_HOURS = 8 * 3_600_000

/** A way to pay. */
export function methodWord(method: string, { methodWord: reading }: Dialect): string {
  return reading === 'BankCard' ? (METHOD_NAMES[method] ?? method) : method
}

/** A card's brand. */
export function brandWord(brand: string, { cardBrandWord: reading }: Dialect): string {
  if (reading === 'MASTER_CARD') return BRAND_CODES[brand] ?? brand
  if (reading === 'Visa') return BRAND_NAMES[brand] ?? brand
  return reading === 'visa' ? brand.toLowerCase() : brand
}

/** A moment in milliseconds since the epoch. */
export function dateWord(ms: number, { dates: reading }: Dialect): string | number {
  if (reading === 'ms') return ms
  if (reading === 'Z') return new Date(ms).toISOString()
  return new Date(ms + EIGHT_HOURS).toISOString().slice(0, 19) + reading
}

/** error_code: `undefined` where a payment that went well has none. */
export function errorWord(code: string, { okErrorCode: reading }: Dialect): string | undefined {
  if (code !== '0000') return code
  return reading === 'absent' ? undefined : reading
}
